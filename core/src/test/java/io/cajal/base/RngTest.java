package io.cajal.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RngTest {
    /** The three vectors for philox4x32-10 in Random123's kat_vectors. */
    @Test
    void matchesPublishedKnownAnswers() {
        assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
                philox(0, 0, 0, 0, 0, 0));
        assertArrayEquals(new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
                philox(-1, -1, -1, -1, -1, -1));
        assertArrayEquals(new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
                philox(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0));
    }

    private static int[] philox(int c0, int c1, int c2, int c3, int k0, int k1) {
        int[] out = new int[4];
        Rng.philox(c0, c1, c2, c3, k0, k1, out);
        return out;
    }

    @Test
    void splitDoesNotDependOnWhatWasDrawn() {
        Rng a = Rng.of(7);
        Rng b = Rng.of(7);
        b.bits64();
        assertEquals(a.split(3).bits64(), b.split(3).bits64());
        assertEquals(a.split("hidden").bits64(), b.split("hidden").bits64());
        assertNotEquals(a.split(3).bits64(), a.split(4).bits64());
        assertNotEquals(Rng.of(7).bits64(), Rng.of(8).bits64());
    }

    @Test
    void resumesInTheMiddleOfABlock() {
        Rng whole = Rng.of(1);
        for (int i = 0; i < 5; i++) {
            whole.bits();
        }
        Rng resumed = Rng.resume(whole.key(), whole.position());
        for (int i = 0; i < 9; i++) {
            assertEquals(whole.bits(), resumed.bits());
        }
    }

    @Test
    void uniformAndNormalHaveTheRightMoments() {
        Rng rng = Rng.of(11);
        int n = 200_000;
        double sum = 0;
        double sumSquares = 0;
        double normalSum = 0;
        double normalSquares = 0;
        for (int i = 0; i < n; i++) {
            double u = rng.uniform();
            assertTrue(u >= 0 && u < 1);
            sum += u;
            sumSquares += u * u;
            double z = rng.normal();
            normalSum += z;
            normalSquares += z * z;
        }
        assertEquals(0.5, sum / n, 0.003);
        assertEquals(1.0 / 3, sumSquares / n, 0.003);
        assertEquals(0, normalSum / n, 0.01);
        assertEquals(1, normalSquares / n, 0.02);
    }

    @Test
    void belowIsUniformAndPermutationIsOne() {
        Rng rng = Rng.of(5);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[rng.below(7)]++;
        }
        assertTrue(Arrays.stream(counts).allMatch(c -> Math.abs(c - 10_000) < 500), Arrays.toString(counts));
        int[] order = rng.permutation(1000);
        int[] sorted = order.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < 1000; i++) {
            assertEquals(i, sorted[i]);
        }
        assertThrows(CajalException.class, () -> rng.below(0));
    }

    @Test
    void manyBitsAreThoseOfSingleCalls() {
        for (int start = 0; start < 6; start++) {
            for (int length : new int[] {0, 1, 3, 4, 7, 18}) {
                Rng one = Rng.of(9).at(start);
                Rng many = Rng.of(9).at(start);
                int[] words = new int[length];
                many.bits(words);
                for (int word : words) {
                    assertEquals(one.bits(), word);
                }
                assertEquals(one.position(), many.position());
                assertEquals(one.bits(), many.bits());
            }
        }
    }

    @Test
    void manyNormalNumbersHaveTheRightMomentsAndContinue() {
        float[] all = new float[100_001];
        Rng.of(12).normal(all, 0, all.length);
        double sum = 0;
        double squares = 0;
        double neighbours = 0;
        for (int i = 0; i < all.length; i++) {
            sum += all[i];
            squares += all[i] * all[i];
            neighbours += i == 0 ? 0 : all[i] * all[i - 1];
        }
        assertEquals(0, sum / all.length, 0.02);
        assertEquals(1, squares / all.length, 0.02);
        assertEquals(0, neighbours / all.length, 0.02);
        float[] parts = new float[all.length];
        Rng.of(12).at(50_000).normal(parts, 50_000, parts.length);
        Rng.of(12).normal(parts, 0, 50_000);
        assertArrayEquals(all, parts);
    }
}
