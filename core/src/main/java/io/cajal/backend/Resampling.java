package io.cajal.backend;

import io.cajal.base.ShapeException;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * A sparse matrix [rows × columns] that makes each number along an axis from a few old ones: means of
 * windows, interpolation, mirrored edges. Row i has the weights {@code weights[p]} at columns
 * {@code places[p]} for p in {@code starts[i]} … {@code starts[i + 1]} − 1. Over images, first down, then
 * across, it gives average pooling, resizing and padding; its {@linkplain #transposed transpose} gives their
 * gradients.
 */
public record Resampling(int columns, int[] starts, int[] places, double[] weights) {

    /** Writes one row at a time. */
    private static final class Builder {
        private final int columns;
        private final int[] starts;
        private int[] places = new int[16];
        private double[] weights = new double[16];
        private int row;
        private int count;

        Builder(int columns, int rows) {
            this.columns = columns;
            this.starts = new int[rows + 1];
        }

        void add(int place, double weight) {
            if (count == places.length) {
                places = Arrays.copyOf(places, 2 * count);
                weights = Arrays.copyOf(weights, 2 * count);
            }
            places[count] = place;
            weights[count++] = weight;
        }

        void next() {
            starts[++row] = count;
        }

        Resampling done() {
            return new Resampling(columns, starts, Arrays.copyOf(places, count),
                    Arrays.copyOf(weights, count));
        }
    }

    public int rows() {
        return starts.length - 1;
    }

    public Resampling transposed() {
        int[] counts = new int[columns + 1];
        for (int place : places) {
            counts[place + 1]++;
        }
        for (int i = 0; i < columns; i++) {
            counts[i + 1] += counts[i];
        }
        int[] next = counts.clone();
        int[] rows = new int[places.length];
        double[] values = new double[places.length];
        for (int i = 0; i < rows(); i++) {
            for (int p = starts[i]; p < starts[i + 1]; p++) {
                int to = next[places[p]]++;
                rows[to] = i;
                values[to] = weights[p];
            }
        }
        return new Resampling(rows(), counts, rows, values);
    }

    /**
     * The mean of each window; where it reaches over the edge there are zeros, which count when
     * {@code countsPadding}.
     */
    public static Resampling means(int size, int kernel, int stride, int padding, boolean countsPadding) {
        int rows = (size + 2 * padding - kernel) / stride + 1;
        Builder all = new Builder(size, rows);
        for (int i = 0; i < rows; i++, all.next()) {
            int from = Math.max(0, i * stride - padding);
            int to = Math.min(size, i * stride - padding + kernel);
            for (int place = from; place < to; place++) {
                all.add(place, 1.0 / (countsPadding ? kernel : to - from));
            }
        }
        return all.done();
    }

    /** The means of {@code rows} stretches that cover the axis, of equal length where that divides. */
    public static Resampling means(int size, int rows) {
        Builder all = new Builder(size, rows);
        for (int i = 0; i < rows; i++, all.next()) {
            int from = stretch(size, rows, i);
            int to = stretchEnd(size, rows, i);
            for (int place = from; place < to; place++) {
                all.add(place, 1.0 / (to - from));
            }
        }
        return all.done();
    }

    /** Where the i-th of {@code rows} stretches begins, ⌊i · size / rows⌋. */
    public static int stretch(int size, int rows, int i) {
        return (int) ((long) i * size / rows);
    }

    /** Where it ends, ⌈(i + 1) · size / rows⌉: neighbours overlap where that does not divide. */
    public static int stretchEnd(int size, int rows, int i) {
        return (int) Math.ceilDiv((long) (i + 1) * size, rows);
    }

    /** Each of {@code rows} numbers repeats an old one. */
    public static Resampling nearest(int size, int rows) {
        return copies(size, rows, i -> stretch(size, rows, i));
    }

    /** On the straight line between the two nearest; both ends of the axis, not its outer centres, are kept. */
    public static Resampling linear(int size, int rows) {
        Builder all = new Builder(size, rows);
        for (int i = 0; i < rows; i++, all.next()) {
            double at = Math.max(0, (i + 0.5) * size / rows - 0.5);
            int left = Math.min((int) at, size - 1);
            double share = left == size - 1 ? 0 : at - left;
            all.add(left, 1 - share);
            if (share > 0) {
                all.add(left + 1, share);
            }
        }
        return all.done();
    }

    /**
     * By cubic convolution (Keys 1981, with a = −0.75 as PyTorch has it): four neighbours with weights that pass through the
     * old numbers and bend smoothly; beyond the ends the last number goes on.
     */
    public static Resampling cubic(int size, int rows) {
        Builder all = new Builder(size, rows);
        double[] weights = new double[size];
        for (int i = 0; i < rows; i++, all.next()) {
            double at = (i + 0.5) * size / rows - 0.5;
            int left = (int) Math.floor(at);
            Arrays.fill(weights, 0);
            for (int place = left - 1; place <= left + 2; place++) {
                weights[Math.clamp(place, 0, size - 1)] += keys(Math.abs(at - place));
            }
            for (int place = Math.max(0, left - 1); place <= Math.min(size - 1, left + 2); place++) {
                if (weights[place] != 0) {
                    all.add(place, weights[place]);
                }
            }
        }
        return all.done();
    }

    /** The weight of a neighbour at that distance. */
    private static double keys(double distance) {
        double a = -0.75;
        if (distance <= 1) {
            return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
        }
        return distance < 2 ? ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a : 0;
    }

    /**
     * The mean of the neighbours weighted by a Gaussian of standard deviation sigma, up to three of which it
     * reaches; beyond the ends there are zeros.
     */
    public static Resampling gaussian(int size, double sigma) {
        int reach = (int) Math.ceil(3 * sigma);
        double whole = 0;
        for (int d = -reach; d <= reach; d++) {
            whole += StrictMath.exp(-0.5 * d * d / (sigma * sigma));
        }
        Builder all = new Builder(size, size);
        for (int i = 0; i < size; i++, all.next()) {
            for (int place = Math.max(0, i - reach); place <= Math.min(size - 1, i + reach); place++) {
                int d = place - i;
                all.add(place, StrictMath.exp(-0.5 * d * d / (sigma * sigma)) / whole);
            }
        }
        return all.done();
    }

    /** The axis mirrored at its ends, which are not repeated themselves. */
    public static Resampling reflect(int size, int before, int after) {
        if (before < 0 || after < 0 || before >= size || after >= size) {
            throw new ShapeException(
                    "reflection: %d before and %d after an axis of %d; at least 0 and less than its size are possible"
                            .formatted(before, after, size));
        }
        return copies(size, before + size + after, i -> {
            int at = Math.abs(i - before);
            return at < size ? at : 2 * (size - 1) - at;
        });
    }

    private static Resampling copies(int size, int rows, IntUnaryOperator place) {
        Builder all = new Builder(size, rows);
        for (int i = 0; i < rows; i++, all.next()) {
            all.add(place.applyAsInt(i), 1);
        }
        return all.done();
    }
}
