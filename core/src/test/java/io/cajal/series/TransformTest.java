package io.cajal.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.series.Transform.Difference;
import io.cajal.series.Transform.Log;
import io.cajal.series.Transform.SquareRoot;
import io.cajal.series.Transform.Standardise;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransformTest {
    static List<Transform> transforms() {
        return List.of(new Log(), new SquareRoot(), new Difference(1), new Difference(12), new Standardise(),
                Transform.of(), Transform.of(new Log(), new Difference(12)),
                Transform.of(new Log(), new Difference(12), new Difference(1), new Standardise()),
                Transform.of(new Standardise(), new Difference(3), new Standardise()));
    }

    private static double[] values() {
        Rng rng = Rng.of(3);
        double[] values = new double[60];
        for (int i = 0; i < values.length; i++) {
            values[i] = 100 + i + 20 * Math.sin(i) + rng.normal();
        }
        return values;
    }

    /** What follows any place comes back, over more steps than the longest lag. */
    @ParameterizedTest
    @MethodSource("transforms")
    void isUndoneExactly(Transform transform) {
        double[] all = values();
        for (int known : new int[] {20, 30, 59}) {
            double[] before = Arrays.copyOf(all, known);
            Transform fitted = transform.fitted(before);
            double[] z = fitted.apply(all);
            assertEquals(all.length - fitted.lost(), z.length);
            double[] later = Arrays.copyOfRange(z, known - fitted.lost(), z.length);
            assertArrayEquals(Arrays.copyOfRange(all, known, all.length), fitted.undo(later, before), 1e-10);
        }
    }

    @Test
    void isFittedOnWhatItIsGivenAlone() {
        Transform fitted = new Standardise().fitted(new double[] {1, 3});
        assertEquals(new Standardise(2, 1), fitted);
        assertArrayEquals(new double[] {-1, 1, 98}, fitted.apply(new double[] {1, 3, 100}));
        assertEquals(new Standardise(5, 1), new Standardise().fitted(new double[] {5, 5, 5}));
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThrows(CajalException.class, () -> new Log().apply(new double[] {1, 0}));
        assertThrows(CajalException.class, () -> new SquareRoot().apply(new double[] {-1}));
        assertThrows(CajalException.class, () -> new Difference(2).apply(new double[] {1, 2}));
        assertThrows(CajalException.class, () -> new Difference(0));
    }
}
