package io.cajal.zoo.reservoir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EchoStateTest {
    private final EchoState small = new EchoState(80, 5, 0.9, 0.5, 0.5, 0.2, 0.8, false, 1e-12);

    /** Two turns by 60°, longer by 0.7 and 0.4: their eigenvalues are 0.7 e^(±i60°) and 0.4 e^(±i60°). */
    @Test
    void theSpectralRadiusOfTurns() {
        double c = 0.5;
        double s = Math.sqrt(3) / 2;
        int[][] from = {{0, 1}, {0, 1}, {2, 3}, {2, 3}};
        double[][] w = {{0.7 * c, -0.7 * s}, {0.7 * s, 0.7 * c}, {0.4 * c, -0.4 * s}, {0.4 * s, 0.4 * c}};
        assertEquals(0.7, Reservoir.spectralRadius(from, w), 1e-9);
    }

    @Test
    void theDrawnOneHasTheRadiusAskedFor() {
        Reservoir r = Reservoir.draw(small, 1, 1, Rng.of(1));
        assertEquals(0.9, Reservoir.spectralRadius(r.from(), r.weights()), 1e-9);
        for (int i = 0; i < r.cells(); i++) {
            assertEquals(5, Arrays.stream(r.from()[i]).distinct().count());
        }
    }

    /** x ← (1 − a) x + a tanh(W x + V u + F y + b), written out for one cell that hears itself. */
    @Test
    void aStepIsTheFormula() {
        Reservoir r = new Reservoir(new int[][] {{0}}, new double[][] {{0.5}}, new double[][] {{2}},
                new double[][] {{-1}}, new double[] {0.1}, 0.3);
        double[] x = r.step(new double[] {0.4}, new double[] {0.2}, new double[] {0.7});
        assertEquals(0.7 * 0.4 + 0.3 * Math.tanh(0.5 * 0.4 + 2 * 0.2 - 0.7 + 0.1), x[0], 1e-15);
    }

    /** What the echo state property says: after a while the state is the input's alone. */
    @Test
    void echoesOfTheStartFade() {
        Reservoir r = Reservoir.draw(small, 1, 0, Rng.of(2));
        Rng rng = Rng.of(3);
        double[] a = new double[80];
        double[] b = new double[80];
        Arrays.fill(b, 1);
        for (int t = 0; t < 500; t++) {
            double[] u = {rng.uniform(-1, 1)};
            a = r.step(a, u, new double[0]);
            b = r.step(b, u, new double[0]);
        }
        assertArrayEquals(a, b, 1e-9);
    }

    /** Two tones of different pitch, learned and then sung on alone. */
    @Test
    void leftAloneItSingsOn() {
        double[][] y = new double[900][1];
        for (int t = 0; t < y.length; t++) {
            y[t][0] = 0.5 * Math.sin(0.3 * t) + 0.3 * Math.sin(0.47 * t);
        }
        double[][] learned = Arrays.copyOf(y, 700);
        double[][] none = new double[700][0];
        EchoState.Trained network = small.train(none, learned, 100, Rng.of(4));
        double[][] states = network.follow(none, learned);
        double[][] sung = network.free(states[699], learned[699], 200);
        for (int t = 0; t < 200; t++) {
            assertEquals(y[700 + t][0], sung[t][0], 1e-2);
        }
        assertArrayEquals(network.readout()[3], small.train(none, learned, 100, Rng.of(4)).readout()[3]);
    }

    @Test
    void squaresMakeProductsLinear() {
        EchoState.Trained blank = new EchoState.Trained(
                Reservoir.draw(new EchoState(3, 2, 0.9, 1, 0, 0, 1, true, 0), 1, 0, Rng.of(1)), true, null);
        assertArrayEquals(new double[] {2, 3, 4, 7, 1, 4, 9, 16},
                blank.features(new double[] {2, 3, 4}, new double[] {7}));
    }

    @Test
    void badSettingsAreSaidInOneLine() {
        assertMessage("echo state: a cell can listen to 1 … 5 cells, got 6",
                () -> new EchoState(5, 6, 1, 1, 1, 0, 1, false, 0));
        assertMessage("echo state: the spectral radius must be above 0, the leak in (0, 1]; got 0.9 and 0.0",
                () -> new EchoState(5, 2, 0.9, 1, 1, 0, 0, false, 0));
        assertMessage("echo state: 3 steps of input, 3 of answers and a washout of 3 do not go together",
                () -> small.train(new double[3][1], new double[3][1], 3, Rng.of(1)));
    }

    private static void assertMessage(String message, Runnable action) {
        assertEquals(message, assertThrows(CajalException.class, action::run).getMessage());
    }

    /** Half the step, a sixteenth of the error: the rule is of order 4, across the first delays with their corners too. */
    @Test
    void theSeriesIsIntegratedPrecisely() {
        double[] fine = MackeyGlass.series(120, 1.2, 0, 80);
        double[] errors = new double[3];
        int[] steps = {5, 10, 20};
        for (int i = 0; i < 3; i++) {
            double[] rough = MackeyGlass.series(120, 1.2, 0, steps[i]);
            for (int t = 0; t < 120; t++) {
                errors[i] = Math.max(errors[i], Math.abs(rough[t] - fine[t]));
            }
        }
        assertTrue(errors[1] < 1e-6, Arrays.toString(errors));
        assertTrue(errors[0] > 10 * errors[1] && errors[1] > 10 * errors[2], Arrays.toString(errors));
    }

    /** Until the first delay has passed ẏ = c − 0.1 y, whose solution is known. */
    @Test
    void theFirstStretchIsExponential() {
        double[] y = MackeyGlass.series(15, 1.2, 0, 10);
        double c = 0.2 * 1.2 / (1 + Math.pow(1.2, 10));
        for (int t = 0; t < 15; t++) {
            assertEquals(10 * c + (1.2 - 10 * c) * Math.exp(-0.1 * t), y[t], 1e-7);
        }
    }

    @Test
    void narmaIsTheFormula() {
        Narma narma = Narma.draw(60, Rng.of(5));
        double[][] u = narma.u();
        for (int t = 20; t < 60; t++) {
            double before = narma.y()[t - 1][0]; // y(t)
            double sum = 0;
            for (int i = 0; i < 10; i++) {
                sum += narma.y()[t - 1 - i][0];
            }
            assertEquals(0.3 * before + 0.05 * before * sum + 1.5 * u[t - 9][0] * u[t][0] + 0.1,
                    narma.y()[t][0], 1e-12);
        }
    }
}
