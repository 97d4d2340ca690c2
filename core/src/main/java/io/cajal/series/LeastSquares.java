package io.cajal.series;

import io.cajal.base.CajalException;
import java.util.Arrays;

/**
 * min ‖y − Xβ‖ by Householder reflections (Golub 1965), in double: X = QR, then Rβ = Qᵀy. A column that depends on
 * those before it, up to rounding, gets the coefficient 0.
 */
final class LeastSquares {
    private static final double DEPENDENT = 1e-11;

    private LeastSquares() {
    }

    /** β for rows X [m × n] and y [m], m ≥ n. */
    static double[] solve(double[][] rows, double[] y) {
        return solve(rows, new double[][] {y})[0];
    }

    /** The same for several y, each with its own β. */
    static double[][] solve(double[][] rows, double[][] ys) {
        int m = rows.length;
        int n = m == 0 ? 0 : rows[0].length;
        if (m < n || n == 0) {
            throw new CajalException(
                    "least squares: %d equations are too few for %d unknowns".formatted(m, n));
        }
        double[][] x = new double[n][m]; // by columns
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                x[j][i] = rows[i][j];
            }
        }
        double[][] b = Arrays.stream(ys).map(double[]::clone).toArray(double[][]::new);
        boolean[] dependent = new boolean[n];
        int[] pivot = new int[n];
        int rank = 0;
        for (int j = 0; j < n; j++) {
            double norm = norm(x[j], rank);
            pivot[j] = rank;
            dependent[j] = !(norm > DEPENDENT * norm(x[j], 0));
            if (dependent[j]) {
                continue;
            }
            reflect(x, b, j, rank, x[j][rank] > 0 ? -norm : norm);
            rank++;
        }
        return Arrays.stream(b).map(y -> backward(x, y, dependent, pivot)).toArray(double[][]::new);
    }

    /** Turns column j below {@code row} into {@code alpha} and zeros, and the columns after it and every b alike. */
    private static void reflect(double[][] x, double[][] b, int j, int row, double alpha) {
        double[] v = x[j].clone();
        v[row] -= alpha;
        double square = 0;
        for (int i = row; i < v.length; i++) {
            square += v[i] * v[i];
        }
        for (int k = j; k < x.length; k++) {
            mirror(x[k], v, row, square);
        }
        for (double[] y : b) {
            mirror(y, v, row, square);
        }
    }

    private static void mirror(double[] column, double[] v, int row, double square) {
        double dot = 0;
        for (int i = row; i < v.length; i++) {
            dot += v[i] * column[i];
        }
        double twice = 2 * dot / square;
        for (int i = row; i < v.length; i++) {
            column[i] -= twice * v[i];
        }
    }

    private static double[] backward(double[][] r, double[] b, boolean[] dependent, int[] pivot) {
        int n = r.length;
        double[] beta = new double[n];
        for (int j = n - 1; j >= 0; j--) {
            if (!dependent[j]) {
                double sum = b[pivot[j]];
                for (int k = j + 1; k < n; k++) {
                    sum -= r[k][pivot[j]] * beta[k];
                }
                beta[j] = sum / r[j][pivot[j]];
            }
        }
        return beta;
    }

    private static double norm(double[] column, int from) {
        double square = 0;
        for (int i = from; i < column.length; i++) {
            square += column[i] * column[i];
        }
        return Math.sqrt(square);
    }
}
