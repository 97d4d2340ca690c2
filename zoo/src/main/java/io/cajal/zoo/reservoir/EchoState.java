package io.cajal.zoo.reservoir;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.zoo.kit.LeastSquares;
import java.util.Arrays;

/**
 * The echo state network (Jaeger 2001; Jaeger and Haas, "Harnessing nonlinearity: predicting chaotic systems and
 * saving energy in wireless communication", Science 304, 2004). A pool of recurrent cells with drawn links
 * ({@link Reservoir}) echoes what comes in, x(t) = (1 − a) x(t−1) + a tanh(W x(t−1) + V u(t) + F y(t−1) + b);
 * only the readout y(t) = B [x(t), u(t), 1] learns, by least squares over all steps at once.
 *
 * <p>What makes it work is that the echo fades: the state must be a function of what came in, and not of where
 * it started. That holds for nearly every W whose spectral radius is below 1, and often a little above; near 1
 * it remembers longest. In training the true y(t−1) is fed back ("teacher forcing"); afterwards its own, and
 * the network runs freely. The first steps, when the start still rings, are not learned from.
 *
 * <p>Least squares go by QR, as the states of neighbouring cells are so alike that XᵀX would be singular in
 * double. The tiny λ costs a little of the exactness and keeps B small; without it, a free run may leave the
 * paths that it has learned.
 *
 * <p>Not to be used where what counts lies further back than the echo lasts, some tens to hundreds of steps: an
 * LSTM learns what to keep.
 *
 * @param cells of the reservoir
 * @param links so many others does a cell listen to
 * @param radius W's spectral radius
 * @param input the entries of V lie in plus and minus that
 * @param feedback the entries of F lie in plus and minus that; 0 without feedback
 * @param bias the entries of b lie in plus and minus that
 * @param leak a in (0, 1]: small for slow signals
 * @param squares whether the readout sees the squares of the cells as well (Jaeger 2002): products of inputs
 *     then need no cell of their own
 * @param lambda the readout's ridge, 0 or more
 */
record EchoState(int cells, int links, double radius, double input, double feedback, double bias,
        double leak, boolean squares, double lambda) {

    EchoState {
        if (cells < 1 || links < 1 || links > cells) {
            throw new CajalException("echo state: a cell can listen to 1 … %d cells, got %d".formatted(cells,
                    links));
        }
        if (!(radius > 0) || !(leak > 0) || leak > 1) {
            throw new CajalException(
                    "echo state: the spectral radius must be above 0, the leak in (0, 1]; got %s and %s"
                            .formatted(radius, leak));
        }
    }

    /**
     * Learns to answer y(t) to u(…t).
     *
     * @param u inputs [steps × inputs]; without inputs, rows of length 0
     * @param y what to answer [steps × outputs]
     * @param washout so many steps are not learned from
     */
    Trained train(double[][] u, double[][] y, int washout, Rng rng) {
        if (u.length != y.length || washout < 0 || washout >= y.length) {
            throw new CajalException(
                    "echo state: %d steps of input, %d of answers and a washout of %d do not go together"
                            .formatted(u.length, y.length, washout));
        }
        Reservoir reservoir = Reservoir.draw(this, u[0].length, feedback == 0 ? 0 : y[0].length, rng);
        Trained blank = new Trained(reservoir, squares, null);
        double[][] states = blank.follow(u, y);
        double[][] features = new double[y.length - washout][];
        Arrays.setAll(features, t -> blank.features(states[washout + t], u[washout + t]));
        double[][] readout = LeastSquares.qr(features, Arrays.copyOfRange(y, washout, y.length), lambda);
        return new Trained(reservoir, squares, readout);
    }

    /**
     * A network that has learned.
     *
     * @param readout B, transposed: [features × outputs]
     */
    record Trained(Reservoir reservoir, boolean squares, double[][] readout) {

        private boolean feedsBack() {
            return reservoir.feedback()[0].length > 0;
        }

        /**
         * The cells after each step, from rest, with the true answers fed back: [steps × cells].
         */
        double[][] follow(double[][] u, double[][] y) {
            double[][] states = new double[u.length][];
            double[] x = new double[reservoir.cells()];
            double[] last = new double[reservoir.feedback()[0].length];
            for (int t = 0; t < u.length; t++) {
                x = reservoir.step(x, u[t], last);
                states[t] = x;
                last = feedsBack() ? y[t] : last;
            }
            return states;
        }

        /** What the readout sees: cells, inputs, 1, and perhaps the cells' squares. */
        double[] features(double[] x, double[] u) {
            int cells = x.length;
            double[] row = Arrays.copyOf(x, (squares ? 2 : 1) * cells + u.length + 1);
            System.arraycopy(u, 0, row, cells, u.length);
            row[cells + u.length] = 1;
            for (int i = 0; squares && i < cells; i++) {
                row[cells + u.length + 1 + i] = x[i] * x[i];
            }
            return row;
        }

        /** y in that state. */
        double[] answer(double[] x, double[] u) {
            double[] row = features(x, u);
            double[] y = new double[readout[0].length];
            for (int i = 0; i < row.length; i++) {
                for (int k = 0; k < y.length; k++) {
                    y[k] += row[i] * readout[i][k];
                }
            }
            return y;
        }

        /** The answers along a path of states. */
        double[][] answers(double[][] states, double[][] u) {
            double[][] y = new double[states.length][];
            Arrays.setAll(y, t -> answer(states[t], u[t]));
            return y;
        }

        /**
         * Left alone from that state on, without input: its own answers are fed back.
         *
         * @param x the cells after the step whose answer was {@code y}
         */
        double[][] free(double[] x, double[] y, int steps) {
            double[][] path = new double[steps][];
            double[] none = new double[0];
            double[] state = x;
            double[] last = y;
            for (int t = 0; t < steps; t++) {
                state = reservoir.step(state, none, last);
                last = answer(state, none);
                path[t] = last;
            }
            return path;
        }
    }
}
