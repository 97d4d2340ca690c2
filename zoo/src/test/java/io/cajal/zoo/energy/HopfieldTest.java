package io.cajal.zoo.energy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HopfieldTest {
    private static final Tensor PATTERNS = Hopfield.random(12, 60, Rng.of(1));

    /** w_ij = 1/N Σ ξᵢ ξⱼ, nothing from a unit to itself, and E = −½ Σ w s s. */
    @Test
    void weightsAndEnergyAreThoseOfTheFormulas() {
        Hopfield network = Hopfield.hebb(PATTERNS);
        double[] xi = PATTERNS.toDoubles();
        double[] s = Hopfield.random(1, 60, Rng.of(2)).toDoubles();
        double energy = 0;
        for (int i = 0; i < 60; i++) {
            for (int j = 0; j < 60; j++) {
                double w = 0;
                for (int mu = 0; mu < 12; mu++) {
                    w += i == j ? 0 : xi[mu * 60 + i] * xi[mu * 60 + j] / 60;
                }
                assertEquals(w, network.weight(i, j), 1e-9);
                energy -= w * s[i] * s[j] / 2;
            }
        }
        assertEquals(energy, network.energy(Tensor.of(Shape.of(60), s)), 1e-6);
    }

    @Test
    void theEnergyFallsAtEveryFlip() {
        for (Hopfield network : new Hopfield[] {Hopfield.hebb(PATTERNS), Hopfield.pseudoInverse(PATTERNS)}) {
            Hopfield.Walk walk = network.walk(Hopfield.random(1, 60, Rng.of(3)));
            double[] last = {walk.energy()};
            int[] flips = {0};
            while (walk.sweep(Rng.of(4), energy -> {
                assertTrue(energy < last[0]);
                assertEquals(network.energy(walk.state()), energy); // summed anew, to the bit
                last[0] = energy;
                flips[0]++;
            })) {
                // until it rests
            }
            assertTrue(flips[0] > 5);
            assertArrayEquals(walk.state().toFloats(),
                    network.synchronous(walk.state().reshape(1, 60)).toFloats());
        }
    }

    @Test
    void fewPatternsAreRecalledFromNoise() {
        Tensor few = PATTERNS.narrow(0, 0, 3);
        Hopfield network = Hopfield.hebb(few);
        for (int mu = 0; mu < 3; mu++) {
            Tensor pattern = few.select(0, mu);
            Tensor found = network.recall(Hopfield.noisy(pattern, 0.1, Rng.of(mu)), Rng.of(9));
            assertEquals(1, Hopfield.overlap(found, pattern), 1e-6);
        }
    }

    /** Patterns that are nearly the same, which Hebb's rule confuses. */
    @Test
    void theProjectionKeepsPatternsThatAreAlike() {
        Tensor alike = Tensor.where(Tensor.uniform(Shape.of(20, 60), 0, 1, Rng.of(5)).lt(0.8),
                Tensor.full(Shape.of(20, 60), 1), Tensor.full(Shape.of(20, 60), -1));
        Hopfield projection = Hopfield.pseudoInverse(alike);
        assertArrayEquals(alike.toFloats(), projection.synchronous(alike).toFloats());
        assertTrue(Hopfield.overlap(Hopfield.hebb(alike).synchronous(alike), alike) < 0.99);
    }

    @Test
    void allAtOnceMaySwingForEver() {
        Hopfield pair = Hopfield.hebb(Tensor.of(new double[][] {{1, 1}}));
        Tensor state = Tensor.of(new double[][] {{1, -1}});
        assertArrayEquals(new float[] {-1, 1}, pair.synchronous(state).toFloats());
        assertArrayEquals(state.toFloats(), pair.synchronous(pair.synchronous(state)).toFloats());
        float[] rest = pair.recall(state, Rng.of(1)).toFloats();
        assertEquals(rest[0], rest[1]);
    }

    /** y(√(2α) + 2/√π e^{−y²}) = erf y, from a table computed apart in double precision. */
    @Test
    void theTheoryIsTheirs() {
        assertEquals(0.99322, HopfieldCapacity.theory(0.12), 1e-4);
        assertEquals(0.99999, HopfieldCapacity.theory(0.05), 1e-5);
        assertEquals(0.97544, HopfieldCapacity.theory(0.137), 1e-3);
        assertEquals(0, HopfieldCapacity.theory(0.139));
    }

    /** With n = 2 it is Hebb's energy but for the diagonal, ½ P. */
    @Test
    void theDenseOneContainsHebbs() {
        Tensor state = Hopfield.random(1, 60, Rng.of(6)).reshape(60);
        double dense = DenseHopfield.of(PATTERNS, 2).energy(state) / 2;
        assertEquals(Hopfield.hebb(PATTERNS).energy(state) - 12 / 2.0, dense, 1e-5);
        Tensor many = Hopfield.random(300, 60, Rng.of(7));
        DenseHopfield steep = DenseHopfield.of(many, 4);
        Tensor start = Hopfield.noisy(many.select(0, 0), 0.1, Rng.of(8));
        Tensor found = steep.recall(start, Rng.of(9));
        assertTrue(steep.energy(found) < steep.energy(start));
        assertEquals(1, Hopfield.overlap(found, many.select(0, 0)), 1e-6);
    }

    @Test
    void aStepOfTheModernOneIsAttention() {
        Tensor patterns = Tensor.of(new double[][] {{1, 0}, {0, 2}});
        ModernHopfield network = new ModernHopfield(patterns, 0.5);
        Tensor query = Tensor.of(new double[][] {{3, 1}});
        double a = Math.exp(1.5) / (Math.exp(1.5) + Math.exp(1));
        assertArrayEquals(new float[] {(float) a, (float) (2 * (1 - a))}, network.step(query).toFloats(),
                1e-6f);
        Tensor s = Tensor.normal(Shape.of(50, 2), Rng.of(3)).mul(3);
        double[] before = network.energy(s).toDoubles();
        double[] after = network.energy(network.step(s)).toDoubles();
        for (int i = 0; i < before.length; i++) {
            assertTrue(after[i] <= before[i] + 1e-6, before[i] + " → " + after[i]);
        }
        Tensor stored = Hopfield.random(2000, 60, Rng.of(4));
        Tensor start = Hopfield.noisy(stored.narrow(0, 0, 1), 0.1, Rng.of(5));
        Tensor found = new ModernHopfield(stored, 1).step(start);
        assertArrayEquals(stored.narrow(0, 0, 1).toFloats(), found.toFloats(), 0.01f);
    }

    @Test
    void badInputIsSaidInOneLine() {
        Tensor twice = Tensor.cat(0, PATTERNS.narrow(0, 0, 2), PATTERNS.narrow(0, 0, 1));
        for (Runnable wrong : Arrays.<Runnable>asList(() -> Hopfield.hebb(PATTERNS.mul(0.5)),
                () -> Hopfield.hebb(PATTERNS.reshape(720)), () -> Hopfield.pseudoInverse(twice),
                () -> Hopfield.hebb(PATTERNS).walk(PATTERNS), () -> DenseHopfield.of(PATTERNS, 1),
                () -> new ModernHopfield(PATTERNS, 0))) {
            String message = assertThrows(CajalException.class, wrong::run).getMessage();
            assertEquals(1, message.lines().count());
        }
    }
}
