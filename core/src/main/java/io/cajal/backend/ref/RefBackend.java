package io.cajal.backend.ref;

import io.cajal.backend.Axis;
import io.cajal.backend.Backend;
import io.cajal.backend.BinaryFn;
import io.cajal.backend.Convolution;
import io.cajal.backend.Data;
import io.cajal.backend.Product;
import io.cajal.backend.Recurrence;
import io.cajal.backend.Reduction;
import io.cajal.backend.Resampling;
import io.cajal.backend.Runs;
import io.cajal.backend.Sampling;
import io.cajal.backend.UnaryFn;
import io.cajal.backend.UpdateFn;
import io.cajal.backend.View;
import io.cajal.base.DType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The reference device: scalar loops in double, written to be obviously right. It is the oracle for every
 * kernel and the ground on which gradients are checked against central differences.
 */
public final class RefBackend implements Backend {
    public static final RefBackend INSTANCE = new RefBackend();

    private record Doubles(double[] at) implements Data {
        @Override
        public int size() {
            return at.length;
        }
    }

    private RefBackend() {
    }

    private static double[] in(Data data) {
        return ((Doubles) data).at;
    }

    private static Data out(double[] values) {
        return new Doubles(values);
    }

    @Override
    public String name() {
        return "ref";
    }

    @Override
    public DType dtype() {
        return DType.FLOAT64;
    }

    @Override
    public Data of(float... values) {
        double[] copy = new double[values.length];
        Arrays.setAll(copy, i -> values[i]);
        return out(copy);
    }

    @Override
    public Data of(double... values) {
        return out(values.clone());
    }

    @Override
    public Data full(int size, double value) {
        double[] y = new double[size];
        Arrays.fill(y, value);
        return out(y);
    }

    @Override
    public float[] toFloats(Data x) {
        float[] copy = new float[x.size()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = (float) in(x)[i];
        }
        return copy;
    }

    @Override
    public double[] toDoubles(Data x) {
        return in(x).clone();
    }

    @Override
    public Data copyOf(Data x) {
        return out(in(x).clone());
    }

    @Override
    public void assign(Data target, Data source) {
        System.arraycopy(in(source), 0, in(target), 0, source.size());
    }

    @Override
    public Data unary(UnaryFn f, Data x) {
        return out(Arrays.stream(in(x)).map(f::at).toArray());
    }

    @Override
    public Data unaryBackward(UnaryFn f, Data g, Data x, Data y) {
        double[] out = new double[g.size()];
        Arrays.setAll(out, i -> in(g)[i]
                * f.slope(x == null ? Double.NaN : in(x)[i], y == null ? Double.NaN : in(y)[i]));
        return out(out);
    }

    @Override
    public Data binary(BinaryFn f, Data a, View aView, Data b, View bView) {
        double[] y = new double[aView.shape().elements()];
        Runs.of(aView, bView).forEach((ao, as, bo, bs, at, n) -> {
            for (int i = 0; i < n; i++) {
                y[at + i] = f.at(in(a)[ao + i * as], in(b)[bo + i * bs]);
            }
        });
        return out(y);
    }

    @Override
    public Data where(Data condition, Data a, Data b) {
        double[] y = new double[a.size()];
        Arrays.setAll(y, i -> in(condition)[i] != 0 ? in(a)[i] : in(b)[i]);
        return out(y);
    }

    @Override
    public void update(UpdateFn f, Data... v) {
        double[] element = new double[v.length];
        for (int i = 0; i < v[0].size(); i++) {
            for (int j = 0; j < v.length; j++) {
                element[j] = in(v[j])[i];
            }
            f.at(element);
            in(v[0])[i] = element[0];
            for (int j = 2; j < v.length; j++) {
                in(v[j])[i] = element[j];
            }
        }
    }

    @Override
    public boolean isFinite(Data x) {
        return Arrays.stream(in(x)).allMatch(Double::isFinite);
    }

