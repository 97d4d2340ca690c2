package io.cajal.zoo.kit;

import io.cajal.base.CajalException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A symmetric matrix as its eigenvectors and eigenvalues, A = Σ λᵢ vᵢ vᵢᵀ, in double, by Jacobi's rotations (1846): each
 * makes one pair of elements beside the diagonal zero, and sweeps over all of them converge quadratically at last. Exact for
 * small eigenvalues too, and quick enough for a few hundred rows.
 *
 * @param values the largest first
 * @param vectors row i belongs to value i, and has length 1
 */
public record SymmetricEigen(double[] values, double[][] vectors) {
    private static final int SWEEPS = 60;

    public static SymmetricEigen of(double[][] matrix) {
        int n = matrix.length;
        double[][] a = new double[n][n];
        double[][] v = new double[n][n];
        for (int i = 0; i < n; i++) {
            v[i][i] = 1;
            for (int j = 0; j < n; j++) {
                a[i][j] = (matrix[i][j] + matrix[j][i]) / 2;
                if (!Double.isFinite(a[i][j])) {
                    throw new CajalException(
                            "eigenvalues: the matrix has %s at row %d, column %d".formatted(matrix[i][j], i,
                                    j));
                }
            }
        }
        for (int sweep = 0; sweep < SWEEPS && !isDiagonal(a); sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(a, v, p, q);
                }
            }
        }
        int[] order = IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(i -> -a[i][i]))
                .mapToInt(i -> i).toArray();
        return new SymmetricEigen(Arrays.stream(order).mapToDouble(i -> a[i][i]).toArray(),
                Arrays.stream(order).mapToObj(i -> v[i]).toArray(double[][]::new));
    }

    private static boolean isDiagonal(double[][] a) {
        double beside = 0;
        double all = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                double square = a[i][j] * a[i][j];
                all += square;
                beside += i == j ? 0 : square;
            }
        }
        return beside <= 1e-30 * all;
    }

    /** Turns rows and columns p and q by the angle that makes a[p][q] zero. */
    private static void rotate(double[][] a, double[][] v, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1)); // the smaller angle's tangent
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        turn(a[p], a[q], c, s);
        for (double[] row : a) {
            double x = row[p];
            double y = row[q];
            row[p] = c * x - s * y;
            row[q] = s * x + c * y;
        }
        turn(v[p], v[q], c, s);
    }

    private static void turn(double[] x, double[] y, double c, double s) {
        for (int i = 0; i < x.length; i++) {
            double a = x[i];
            double b = y[i];
            x[i] = c * a - s * b;
            y[i] = s * a + c * b;
        }
    }

    /** The symmetric matrix whose square this is; eigenvalues below zero count as rounding. */
    public double[][] squareRoot() {
        int n = values.length;
        double[][] root = new double[n][n];
        for (int k = 0; k < n; k++) {
            double stretch = Math.sqrt(Math.max(0, values[k]));
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    root[i][j] += stretch * vectors[k][i] * vectors[k][j];
                }
            }
        }
        return root;
    }
}
