package io.cajal.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.cajal.backend.Convolution;
import io.cajal.base.Rng;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Vectors find what plain loops find, among equals and NaN too. */
class MaxPoolTest {
    static Stream<Convolution> geometries() {
        return Stream.of(
                new Convolution(1, 1, 1, 28, 28, 1, 14, 14, 2, 2, 2, 2, 0, 0, 1, 1),
                new Convolution(1, 1, 1, 31, 45, 1, 29, 43, 3, 3, 1, 1, 0, 0, 1, 1),
                new Convolution(1, 1, 1, 31, 45, 1, 16, 23, 3, 3, 2, 2, 1, 1, 1, 1),
                new Convolution(1, 1, 1, 1, 100, 1, 1, 33, 1, 3, 1, 3, 0, 0, 1, 1),
                new Convolution(1, 1, 1, 20, 50, 1, 17, 46, 3, 3, 1, 1, 1, 1, 2, 3),
                new Convolution(1, 1, 1, 2, 2, 1, 2, 2, 3, 3, 1, 1, 1, 1, 1, 1));
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void vectorsFindWhatPlainLoopsFind(Convolution c) {
        float[] x = new float[c.inputs()];
        Rng rng = Rng.of(1);
        for (int i = 0; i < x.length; i++) {
            x[i] = rng.below(7) == 0 ? Float.NaN : rng.below(4) == 0 ? Float.NEGATIVE_INFINITY : rng.below(9);
        }
        assertArrayEquals(places(PlainTaps.INSTANCE, c, x), places(KernelChoice.TAPS, c, x));
    }

    private static float[] places(Taps taps, Convolution c, float[] x) {
        float[] places = new float[c.outputs()];
        new MaxPool(taps, c).plane(x, 0, places, 0);
        return places;
    }
}