    @Override
    public Data reduce(Reduction how, Data x, Axis axis) {
        double[] y = new double[axis.outer() * axis.inner()];
        for (int o = 0; o < axis.outer(); o++) {
            for (int k = 0; k < axis.inner(); k++) {
                double total = switch (how) {
                    case SUM -> 0;
                    case PROD -> 1;
                    case MAX -> Double.NEGATIVE_INFINITY;
                    case MIN -> Double.POSITIVE_INFINITY;
                };
                for (int i = 0; i < axis.size(); i++) {
                    double v = in(x)[(o * axis.size() + i) * axis.inner() + k];
                    total = switch (how) {
                        case SUM -> total + v;
                        case PROD -> total * v;
                        case MAX -> Math.max(total, v);
                        case MIN -> Math.min(total, v);
                    };
                }
                y[o * axis.inner() + k] = total;
            }
        }
        return out(y);
    }

    @Override
    public Data argReduce(Reduction how, Data x, Axis axis) {
        int sign = how == Reduction.MAX ? -1 : 1;
        double[] y = new double[axis.outer() * axis.inner()];
        for (int o = 0; o < axis.outer(); o++) {
            for (int k = 0; k < axis.inner(); k++) {
                int base = o * axis.size() * axis.inner() + k;
                int best = 0;
                for (int i = 1; i < axis.size(); i++) {
                    double v = in(x)[base + i * axis.inner()];
                    double leader = in(x)[base + best * axis.inner()];
                    boolean beats = Double.isNaN(v) ? !Double.isNaN(leader) : sign * v < sign * leader;
                    best = beats ? i : best;
                }
                y[o * axis.inner() + k] = best;
            }
        }
        return out(y);
    }

    @Override
    public Data cumsum(Data x, Axis axis, boolean reverse) {
        double[] y = new double[x.size()];
        for (int o = 0; o < axis.outer(); o++) {
            for (int k = 0; k < axis.inner(); k++) {
                double total = 0;
                for (int i = 0; i < axis.size(); i++) {
                    int at = (o * axis.size() + (reverse ? axis.size() - 1 - i : i)) * axis.inner() + k;
                    total += in(x)[at];
                    y[at] = total;
                }
            }
        }
        return out(y);
    }

    @Override
    public Data resample(Data x, Axis axis, Resampling matrix) {
        double[] y = new double[axis.outer() * matrix.rows() * axis.inner()];
        for (int o = 0; o < axis.outer(); o++) {
            for (int i = 0; i < matrix.rows(); i++) {
                for (int p = matrix.starts()[i]; p < matrix.starts()[i + 1]; p++) {
                    int from = (o * axis.size() + matrix.places()[p]) * axis.inner();
                    int to = (o * matrix.rows() + i) * axis.inner();
                    for (int k = 0; k < axis.inner(); k++) {
                        y[to + k] += matrix.weights()[p] * in(x)[from + k];
                    }
                }
            }
        }
        return out(y);
    }

    @Override
    public Data argsort(Data x, Axis axis, boolean descending) {
        double[] y = new double[x.size()];
        for (int o = 0; o < axis.outer(); o++) {
            for (int k = 0; k < axis.inner(); k++) {
                int base = o * axis.size() * axis.inner() + k;
                // + 0.0 makes −0 equal to 0; Double.compare puts NaN last
                Comparator<Integer> order = (i, j) -> Double.compare(in(x)[base + i * axis.inner()] + 0.0,
                        in(x)[base + j * axis.inner()] + 0.0);
                int[] sorted = IntStream.range(0, axis.size()).boxed()
                        .sorted(descending ? order.reversed() : order).mapToInt(i -> i).toArray();
                for (int i = 0; i < sorted.length; i++) {
                    y[base + i * axis.inner()] = sorted[i];
                }
            }
        }
        return out(y);
    }

    @Override
    public boolean arePositions(Data x, int limit) {
        return Arrays.stream(in(x)).allMatch(v -> v >= 0 && v < limit && v == Math.rint(v));
    }

    @Override
    public Data labelLoss(Data logits, Data positions, int width) {
        double[] logs = in(softmax(logits, new Axis(positions.size(), width, 1), true));
        double[] y = new double[positions.size()];
        Arrays.setAll(y, i -> -logs[i * width + (int) in(positions)[i]]);
        return out(y);
    }

