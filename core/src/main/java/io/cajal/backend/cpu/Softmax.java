package io.cajal.backend.cpu;

import static io.cajal.backend.cpu.Pieces.each;
import static io.cajal.backend.cpu.Pieces.rowGrain;

import io.cajal.backend.Axis;

/** Softmax along an axis, and the loss of a label that takes it. */
record Softmax(Kernels kernels) {
    /** What a row costs beside its numbers' powers of e, in cheap elements. */
    private static final int ROW = 128;

    /** Rows of so many numbers that make a piece of work. */
    private static int grain(int width) {
        return rowGrain(4 * width + ROW);
    }

    /** e^x / Σ e^x along the axis, or its logarithm. */
    void forward(float[] x, Axis axis, boolean log, float[] y) {
        int n = axis.size();
        each(axis.outer() * axis.inner(), grain(n), (start, end) -> {
            for (int r = start; r < end; r++) {
                if (axis.inner() == 1) {
                    forward(x, r * n, y, n, log);
                } else {
                    forward(x, r / axis.inner() * n * axis.inner() + r % axis.inner(), axis.inner(), y, n,
                            log);
                }
            }
        });
    }

    /** Of a row that stands together. */
    private void forward(float[] x, int from, float[] y, int n, boolean log) {
        float max = kernels.max(x, from, n);
        float sum = kernels.expMinus(x, from, max, y, from, n);
        float logSum = log ? (float) StrictMath.log(sum) : 0;
        for (int i = from; log && i < from + n; i++) {
            y[i] = x[i] - max - logSum;
        }
        for (int i = from; !log && i < from + n; i++) {
            y[i] /= sum;
        }
    }

    /** Of n numbers {@code step} apart. */
    private void forward(float[] x, int from, int step, float[] y, int n, boolean log) {
        Scratch scratch = Scratch.mine();
        float[] row = scratch.row(n);
        float[] powers = scratch.second(n);
        for (int i = 0; i < n; i++) {
            row[i] = x[from + i * step];
        }
        float max = kernels.max(row, 0, n);
        float sum = kernels.expMinus(row, 0, max, powers, 0, n);
        float logSum = (float) StrictMath.log(sum);
        for (int i = 0; i < n; i++) {
            y[from + i * step] = log ? row[i] - max - logSum : powers[i] / sum;
        }
    }

    /** What reaches x, from what y was. */
    void backward(float[] g, float[] y, Axis axis, float[] out) {
        int n = axis.size();
        int step = axis.inner();
        each(axis.outer() * step, rowGrain(n), (start, end) -> {
            for (int r = start; r < end; r++) {
                if (step == 1) {
                    float sum = kernels.dot(g, r * n, y, r * n, n);
                    for (int i = r * n; i < (r + 1) * n; i++) {
                        out[i] = y[i] * (g[i] - sum);
                    }
                } else {
                    backward(g, y, r / step * n * step + r % step, step, out, n);
                }
            }
        });
    }

    /** Of n numbers {@code step} apart. */
    private void backward(float[] g, float[] y, int from, int step, float[] out, int n) {
        Scratch scratch = Scratch.mine();
        float[] gRow = scratch.row(n);
        float[] yRow = scratch.second(n);
        for (int i = 0; i < n; i++) {
            gRow[i] = g[from + i * step];
            yRow[i] = y[from + i * step];
        }
        float sum = kernels.dot(gRow, 0, yRow, 0, n);
        for (int i = 0; i < n; i++) {
            out[from + i * step] = yRow[i] * (gRow[i] - sum);
        }
    }

    /** The logarithm of Σ e^z less the z of the label, for each row of so many logits. */
    void labelLoss(float[] logits, float[] positions, int width, float[] y) {
        each(y.length, grain(width), (start, end) -> {
            float[] powers = Scratch.mine().row(width);
            for (int i = start; i < end; i++) {
                int row = i * width;
                float max = kernels.max(logits, row, width);
                float sum = kernels.expMinus(logits, row, max, powers, 0, width);
                y[i] = (float) StrictMath.log(sum) - (logits[row + (int) positions[i]] - max);
            }
        });
    }

    /** What reaches the logits: the probabilities, less 1 at the label, times g of the row. */
    void labelLossBackward(float[] g, float[] logits, float[] positions, int width, float[] y) {
        each(positions.length, grain(width), (start, end) -> {
            for (int i = start; i < end; i++) {
                int row = i * width;
                float max = kernels.max(logits, row, width);
                float sum = kernels.expMinus(logits, row, max, y, row, width);
                float share = g[i];
                for (int j = row; j < row + width; j++) {
                    y[j] = y[j] / sum * share;
                }
                y[row + (int) positions[i]] -= share;
            }
        });
    }
}
