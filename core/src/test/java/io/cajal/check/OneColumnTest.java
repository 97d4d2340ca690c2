package io.cajal.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class OneColumnTest {
    private static final int ROWS = 400;

    private static double[] normal(long seed) {
        Rng rng = Rng.of(seed);
        double[] values = new double[ROWS];
        Arrays.setAll(values, _ -> rng.normal());
        return values;
    }

    private static double[] below(int n, long seed) {
        Rng rng = Rng.of(seed);
        double[] values = new double[ROWS];
        Arrays.setAll(values, _ -> rng.below(n));
        return values;
    }

    private static double[] map(double[] values, DoubleUnaryOperator f) {
        return Arrays.stream(values).map(f).toArray();
    }

    @Test
    void classes() {
        double[] x = normal(1);
        assertTrue(OneColumn.score(x, map(x, v -> v > 0.3 ? 1 : 0), false, true) > 0.99, "a threshold");
        assertTrue(OneColumn.score(x, map(x, v -> Math.abs(v) < 0.5 ? 1 : 0), false, true) > 0.98,
                "an interval");
        assertEquals(1, OneColumn.score(below(7, 1), map(below(7, 1), v -> v % 3), true, true), "a category");
        assertEquals(1, OneColumn.score(below(7, 1), map(below(7, 1), v -> v % 3), false, true), "a code");
        assertEquals(0, OneColumn.score(normal(2), below(2, 3), false, true), "chance");
        assertEquals(0, OneColumn.score(normal(2), map(x, v -> v > 3.3 ? 1 : 0), false, true),
                "a rare class");
        double[] names = new double[ROWS];
        Arrays.setAll(names, i -> i);
        assertEquals(0, OneColumn.score(names, below(2, 3), true, true), "a name for each row");
    }

    @Test
    void values() {
        double[] x = normal(1);
        assertEquals(1, OneColumn.score(x, map(x, Math::exp), false, false), 1e-12);
        assertEquals(1, OneColumn.score(x, map(x, v -> -v * v * v), false, false), 1e-12);
        assertTrue(OneColumn.score(x, normal(2), false, false) < 0.2);
        assertEquals(1, OneColumn.score(below(7, 1), map(below(7, 1), v -> 5 * v), true, false), 1e-12);
        assertTrue(OneColumn.score(below(7, 1), x, true, false) < 0.1);
        assertEquals(0, OneColumn.score(map(x, _ -> 3), x, false, false));
    }

    @Test
    void missingCellsDoNotCountAndTooManySayNothing() {
        double[] x = normal(1);
        double[] y = map(x, v -> 2 * v);
        for (int i = 0; i < ROWS; i += 3) {
            x[i] = Double.NaN;
        }
        assertEquals(1, OneColumn.score(x, y, false, false), 1e-12);
        Arrays.fill(x, 0, 300, Double.NaN);
        assertEquals(0, OneColumn.score(x, y, false, false));
    }
}
