package io.cajal.backend.cpu;

import static io.cajal.backend.cpu.Pieces.GRAIN;
import static io.cajal.backend.cpu.Pieces.each;
import static io.cajal.backend.cpu.Pieces.rowGrain;

import io.cajal.backend.Arena;
import io.cajal.backend.Axis;
import io.cajal.backend.Backend;
import io.cajal.backend.BinaryFn;
import io.cajal.backend.Convolution;
import io.cajal.backend.Data;
import io.cajal.backend.Product;
import io.cajal.backend.Recurrence;
import io.cajal.backend.Reduction;
import io.cajal.backend.Resampling;
import io.cajal.backend.RowFn;
import io.cajal.backend.Runs;
import io.cajal.backend.Sampling;
import io.cajal.backend.UnaryFn;
import io.cajal.backend.UpdateFn;
import io.cajal.backend.View;
import io.cajal.base.DType;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The CPU device: {@code float[]}, the {@link Kernels} chosen for this machine, and the {@link Workers} of
 * the process. Work is cut into pieces by its size alone and sums are added in an order that the sizes alone
 * determine, so results are the same bits on any number of threads.
 */
public final class CpuBackend implements Backend {
    public static final CpuBackend INSTANCE = new CpuBackend();
    /** Elements that stay in the innermost cache. */
    private static final int NEAR = 1 << 11;

    private final Kernels kernels = Kernels.best();
    private final Reductions reductions = new Reductions(kernels);
    private final Softmax softmax = new Softmax(kernels);

    private CpuBackend() {
    }

    private static float[] in(Data data) {
        return ((Floats) data).array();
    }

    private static float[] inOrNull(Data data) {
        return data == null ? null : in(data);
    }

    /** Room for a result, every number of which is to be written. */
    private static Floats block(int size) {
        return CpuArena.block(size);
    }

