package io.cajal.zoo.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.cpu.Workers;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LeastSquaresTest {
    private static double[][] random(int rows, int columns, Rng rng) {
        double[][] x = new double[rows][columns];
        for (double[] row : x) {
            Arrays.setAll(row, _ -> rng.normal());
        }
        return x;
    }

    /** A line through (0, 1), (1, 3), (2, 4): y = 7/6 + 3/2 x. */
    @Test
    void aLineThroughThreePoints() {
        double[][] b = LeastSquares.qr(new double[][] {{1, 0}, {1, 1}, {1, 2}},
                new double[][] {{1}, {3}, {4}});
        assertEquals(7.0 / 6, b[0][0], 1e-14);
        assertEquals(1.5, b[1][0], 1e-14);
    }

    /** Columns that differ by 1e-6: their XᵀX has a condition of 1e12, which leaves a ridge without λ four digits. */
    @Test
    void qrKeepsDigitsThatNormalEquationsLose() {
        Rng rng = Rng.of(1);
        double[][] x = random(50, 2, rng);
        double[][] y = new double[50][1];
        for (int i = 0; i < 50; i++) {
            x[i][1] = x[i][0] + 1e-6 * x[i][1];
            y[i][0] = 3 * x[i][0] - 2 * x[i][1];
        }
        double[][] b = LeastSquares.qr(x, y);
        assertEquals(3, b[0][0], 1e-8);
        assertEquals(-2, b[1][0], 1e-8);
    }

    /** At the solution the gradient Xᵀ(XB − Y) + λB is zero. */
    @Test
    void aRidgeHasNoGradient() {
        for (int n : new int[] {1, 7, 70}) {
            Rng rng = Rng.of(n);
            double[][] x = random(90, n, rng);
            double[][] y = random(90, 3, rng);
            double[][] gram = new double[n][n];
            double[][] right = new double[n][3];
            for (int r = 0; r < 90; r++) {
                for (int i = 0; i < n; i++) {
                    for (int j = i; j < n; j++) {
                        gram[i][j] += x[r][i] * x[r][j];
                    }
                    for (int k = 0; k < 3; k++) {
                        right[i][k] += x[r][i] * y[r][k];
                    }
                }
            }
            double[][] b = LeastSquares.ridge(gram, right, 0.5);
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < 3; k++) {
                    double gradient = 0.5 * b[i][k] - right[i][k];
                    for (int j = 0; j < n; j++) {
                        gradient += (i <= j ? gram[i][j] : gram[j][i]) * b[j][k];
                    }
                    assertEquals(0, gradient, 1e-11);
                }
                assertArrayEquals(b[i], LeastSquares.qr(x, y, 0.5)[i], 1e-12);
            }
        }
    }

    @Test
    void badInputIsSaidInOneLine() {
        double[][] alike = {{1, 2}, {2, 4}, {3, 6}};
        double[][] y = {{1}, {2}, {3}};
        assertMessage("least squares: some columns of the inputs follow from others, so that no weights are "
                + "the best; leave some out, or use a ridge", () -> LeastSquares.qr(alike, y));
        assertMessage("least squares: 1 rows are too few for 2 weights; give more, or use a ridge",
                () -> LeastSquares.qr(new double[][] {{1, 2}}, new double[][] {{1}}));
        assertMessage("least squares: there are 3 rows of inputs, but 1 of targets",
                () -> LeastSquares.qr(alike, new double[][] {{1}}));
        assertMessage("least squares: the inputs have NaN at row 2, column 1",
                () -> LeastSquares.qr(new double[][] {{1, 2}, {2, 1}, {3, Double.NaN}}, y));
        assertMessage("least squares: row 1 of the targets has 2 numbers, the first has 1",
                () -> LeastSquares.qr(new double[][] {{1}, {2}}, new double[][] {{1}, {2, 3}}));
        assertMessage("ridge: λ must be a number of 0 or more, got -1.0",
                () -> LeastSquares.ridge(new double[][] {{1}}, new double[][] {{1}}, -1));
        assertMessage("ridge: XᵀX must be square, and as high as XᵀY; got 1 × 1 and 2 rows",
                () -> LeastSquares.ridge(new double[][] {{1}}, new double[][] {{1}, {2}}, 1));
        assertMessage("ridge: some columns of the inputs follow from others, so that no weights are the "
                + "best; take a larger λ than 0",
                () -> LeastSquares.ridge(new double[][] {{1, 1}, {0, 1}}, new double[][] {{1}, {2}}, 0));
    }

    private static void assertMessage(String message, Runnable action) {
        assertEquals(message, assertThrows(CajalException.class, action::run).getMessage());
    }

    /** More columns than a block, in batches: what all rows at once give, and the same bits on 1 and 3 threads. */
    @Test
    void batchesAddUpAlikeOnAnyThreads() {
        int usual = Workers.shared().threads();
        try {
            Workers.setThreads(1);
            float[] one = gathered(100).toFloats();
            Workers.setThreads(3);
            assertArrayEquals(one, gathered(100).toFloats());
            float[] whole = gathered(1300).toFloats();
            for (int i = 0; i < one.length; i++) {
                assertEquals(whole[i], one[i], 1e-5);
            }
            assertTrue(Arrays.stream(toDoubles(whole)).map(Math::abs).max().orElse(0) > 1e-3);
        } finally {
            Workers.setThreads(usual);
        }
    }

    private static double[] toDoubles(float[] numbers) {
        double[] all = new double[numbers.length];
        Arrays.setAll(all, i -> numbers[i]);
        return all;
    }

    private static Tensor gathered(int batch) {
        Rng rng = Rng.of(3);
        Tensor x = Tensor.normal(Shape.of(1300, 1100), rng);
        Tensor y = Tensor.normal(Shape.of(1300, 2), rng);
        NormalEquations equations = new NormalEquations(1100, 2);
        for (int from = 0; from < 1300; from += batch) {
            equations.add(x.narrow(0, from, batch), y.narrow(0, from, batch));
        }
        return equations.ridge(100);
    }
}
