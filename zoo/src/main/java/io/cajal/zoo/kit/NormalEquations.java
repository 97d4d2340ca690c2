package io.cajal.zoo.kit;

import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/**
 * XᵀX and XᵀY of least squares, gathered batch by batch, so that X as a whole is never in memory. Each batch's
 * products come from the float kernels, with all their speed; batches are added in double, in their order. So
 * the sums are the same bits on any number of threads, and their error is that of short sums: batches of some
 * hundred rows keep it near 1e-7 of the diagonal, far below any λ that a ridge needs.
 */
public final class NormalEquations {
    /** Columns that are multiplied at once; of the blocks beside the diagonal only those above it are. */
    private static final int BLOCK = 1024;
    private final double[][] gram;
    private final double[][] right;

    /** For X with so many columns, and Y with so many. */
    public NormalEquations(int inputs, int outputs) {
        gram = new double[inputs][inputs];
        right = new double[inputs][outputs];
    }

    /** Adds the examples x [N × inputs], y [N × outputs]. */
    public void add(Tensor x, Tensor y) {
        if (x.rank() != 2 || y.rank() != 2 || x.size(0) != y.size(0) || x.size(1) != gram.length
                || y.size(1) != right[0].length) {
            throw new ShapeException(
                    "normal equations: expected x [N × %d] and y [N × %d], got %s and %s"
                            .formatted(gram.length, right[0].length, x.shape(), y.shape()));
        }
        for (int i = 0; i < gram.length; i += BLOCK) {
            Tensor rows = columns(x, i).t();
            add(right, i, 0, rows.matmul(y));
            for (int j = i; j < gram.length; j += BLOCK) {
                add(gram, i, j, rows.matmul(columns(x, j)));
            }
        }
    }

    private Tensor columns(Tensor x, int from) {
        return x.narrow(1, from, Math.min(BLOCK, gram.length - from));
    }

    private static void add(double[][] sum, int row, int column, Tensor part) {
        float[] numbers = part.toFloats();
        int width = part.size(1);
        for (int i = 0; i < part.size(0); i++) {
            double[] to = sum[row + i];
            for (int j = 0; j < width; j++) {
                to[column + j] += numbers[i * width + j];
            }
        }
    }

    /** The weights of the ridge, as a linear layer has them: [outputs × inputs]. */
    public Tensor ridge(double lambda) {
        double[][] b = LeastSquares.ridge(gram, right, lambda);
        int inputs = b.length;
        int outputs = b[0].length;
        double[] weights = new double[outputs * inputs];
        for (int i = 0; i < inputs; i++) {
            for (int j = 0; j < outputs; j++) {
                weights[j * inputs + i] = b[i][j];
            }
        }
        return Tensor.of(Shape.of(outputs, inputs), weights);
    }
}