    @Override
    public Data labelLossBackward(Data g, Data logits, Data positions, int width) {
        double[] y = in(softmax(logits, new Axis(positions.size(), width, 1), false));
        for (int i = 0; i < positions.size(); i++) {
            y[i * width + (int) in(positions)[i]] -= 1;
            for (int j = 0; j < width; j++) {
                y[i * width + j] *= in(g)[i];
            }
        }
        return out(y);
    }

    @Override
    public Data softmax(Data x, Axis axis, boolean log) {
        double[] y = new double[x.size()];
        for (int o = 0; o < axis.outer(); o++) {
            for (int k = 0; k < axis.inner(); k++) {
                int base = o * axis.size() * axis.inner() + k;
                double max = Double.NEGATIVE_INFINITY;
                for (int i = 0; i < axis.size(); i++) {
                    max = Math.max(max, in(x)[base + i * axis.inner()]);
                }
                double sum = 0;
                for (int i = 0; i < axis.size(); i++) {
                    sum += StrictMath.exp(in(x)[base + i * axis.inner()] - max);
                }
                for (int i = 0; i < axis.size(); i++) {
                    double shifted = in(x)[base + i * axis.inner()] - max;
                    y[base + i * axis.inner()] = log ? shifted - StrictMath.log(sum)
                            : StrictMath.exp(shifted) / sum;
                }
            }
        }
        return out(y);
    }

    @Override
    public Data softmaxBackward(Data g, Data y, Axis axis) {
        double[] result = new double[g.size()];
        for (int o = 0; o < axis.outer(); o++) {
            for (int k = 0; k < axis.inner(); k++) {
                int base = o * axis.size() * axis.inner() + k;
                double sum = 0;
                for (int i = 0; i < axis.size(); i++) {
                    sum += in(g)[base + i * axis.inner()] * in(y)[base + i * axis.inner()];
                }
                for (int i = 0; i < axis.size(); i++) {
                    int at = base + i * axis.inner();
                    result[at] = in(y)[at] * (in(g)[at] - sum);
                }
            }
        }
        return out(result);
    }

    @Override
    public Data copy(Data x, View view) {
        double[] y = new double[view.shape().elements()];
        Runs.of(view, View.of(view.shape())).forEach((from, step, to, one, at, n) -> {
            for (int i = 0; i < n; i++) {
                y[to + i * one] = in(x)[from + i * step];
            }
        });
        return out(y);
    }

    @Override
    public Data spread(Data x, View view, int size) {
        double[] y = new double[size];
        Runs.of(view, View.of(view.shape())).forEach((to, step, from, one, at, n) -> {
            for (int i = 0; i < n; i++) {
                y[to + i * step] += in(x)[from + i * one];
            }
        });
        return out(y);
    }

    @Override
    public Data concat(Data[] parts, int[] widths, int outer) {
        int width = Arrays.stream(widths).sum();
        double[] y = new double[outer * width];
        for (int o = 0, to = 0; o < outer; o++) {
            for (int p = 0; p < parts.length; to += widths[p], p++) {
                System.arraycopy(in(parts[p]), o * widths[p], y, to, widths[p]);
            }
        }
        return out(y);
    }

    @Override
    public Data take(Data x, int[] rows, int width) {
        double[] y = new double[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(in(x), rows[i] * width, y, i * width, width);
        }
        return out(y);
    }

