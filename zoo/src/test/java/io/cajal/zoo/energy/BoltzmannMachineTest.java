package io.cajal.zoo.energy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoltzmannMachineTest {

    /** Two units: E(11) = −(w + b₀ + b₁), E(01) = −b₀, E(10) = −b₁, E(00) = 0. */
    @Test
    void oddsFollowFromTheEnergy() {
        BoltzmannMachine machine = BoltzmannMachine.random(2, 0, 0, Rng.of(1));
        machine.link(0, 1, 0.7);
        machine.bias(0, -0.3);
        machine.bias(1, 0.4);
        double z = 1 + Math.exp(-0.3) + Math.exp(0.4) + Math.exp(0.8);
        double[] p = machine.odds(1);
        assertEquals(-0.8, machine.energy(3), 1e-12);
        assertEquals(1 / z, p[0], 1e-12);
        assertEquals(Math.exp(-0.3) / z, p[1], 1e-12);
        assertEquals(Math.exp(0.4) / z, p[2], 1e-12);
        assertEquals(Math.exp(0.8) / z, p[3], 1e-12);
        assertEquals(0.25, machine.odds(0)[3], 1e-12);
    }

    @Test
    void theGradientIsThatOfTheDivergence() {
        double[] q = BoltzmannMachine.random(3, 1, 1, Rng.of(1)).visibleOdds();
        BoltzmannMachine machine = BoltzmannMachine.random(3, 2, 1, Rng.of(2));
        double[][] gradient = machine.gradient(q);
        double eps = 1e-5;
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j <= i; j++) {
                double above = moved(i, j, eps).divergence(q);
                double below = moved(i, j, -eps).divergence(q);
                assertEquals(-(above - below) / (2 * eps), gradient[i][j], 1e-8);
            }
        }
    }

    /** The same machine as above with one weight or bias a little larger. */
    private static BoltzmannMachine moved(int i, int j, double by) {
        BoltzmannMachine machine = BoltzmannMachine.random(3, 2, 1, Rng.of(2));
        if (i == j) {
            machine.bias(i, bias(machine, i) + by);
        } else {
            int both = 1 << i | 1 << j;
            machine.link(i, j, bias(machine, i, j, both) + by);
        }
        return machine;
    }

    private static double bias(BoltzmannMachine machine, int i) {
        return -machine.energy(1 << i);
    }

    private static double bias(BoltzmannMachine machine, int i, int j, int both) {
        return -machine.energy(both) + machine.energy(1 << i) + machine.energy(1 << j);
    }

    @Test
    void learnsTheOddsOfAnother() {
        double[] q = BoltzmannMachine.random(4, 1, 1.5, Rng.of(3)).visibleOdds();
        BoltzmannMachine machine = BoltzmannMachine.random(4, 2, 0.5, Rng.of(4));
        double before = machine.divergence(q);
        double[] curve = machine.learn(q, 500, 0.5, 0.8);
        assertTrue(before > 0.01 && curve[49] < 1e-4, before + " → " + curve[49]);
        assertEquals(curve[49], machine.divergence(q));
        assertEquals(1, Arrays.stream(machine.visibleOdds()).sum(), 1e-12);
    }

    @Test
    void chainsMeetStatesAsOftenAsTheyShould() {
        BoltzmannMachine machine = BoltzmannMachine.random(3, 1, 1, Rng.of(5));
        double[] p = machine.odds(1);
        assertTrue(BarsAndStripes.distance(p, machine.gibbs(40_000, Rng.of(6))) < 0.02);
        assertTrue(BarsAndStripes.distance(p,
                machine.temper(new double[] {1, 0.5, 0}, 40_000, Rng.of(7))) < 0.02);
    }

    /** A chain alone never gets over the wall; with hotter ones beside it it is on both sides. */
    @Test
    void temperingFindsBothValleys() {
        BoltzmannMachine machine = BarsAndStripes.twoValleys(6);
        double[] p = machine.odds(1);
        assertEquals(p[0], p[63], 1e-9);
        assertTrue(p[0] > 0.49);
        assertTrue(BarsAndStripes.distance(p, machine.gibbs(5_000, Rng.of(1))) > 0.4);
        double[] betas = {1, 0.75, 0.5, 0.35, 0.2, 0};
        assertTrue(BarsAndStripes.distance(p, machine.temper(betas, 20_000, Rng.of(1))) < 0.1);
    }

    @Test
    void slowCoolingFindsTheLowestEnergy() {
        int slow = 0;
        int hasty = 0;
        for (int problem = 0; problem < 10; problem++) {
            BoltzmannMachine machine = BoltzmannMachine.random(14, 0, 1, Rng.of(problem));
            double lowest = IntStream.range(0, 1 << 14).mapToDouble(machine::energy).min().orElseThrow();
            for (int i = 0; i < 10; i++) {
                slow += machine.energy(machine.anneal(20, 1000, Rng.of(i))) == lowest ? 1 : 0;
                hasty += machine.energy(machine.anneal(20, 5, Rng.of(i))) == lowest ? 1 : 0;
            }
        }
        assertTrue(slow >= 60 && slow > hasty + 10, slow + " and " + hasty + " of 100");
    }

    @Test
    void badInputIsSaidInOneLine() {
        assertEquals(
                "boltzmann machine: 1 visible unit or more and at most 20 units are expected, got 15 and 6 hidden",
                assertThrows(CajalException.class, () -> BoltzmannMachine.random(15, 6, 1, Rng.of(1)))
                        .getMessage());
        BoltzmannMachine machine = BoltzmannMachine.random(3, 1, 1, Rng.of(1));
        assertThrows(CajalException.class, () -> machine.gradient(new double[4]));
    }
}
