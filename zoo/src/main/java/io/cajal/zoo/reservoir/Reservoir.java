package io.cajal.zoo.reservoir;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import java.util.Arrays;

/**
 * Recurrent cells with links that stay as they were drawn: x ← (1 − a) x + a tanh(W x + V u + F y + b), with the
 * input u, and the answer y of the step before. In double, cell by cell, so that a run is the same bits
 * everywhere.
 *
 * @param from the cells that a cell listens to
 * @param weights of those links: the rows of W, without their zeros
 * @param input V [cells × inputs]
 * @param feedback F [cells × outputs]
 * @param bias b [cells]
 * @param leak a in (0, 1]: how much of a cell is new in each step
 */
record Reservoir(int[][] from, double[][] weights, double[][] input, double[][] feedback, double[] bias,
        double leak) {
    /** Steps in which the growth of a vector is measured, after as many that are not. */
    private static final int STEPS = 2000;

    /**
     * Every cell listens to {@code links} others; W is scaled so that its spectral radius is {@code radius}. All
     * other weights are uniform within plus and minus their scale.
     */
    static Reservoir draw(EchoState settings, int inputs, int outputs, Rng rng) {
        int cells = settings.cells();
        int[][] from = new int[cells][];
        double[][] weights = new double[cells][settings.links()];
        for (int i = 0; i < cells; i++) {
            Rng own = rng.split("links").split(i);
            from[i] = Arrays.copyOf(own.permutation(cells), settings.links());
            Arrays.setAll(weights[i], _ -> own.uniform(-1, 1));
        }
        double scale = settings.radius() / spectralRadius(from, weights);
        if (!Double.isFinite(scale)) {
            throw new CajalException(
                    "reservoir: the links of %d cells form no loop; give more than %d a cell".formatted(cells,
                            settings.links()));
        }
        for (double[] row : weights) {
            Arrays.setAll(row, k -> row[k] * scale);
        }
        double[] bias = uniform(1, cells, settings.bias(), rng.split("bias"))[0];
        return new Reservoir(from, weights, uniform(cells, inputs, settings.input(), rng.split("input")),
                uniform(cells, outputs, settings.feedback(), rng.split("feedback")), bias, settings.leak());
    }

    private static double[][] uniform(int rows, int columns, double scale, Rng rng) {
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) {
            Arrays.setAll(row, _ -> rng.uniform(-scale, scale));
        }
        return matrix;
    }

    /**
     * The largest modulus of an eigenvalue of W: how much longer v, Wv, W²v, … becomes in a step, in the long
     * run (Gelfand 1941).
     */
    static double spectralRadius(int[][] from, double[][] weights) {
        double[] v = new double[from.length];
        for (int i = 0; i < v.length; i++) {
            v[i] = i % 2 == 0 ? 1 : 0.5 + i / (2.0 * v.length); // any will do that is not an eigenvector
        }
        double logs = 0;
        for (int step = 0; step < 2 * STEPS; step++) {
            double[] next = new double[v.length];
            double squares = 0;
            for (int i = 0; i < v.length; i++) {
                for (int k = 0; k < from[i].length; k++) {
                    next[i] += weights[i][k] * v[from[i][k]];
                }
                squares += next[i] * next[i];
            }
            double length = Math.sqrt(squares);
            logs += step >= STEPS ? StrictMath.log(length) : 0;
            for (int i = 0; i < v.length; i++) {
                v[i] = next[i] / length;
            }
        }
        return StrictMath.exp(logs / STEPS);
    }

    int cells() {
        return bias.length;
    }

    /** The cells after a step. */
    double[] step(double[] x, double[] u, double[] y) {
        double[] next = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double sum = bias[i];
            int[] cells = from[i];
            double[] links = weights[i];
            for (int k = 0; k < cells.length; k++) {
                sum += links[k] * x[cells[k]];
            }
            for (int k = 0; k < u.length; k++) {
                sum += input[i][k] * u[k];
            }
            for (int k = 0; k < y.length; k++) {
                sum += feedback[i][k] * y[k];
            }
            next[i] = (1 - leak) * x[i] + leak * StrictMath.tanh(sum);
        }
        return next;
    }
}