    @Override
    public Arena arena() {
        return new CpuArena();
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public DType dtype() {
        return DType.FLOAT32;
    }

    @Override
    public Data of(float... values) {
        Floats copy = block(values.length);
        System.arraycopy(values, 0, copy.array(), 0, values.length);
        return copy;
    }

    @Override
    public Data of(double... values) {
        Floats copy = block(values.length);
        float[] to = copy.array();
        for (int i = 0; i < to.length; i++) {
            to[i] = (float) values[i];
        }
        return copy;
    }

    @Override
    public Data full(int size, double value) {
        if (value == 0) {
            return CpuArena.zeros(size);
        }
        Floats result = block(size);
        Arrays.fill(result.array(), (float) value);
        return result;
    }

    @Override
    public float[] toFloats(Data x) {
        return in(x).clone();
    }

    @Override
    public double[] toDoubles(Data x) {
        double[] copy = new double[x.size()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = in(x)[i];
        }
        return copy;
    }

    @Override
    public Data copyOf(Data x) {
        return new Floats(in(x).clone());
    }

    @Override
    public void assign(Data target, Data source) {
        System.arraycopy(in(source), 0, in(target), 0, source.size());
    }

    @Override
    public Data unary(UnaryFn f, Data x) {
        float[] from = in(x);
        Floats result = block(from.length);
        float[] y = result.array();
        if (y.length <= GRAIN) {
            f.forward(from, 0, y, 0, y.length);
        } else {
            each(y.length, GRAIN, (start, end) -> f.forward(from, start, y, start, end - start));
        }
        return result;
    }

    @Override
    public Data unaryBackward(UnaryFn f, Data g, Data x, Data y) {
        Floats result = block(g.size());
        float[] out = result.array();
        float[] xs = inOrNull(x);
        float[] ys = inOrNull(y);
        if (out.length <= GRAIN) {
            f.backward(in(g), xs, ys, out, 0, out.length);
        } else {
            each(out.length, GRAIN, (start, end) -> f.backward(in(g), xs, ys, out, start, end));
        }
        return result;
    }

    @Override
    public Data binary(BinaryFn f, Data a, View aView, Data b, View bView) {
        Floats result = block(aView.shape().elements());
        Broadcast.forward(f, in(a), aView, in(b), bView, result.array());
        return result;
    }

    @Override
    public Data where(Data condition, Data a, Data b) {
        float[] test = in(condition);
        float[] yes = in(a);
        float[] no = in(b);
        Floats result = block(yes.length);
        float[] y = result.array();
        each(y.length, GRAIN,
                (start, end) -> Elementwise.of(end - start).select(test, yes, no, y, start, end));
        return result;
    }

    @Override
    public void update(UpdateFn f, Data... v) {
        float[][] blocks = Scratch.mine().blocks(v.length);
        for (int i = 0; i < v.length; i++) {
            blocks[i] = in(v[i]);
        }
        int size = v[0].size();
        if (size <= GRAIN) {
            f.forward(blocks, 0, size);
        } else {
            each(size, GRAIN, (start, end) -> f.forward(blocks, start, end));
        }
        Arrays.fill(blocks, null);
    }

    /** A row is worth a piece of work: who writes loops of his own has much to do in each. */
    @Override
    public Data[] rows(RowFn f, int rows, int[] widths, Data... in) {
        float[][] from = new float[in.length][];
        Arrays.setAll(from, i -> in(in[i]));
        Floats[] results = new Floats[widths.length];
        Arrays.setAll(results, i -> block(rows * widths[i]));
        float[][] to = new float[widths.length][];
        Arrays.setAll(to, i -> results[i].array());
        each(rows, 1, (start, end) -> f.rows(from, to, start, end));
        return results;
    }

    @Override
    public boolean isFinite(Data x) {
        float zero = 0;
        for (float v : in(x)) {
            zero += v * 0; // NaN once any is NaN or infinite
        }
        return zero == 0;
    }

    @Override
    public boolean arePositions(Data x, int limit) {
        for (float v : in(x)) {
            if (!(v >= 0 && v < limit && v == (int) v)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Data reduce(Reduction how, Data x, Axis axis) {
        Floats result = block(axis.outer() * axis.inner());
        reductions.reduce(how, in(x), axis, result.array());
        return result;
    }

    @Override
    public Data argReduce(Reduction how, Data x, Axis axis) {
        Floats result = block(axis.outer() * axis.inner());
        reductions.argReduce(how, in(x), axis, result.array());
        return result;
    }

    @Override
    public Data cumsum(Data x, Axis axis, boolean reverse) {
        float[] v = in(x);
        Floats result = block(v.length);
        float[] y = result.array();
        for (int o = 0; o < axis.outer(); o++) {
            for (int k = 0; k < axis.inner(); k++) {
                double total = 0; // in double: a running sum has no tree to bound its error
                for (int i = 0; i < axis.size(); i++) {
                    int at = (o * axis.size() + (reverse ? axis.size() - 1 - i : i)) * axis.inner() + k;
                    total += v[at];
                    y[at] = (float) total;
                }
            }
        }
        return result;
    }

    @Override
    public Data resample(Data x, Axis axis, Resampling matrix) {
        Floats result = block(axis.outer() * matrix.rows() * axis.inner());
        float[] y = result.array();
        int[] starts = matrix.starts();
        int[] places = matrix.places();
        float[] weights = new float[places.length];
        for (int p = 0; p < weights.length; p++) {
            weights[p] = (float) matrix.weights()[p];
        }
        int inner = axis.inner();
        int row = places.length * inner;
        each(axis.outer(), rowGrain(row), (start, end) -> {
            for (int o = start; o < end; o++) {
                int from = o * axis.size() * inner;
                int to = o * matrix.rows() * inner;
                if (inner == 1) {
                    resample(in(x), from, starts, places, weights, y, to);
                } else {
                    resample(in(x), from, inner, starts, places, weights, y, to);
                }
            }
        });
        return result;
    }

    private static void resample(float[] x, int from, int[] starts, int[] places, float[] weights, float[] y,
            int to) {
        for (int i = 0; i < starts.length - 1; i++) {
            float sum = 0;
            for (int p = starts[i]; p < starts[i + 1]; p++) {
                sum = Math.fma(weights[p], x[from + places[p]], sum);
            }
            y[to + i] = sum;
        }
    }

    private static void resample(float[] x, int from, int inner, int[] starts, int[] places, float[] weights,
            float[] y, int to) {
        for (int i = 0; i < starts.length - 1; i++) {
            Arrays.fill(y, to + i * inner, to + (i + 1) * inner, 0);
            for (int p = starts[i]; p < starts[i + 1]; p++) {
                Kernels.best().axpy(weights[p], x, from + places[p] * inner, y, to + i * inner, inner);
            }
        }
    }

    @Override
    public Data argsort(Data x, Axis axis, boolean descending) {
        float[] v = in(x);
        Floats result = block(v.length);
        float[] y = result.array();
        each(axis.outer() * axis.inner(), rowGrain(axis.size() * 8), (start, end) -> {
            for (int row = start; row < end; row++) {
                int base = row / axis.inner() * axis.size() * axis.inner() + row % axis.inner();
                int[] sorted = IntStream.range(0, axis.size()).boxed()
                        .sorted((i, j) -> {
                            // + 0f makes −0 equal to 0; Float.compare puts NaN last
                            int order = Float.compare(v[base + i * axis.inner()] + 0f,
                                    v[base + j * axis.inner()] + 0f);
                            return descending ? -order : order;
                        }).mapToInt(i -> i).toArray();
                for (int i = 0; i < sorted.length; i++) {
                    y[base + i * axis.inner()] = sorted[i];
                }
            }
        });
        return result;
    }

    @Override
    public Data softmax(Data x, Axis axis, boolean log) {
        Floats result = block(x.size());
        softmax.forward(in(x), axis, log, result.array());
        return result;
    }

    @Override
    public Data softmaxBackward(Data g, Data y, Axis axis) {
        Floats result = block(g.size());
        softmax.backward(in(g), in(y), axis, result.array());
        return result;
    }

    @Override
    public Data labelLoss(Data logits, Data positions, int width) {
        Floats result = block(positions.size());
        softmax.labelLoss(in(logits), in(positions), width, result.array());
        return result;
    }

    @Override
    public Data labelLossBackward(Data g, Data logits, Data positions, int width) {
        Floats result = block(logits.size());
        softmax.labelLossBackward(in(g), in(logits), in(positions), width, result.array());
        return result;
    }

    /** Channels that make a piece of work. */
    private static int channelGrain(Axis axis) {
        return axis.inner() > 1 || axis.outer() == 1 ? rowGrain(axis.outer() * axis.inner())
                : Math.max(Kernels.LANES, rowGrain(axis.outer()));
    }

    @Override
    public Data moments(Data x, Axis axis) {
        Floats result = block(2 * axis.size());
        float[] y = result.array();
        Channels channels = new Channels(kernels, axis);
        each(axis.size(), channelGrain(axis), (start, end) -> channels.moments(in(x), y, start, end));
        return result;
    }

    @Override
    public Data channelSums(Data g, Data x, Data moments, Axis axis) {
        Floats result = block(2 * axis.size());
        float[] y = result.array();
        Channels channels = new Channels(kernels, axis);
        each(axis.size(), channelGrain(axis),
                (start, end) -> channels.sums(in(g), in(x), in(moments), y, start, end));
        return result;
    }

    @Override
    public Data channelAffine(Data x, Data a, Data z, Data d, Data b, Axis axis) {
        Floats result = block(x.size());
        float[] y = result.array();
        Channels channels = new Channels(kernels, axis);
        each(axis.size(), channelGrain(axis), (start, end) -> channels.affine(in(x), in(a),
                inOrNull(z), inOrNull(d), inOrNull(b), y, start, end));
        return result;
    }

    @Override
    public Data copy(Data x, View view) {
        float[] v = in(x);
        Floats result = block(view.shape().elements());
        float[] y = result.array();
        if (v.length == 1) {
            Arrays.fill(y, v[0]);
            return result;
        }
        Runs runs = Runs.of(view, View.of(view.shape()));
        if (y.length > 0) {
            Runs.Body one = (from, step, to, _, _, n) -> {
                if (step == 1) {
                    System.arraycopy(v, from, y, to, n);
                } else {
                    for (int i = 0; i < n; i++) {
                        y[to + i] = v[from + i * step];
                    }
                }
            };
            each(runs.count(), rowGrain(runs.runLength()), (start, end) -> runs.forEach(start, end, one));
        }
        return result;
    }

    @Override
    public Data spread(Data x, View view, int size) {
        Floats result = CpuArena.zeros(size);
        float[] y = result.array();
        Runs.of(view, View.of(view.shape())).forEach((to, step, from, one, at, n) -> {
            for (int i = 0; i < n; i++) {
                y[to + i * step] += in(x)[from + i * one];
            }
        });
        return result;
    }

    @Override
    public Data concat(Data[] parts, int[] widths, int outer) {
        int width = Arrays.stream(widths).sum();
        Floats result = block(outer * width);
        float[] y = result.array();
        for (int o = 0, to = 0; o < outer; o++) {
            for (int p = 0; p < parts.length; to += widths[p], p++) {
                System.arraycopy(in(parts[p]), o * widths[p], y, to, widths[p]);
            }
        }
        return result;
    }

    @Override
    public Data take(Data x, int[] rows, int width) {
        Floats result = block(rows.length * width);
        float[] y = result.array();
        each(rows.length, rowGrain(width), (start, end) -> {
            for (int i = start; i < end; i++) {
                System.arraycopy(in(x), rows[i] * width, y, i * width, width);
            }
        });
        return result;
    }

    @Override
    public Data takeBackward(Data x, int[] rows, int width, int count) {
        float[] v = in(x);
        Floats result = CpuArena.zeros(count * width);
        float[] y = result.array();
        for (int i = 0; i < rows.length; i++) { // rows may repeat: one thread, in order
            int to = rows[i] * width;
            int from = i * width;
            for (int k = 0; k < width; k++) {
                y[to + k] += v[from + k];
            }
        }
        return result;
    }

    /** Products of plain arrays, without tensors: into {@code c}, one after the other. */
    public void multiply(Product p, float[] a, float[] b, float[] c) {
        Gemm.best().multiply(p, a, b, null, c);
    }

    @Override
    public Data matmul(Data a, Data b, Data bias, UnaryFn f, Product p) {
        Floats result = block(p.count() * p.m() * p.n());
        float[] y = result.array();
        Gemm.best().multiply(p, in(a), in(b), inOrNull(bias), y);
        if (f != null) {
            finish(f, y);
        }
        return result;
    }

    @Override
    public Recurrence.Forward recur(Recurrence r, Data x, Data w, Data bias, Data h0, Data c0) {
        Floats states = block(r.stateRows() * r.hidden());
        Floats gates = r.cell().kept() == 0 ? null : block(r.rows() * r.cell().kept() * r.hidden());
        Floats cells = r.hasCells() ? block((r.sequences() + r.rows()) * r.hidden()) : null;
        Recurrences.best().forward(r, in(x), in(w), inOrNull(bias), in(h0), inOrNull(c0), states.array(),
                inOrNull(gates),
                inOrNull(cells));
        return new Recurrence.Forward(states, gates, cells);
    }

    @Override
    public Recurrence.Backward recurBackward(Recurrence r, Data g, Recurrence.Forward kept, Data w) {
        Floats input = block(r.rows() * r.gates());
        Floats hidden = r.cell() == Recurrence.Cell.GRU ? block(input.size()) : input;
        Floats state = block(r.sequences() * r.hidden());
        Floats cell = r.hasCells() ? block(state.size()) : null;
        Recurrences.best().backward(r, in(g), in(kept.states()), inOrNull(kept.gates()),
                inOrNull(kept.cells()), in(w),
                input.array(), hidden.array(), state.array(), inOrNull(cell));
        return new Recurrence.Backward(input, hidden, state, cell);
    }

    @Override
    public Data convolve(Data x, Data w, Data bias, UnaryFn f, Convolution c) {
        Floats result = block(c.outputs());
        Convolver.best().forward(c, in(x), in(w), inOrNull(bias), f, result.array());
        return result;
    }

    @Override
    public Data convolveBackwardData(Data g, Data w, Convolution c) {
        Floats result = block(c.inputs());
        Convolver.best().backwardData(c, in(g), in(w), result.array());
        return result;
    }

    @Override
    public Data convolveBackwardWeights(Data x, Data g, Convolution c) {
        Floats result = block(c.weights());
        Convolver.best().backwardWeights(c, in(x), in(g), result.array());
        return result;
    }

    @Override
    public Data maxPool(Data x, Convolution c) {
        Floats result = block(c.outputs());
        float[] y = result.array();
        int plane = c.outHeight() * c.outWidth();
        int size = c.height() * c.width();
        MaxPool pool = MaxPool.of(c);
        each(c.batch() * c.inChannels(), rowGrain(plane * c.taps()), (start, end) -> {
            for (int i = start; i < end; i++) {
                pool.plane(in(x), i * size, y, i * plane);
            }
        });
        return result;
    }

    @Override
    public Data takePlaces(Data x, Data places, int planes) {
        Floats result = block(places.size());
        float[] from = in(x);
        float[] at = in(places);
        float[] y = result.array();
        int plane = planes == 0 ? 0 : x.size() / planes;
        int some = planes == 0 ? 0 : y.length / planes;
        each(planes, rowGrain(some), (start, end) -> {
            for (int p = start; p < end; p++) {
                for (int i = p * some; i < (p + 1) * some; i++) {
                    y[i] = from[p * plane + (int) at[i]];
                }
            }
        });
        return result;
    }

    @Override
    public Data putPlaces(Data g, Data places, int planes, int size) {
        Floats result = block(size);
        float[] from = in(g);
        float[] at = in(places);
        float[] y = result.array();
        int plane = planes == 0 ? 0 : size / planes;
        int some = planes == 0 ? 0 : g.size() / planes;
        each(planes, rowGrain(plane + some), (start, end) -> {
            Arrays.fill(y, start * plane, end * plane, 0);
            for (int p = start; p < end; p++) {
                for (int i = p * some; i < (p + 1) * some; i++) {
                    y[p * plane + (int) at[i]] += from[i];
                }
            }
        });
        return result;
    }

    @Override
    public Data sample(Data x, Data grid, Sampling s) {
        Floats result = block(s.outputs());
        float[] y = result.array();
        each(s.batch(), rowGrain(4 * s.channels() * s.places()), (start, end) -> {
            GridSampler sampler = new GridSampler(s, in(grid));
            for (int n = start; n < end; n++) {
                sampler.read(in(x), y, n);
            }
        });
        return result;
    }

    @Override
    public Data sampleBackward(Data g, Data grid, Sampling s) {
        Floats result = CpuArena.zeros(s.inputs());
        float[] y = result.array();
        each(s.batch(), rowGrain(4 * s.channels() * s.places()), (start, end) -> {
            GridSampler sampler = new GridSampler(s, in(grid));
            for (int n = start; n < end; n++) {
                sampler.write(in(g), y, n);
            }
        });
        return result;
    }

    /** y becomes f(y), while it is in the cache. */
    private static void finish(UnaryFn f, float[] y) {
        if (y.length <= GRAIN) {
            finish(f, y, 0, y.length);
        } else {
            each(y.length, GRAIN, (start, end) -> finish(f, y, start, end));
        }
    }

    static void finish(UnaryFn f, float[] y, int from, int to) {
        float[] some = Scratch.mine().row(NEAR);
        for (int i = from; i < to; i += NEAR) {
            int n = Math.min(NEAR, to - i);
            f.forward(y, i, some, 0, n);
            System.arraycopy(some, 0, y, i, n);
        }
    }
}