    @Override
    public Data takeBackward(Data x, int[] rows, int width, int count) {
        double[] y = new double[count * width];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < width; k++) {
                y[rows[i] * width + k] += in(x)[i * width + k];
            }
        }
        return out(y);
    }

    /** Sees every product of a convolution: places in x, w and y. */
    private interface Taps {
        void see(int x, int w, int y);
    }

    private static void each(Convolution c, Taps taps) {
        for (int n = 0; n < c.batch(); n++) {
            for (int o = 0; o < c.outChannels(); o++) {
                for (int p = 0; p < c.outHeight(); p++) {
                    for (int q = 0; q < c.outWidth(); q++) {
                        int y = ((n * c.outChannels() + o) * c.outHeight() + p) * c.outWidth() + q;
                        each(c, n, o, p, q, y, taps);
                    }
                }
            }
        }
    }

    private static void each(Convolution c, int n, int o, int p, int q, int y, Taps taps) {
        int first = o / c.groupOutputs() * c.groupChannels();
        for (int channel = 0; channel < c.groupChannels(); channel++) {
            for (int i = 0; i < c.kernelHeight(); i++) {
                for (int j = 0; j < c.kernelWidth(); j++) {
                    int row = p * c.strideY() - c.paddingY() + i * c.dilationY();
                    int column = q * c.strideX() - c.paddingX() + j * c.dilationX();
                    if (row >= 0 && row < c.height() && column >= 0 && column < c.width()) {
                        int plane = n * c.inChannels() + first + channel;
                        int w = ((o * c.groupChannels() + channel) * c.kernelHeight() + i) * c.kernelWidth()
                                + j;
                        taps.see((plane * c.height() + row) * c.width() + column, w, y);
                    }
                }
            }
        }
    }

    @Override
    public Data convolve(Data x, Data w, Data bias, UnaryFn f, Convolution c) {
        double[] y = new double[c.outputs()];
        int plane = c.outHeight() * c.outWidth();
        for (int i = 0; i < y.length && bias != null; i++) {
            y[i] = in(bias)[i / plane % c.outChannels()];
        }
        each(c, (xi, wi, yi) -> y[yi] += in(x)[xi] * in(w)[wi]);
        for (int i = 0; i < y.length && f != null; i++) {
            y[i] = f.at(y[i]);
        }
        return out(y);
    }

    @Override
    public Data convolveBackwardData(Data g, Data w, Convolution c) {
        double[] dx = new double[c.inputs()];
        each(c, (xi, wi, yi) -> dx[xi] += in(g)[yi] * in(w)[wi]);
        return out(dx);
    }

    @Override
    public Data convolveBackwardWeights(Data x, Data g, Convolution c) {
        double[] dw = new double[c.weights()];
        each(c, (xi, wi, yi) -> dw[wi] += in(g)[yi] * in(x)[xi]);
        return out(dw);
    }

    @Override
    public Data maxPool(Data x, Convolution c) {
        double[] places = new double[c.outputs()];
        Arrays.fill(places, -1);
        int plane = c.height() * c.width();
        each(c, (xi, wi, yi) -> {
            int base = xi / plane * plane;
            double leader = places[yi] < 0 ? Double.NaN : in(x)[base + (int) places[yi]];
            double v = in(x)[xi];
            if (places[yi] < 0 || v > leader || v != v && leader == leader) {
                places[yi] = xi - base;
            }
        });
        return out(places);
    }

    @Override
    public Data takePlaces(Data x, Data places, int planes) {
        double[] y = new double[places.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = in(x)[i / (y.length / planes) * (x.size() / planes) + (int) in(places)[i]];
        }
        return out(y);
    }

    @Override
    public Data putPlaces(Data g, Data places, int planes, int size) {
        double[] y = new double[size];
        for (int i = 0; i < g.size(); i++) {
            y[i / (g.size() / planes) * (size / planes) + (int) in(places)[i]] += in(g)[i];
        }
        return out(y);
    }

    @Override
    public Data matmul(Data a, Data b, Data bias, UnaryFn f, Product p) {
        double[] y = new double[p.count() * p.m() * p.n()];
        for (int q = 0, at = 0; q < p.count(); q++) {
            for (int i = 0; i < p.m(); i++) {
                for (int j = 0; j < p.n(); j++, at++) {
                    double sum = bias == null ? 0 : in(bias)[j];
                    for (int l = 0; l < p.k(); l++) {
                        double left = in(a)[p.aOffsets()[q] + (p.transA() ? l * p.m() + i : i * p.k() + l)];
                        double right = in(b)[p.bOffsets()[q] + (p.transB() ? j * p.k() + l : l * p.n() + j)];
                        sum += left * right;
                    }
                    y[at] = f == null ? sum : f.at(sum);
                }
            }
        }
        return out(y);
    }

    @Override
    public Recurrence.Forward recur(Recurrence r, Data x, Data w, Data bias, Data h0, Data c0) {
        RefRecurrence run = new RefRecurrence(r, in(w));
        run.forward(in(x), bias == null ? null : in(bias), in(h0), c0 == null ? null : in(c0));
        return new Recurrence.Forward(out(run.states), out(run.gates),
                run.cells == null ? null : out(run.cells));
    }

    @Override
    public Recurrence.Backward recurBackward(Recurrence r, Data g, Recurrence.Forward kept, Data w) {
        RefRecurrence run = new RefRecurrence(r, in(w), in(kept.states()), in(kept.gates()),
                kept.cells() == null ? null : in(kept.cells()));
        return run.backward(in(g), RefBackend::out);
    }

    @Override
    public Data moments(Data x, Axis axis) {
        double[] y = new double[2 * axis.size()];
        double each = 1.0 / (axis.outer() * axis.inner());
        channels(axis, (c, i) -> y[c] += in(x)[i] * each);
        channels(axis, (c, i) -> y[axis.size() + c] += (in(x)[i] - y[c]) * (in(x)[i] - y[c]) * each);
        return out(y);
    }

    @Override
    public Data channelSums(Data g, Data x, Data moments, Axis axis) {
        double[] y = new double[2 * axis.size()];
        channels(axis, (c, i) -> {
            y[c] += in(g)[i];
            y[axis.size() + c] += in(g)[i] * (in(x)[i] - in(moments)[c]);
        });
        return out(y);
    }

    @Override
    public Data channelAffine(Data x, Data a, Data z, Data d, Data b, Axis axis) {
        double[] y = new double[x.size()];
        channels(axis, (c, i) -> y[i] = in(a)[c] * in(x)[i] + (z == null ? 0 : in(d)[c] * in(z)[i])
                + (b == null ? 0 : in(b)[c]));
        return out(y);
    }

    /** A number of a channel, by its place. */
    private interface Member {
        void at(int channel, int place);
    }

    private static void channels(Axis axis, Member member) {
        for (int i = 0; i < axis.outer() * axis.size() * axis.inner(); i++) {
            member.at(i / axis.inner() % axis.size(), i);
        }
    }

    @Override
    public Data sample(Data x, Data grid, Sampling s) {
        double[] y = new double[s.outputs()];
        corners(grid, s, (pixel, place, weight) -> y[place] += weight * in(x)[pixel]);
        return out(y);
    }

    @Override
    public Data sampleBackward(Data g, Data grid, Sampling s) {
        double[] y = new double[s.inputs()];
        corners(grid, s, (pixel, place, weight) -> y[pixel] += weight * in(g)[place]);
        return out(y);
    }

    /** One pixel's part in the number at a place. */
    private interface Corner {
        void add(int pixel, int place, double weight);
    }

    private void corners(Data grid, Sampling s, Corner corner) {
        for (int i = 0; i < s.batch() * s.places(); i++) {
            double across = ((in(grid)[2 * i] + 1) * s.width() - 1) / 2;
            double down = ((in(grid)[2 * i + 1] + 1) * s.height() - 1) / 2;
            for (int row = (int) Math.floor(down); row <= Math.floor(down) + 1; row++) {
                for (int column = (int) Math.floor(across); column <= Math.floor(across) + 1; column++) {
                    if (row < 0 || row >= s.height() || column < 0 || column >= s.width()) {
                        continue;
                    }
                    double weight = part(across - column, s.alongX(), s.width())
                            * part(down - row, s.alongY(), s.height());
                    for (int c = 0; c < s.channels(); c++) {
                        int plane = i / s.places() * s.channels() + c;
                        corner.add((plane * s.height() + row) * s.width() + column,
                                plane * s.places() + i % s.places(), weight);
                    }
                }
            }
        }
    }

    /** 1 − |distance|, or its slope in the place, which runs through half of the size. */
    private static double part(double distance, boolean slope, int size) {
        return slope ? (distance < 0 ? size / 2.0 : -size / 2.0) : 1 - Math.abs(distance);
    }
}
