package io.cajal.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BoxMullerTest {
    /** Beside the ends: where the angle is near a whole number of quarters or eighths. */
    private static final int[] EDGES = {0, 1, 2, -1, -2, 1 << 29, (1 << 29) - 1, 3 << 28, 1 << 30,
            (1 << 30) + 1, Integer.MIN_VALUE, Integer.MIN_VALUE + 1, Integer.MAX_VALUE, 3 << 30, 7 << 29};

    @Test
    void agreesWithTheFormulaByStrictMath() {
        int[] words = new int[200_000];
        Rng.of(3).bits(words);
        for (int i = 0; i < EDGES.length * EDGES.length; i++) {
            words[2 * i] = EDGES[i / EDGES.length];
            words[2 * i + 1] = EDGES[i % EDGES.length];
        }
        float[] out = new float[words.length];
        BoxMuller.normal(words, out, 0, out.length);
        for (int i = 0; i < words.length; i += 2) {
            double u = ((words[i] & 0xffffffffL) + 0.5) * 0x1p-32;
            double radius = Math.sqrt(-2 * StrictMath.log(u));
            double angle = (words[i + 1] & 0xffffffffL) * (2 * Math.PI * 0x1p-32);
            near(radius * StrictMath.cos(angle), out[i]);
            near(radius * StrictMath.sin(angle), out[i + 1]);
        }
    }

    /** The nearest float, but where the formula itself is 0 but for rounding. */
    private static void near(double expected, float found) {
        assertEquals(expected, found, Math.max(1e-14, 0.51 * Math.ulp((float) expected)));
    }

    @Test
    void theLogarithmIsRightToTheLastPlaceButOne() {
        Rng rng = Rng.of(4);
        for (int i = 0; i < 200_000; i++) {
            int word = i < EDGES.length ? EDGES[i] : rng.bits();
            double expected = StrictMath.log(((word & 0xffffffffL) + 0.5) * 0x1p-32);
            assertTrue(Math.abs(BoxMuller.log(word) - expected) <= Math.ulp(expected), () -> "ln of " + word);
        }
    }
}
