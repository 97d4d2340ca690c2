package io.cajal.zoo.margin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** From decisions to the odds of two classes, and from these to those of many. */
class OddsTest {
    /** At the most likely parameters the slope of the loss is 0: Σ (p − t) = 0 and Σ (p − t) f = 0. */
    @Test
    void plattsOddsAreTheMostLikely() {
        Rng rng = Rng.of(1);
        double[] f = new double[400];
        double[] y = new double[400];
        for (int i = 0; i < f.length; i++) {
            y[i] = i % 3 == 0 ? 1 : -1;
            f[i] = 0.8 * y[i] + rng.normal();
        }
        Platt odds = Platt.of(f, y);
        double sum = 0;
        double moment = 0;
        for (int i = 0; i < f.length; i++) {
            double target = y[i] > 0 ? 135.0 / 136 : 1 / 268.0; // of 134 and 266
            sum += odds.probability(f[i]) - target;
            moment += (odds.probability(f[i]) - target) * f[i];
        }
        assertEquals(0, sum, 1e-5);
        assertEquals(0, moment, 1e-5);
        assertTrue(odds.slope() > 0);
    }

    /** Where a threshold parts the classes, plain maximum likelihood would go on for ever. */
    @Test
    void partedClassesLeaveADoubt() {
        Platt odds = Platt.of(new double[] {-2, -1, 1, 2}, new double[] {-1, -1, 1, 1});
        assertTrue(odds.slope() > 0 && odds.slope() < 10);
        assertEquals(0, odds.shift(), 1e-6);
        assertTrue(odds.probability(2) < 0.99 && odds.probability(2) > 0.7);
        Platt huge = Platt.of(new double[] {-1e6, 1e6}, new double[] {-1, 1});
        assertTrue(Double.isFinite(huge.slope()) && huge.probability(1e6) > huge.probability(-1e6));
    }

    @Test
    void pairsThatAgreeGiveBackTheirOdds() {
        double[] p = {0.5, 0.3, 0.15, 0.05};
        double[] r = new double[6];
        int at = 0;
        for (int i = 0; i < 4; i++) {
            for (int j = i + 1; j < 4; j++) {
                r[at++] = p[i] / (p[i] + p[j]);
            }
        }
        assertArrayEquals(p, Coupling.probabilities(Tensor.of(Shape.of(1, 6), r), 4).toDoubles(), 1e-5);
        assertArrayEquals(new double[] {0.2, 0.8},
                Coupling.probabilities(Tensor.of(Shape.of(1, 1), 0.2), 2).toDoubles(), 1e-6);
    }

    /** Beside the iteration of Wu, Lin and Weng (2004, algorithm 2) in double. */
    @Test
    void pairsThatDisagreeAreSettledAsInThePaper() {
        int k = 6;
        Rng rng = Rng.of(4);
        for (int trial = 0; trial < 20; trial++) {
            double[] r = new double[15];
            double[][] matrix = new double[k][k];
            int at = 0;
            for (int i = 0; i < k; i++) {
                for (int j = i + 1; j < k; j++) {
                    r[at] = trial == 0 ? 1e-7 : rng.uniform(0.001, 0.999);
                    matrix[i][j] = r[at];
                    matrix[j][i] = 1 - r[at++];
                }
            }
            double[] expected = iterated(matrix);
            double[] p = Coupling.probabilities(Tensor.of(Shape.of(1, 15), r), k).toDoubles();
            assertArrayEquals(expected, p, 2e-5);
            double sum = 0;
            for (double one : p) {
                assertTrue(one > 0);
                sum += one;
            }
            assertEquals(1, sum, 1e-5);
        }
    }

    private static double[] iterated(double[][] r) {
        int k = r.length;
        double[][] q = new double[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                if (i != j) {
                    q[i][i] += r[j][i] * r[j][i];
                    q[i][j] = -r[j][i] * r[i][j];
                }
            }
        }
        double[] p = new double[k];
        Arrays.fill(p, 1.0 / k);
        for (int step = 0; step < 20_000; step++) {
            int t = step % k;
            double quadratic = 0;
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    quadratic += p[i] * q[i][j] * p[j];
                }
            }
            double others = 0;
            for (int j = 0; j < k; j++) {
                others += j == t ? 0 : q[t][j] * p[j];
            }
            p[t] = (quadratic - others) / q[t][t];
            double sum = Arrays.stream(p).sum();
            for (int i = 0; i < k; i++) {
                p[i] /= sum;
            }
        }
        return p;
    }
}
