package io.cajal.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.cajal.backend.Convolution;
import io.cajal.base.Rng;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What tiles, vectors and threads must not change; OpCases compares with the reference. */
class ConvolverTest {
    private static final Workers ALONE = Workers.of(1);
    private static final Workers FOUR = Workers.of(4);

    static Stream<Convolution> geometries() {
        return Stream.of(
                new Convolution(5, 1, 1, 28, 28, 6, 24, 24, 5, 5, 1, 1, 0, 0, 1, 1),
                new Convolution(5, 1, 6, 12, 12, 16, 8, 8, 5, 5, 1, 1, 0, 0, 1, 1),
                new Convolution(3, 1, 60, 9, 11, 33, 9, 11, 3, 3, 1, 1, 1, 1, 1, 1),
                new Convolution(20, 1, 3, 31, 17, 13, 16, 9, 3, 3, 2, 2, 1, 1, 1, 1),
                new Convolution(2, 4, 8, 10, 9, 12, 4, 4, 3, 3, 2, 2, 1, 1, 2, 2),
                new Convolution(2, 1, 17, 26, 26, 20, 24, 24, 3, 3, 1, 1, 0, 0, 1, 1),
                new Convolution(70, 1, 16, 5, 3, 24, 5, 3, 3, 3, 1, 1, 1, 1, 1, 1),
                new Convolution(2, 1, 32, 29, 21, 16, 31, 23, 3, 3, 1, 1, 2, 2, 1, 1),
                new Convolution(2, 6, 6, 9, 8, 12, 5, 4, 3, 3, 2, 2, 1, 1, 1, 1),
                new Convolution(1, 1, 4, 7, 40, 20, 2, 40, 2, 1, 5, 1, 0, 0, 1, 1),
                new Convolution(3, 1, 2, 5, 5, 3, 9, 7, 1, 3, 1, 1, 2, 2, 1, 1));
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void tilesAndThreadsChangeNothing(Convolution c) {
        float[][] expected = run(new Convolver(PlainTiles.INSTANCE, PlainTaps.INSTANCE, ALONE), c);
        for (Workers workers : new Workers[] {ALONE, FOUR}) {
            float[][] actual = run(new Convolver(KernelChoice.TILES, KernelChoice.TAPS, workers), c);
            for (int i = 0; i < expected.length; i++) {
                assertArrayEquals(expected[i], actual[i]);
            }
        }
    }

    /** Output and gradients of numbers that the sizes alone decide. */
    static float[][] run(Convolver convolver, Convolution c) {
        float[] x = normal(1, c.inputs());
        float[] w = normal(2, c.weights());
        float[] b = normal(3, c.outChannels());
        float[] g = normal(4, c.outputs());
        float[] y = new float[c.outputs()];
        float[] dx = new float[c.inputs()];
        float[] dw = new float[c.weights()];
        convolver.forward(c, x, w, b, null, y);
        convolver.backwardData(c, g, w, dx);
        convolver.backwardWeights(c, x, g, dw);
        return new float[][] {y, dx, dw};
    }

    private static float[] normal(long seed, int n) {
        float[] values = new float[n];
        Rng.of(seed).normal(values, 0, n);
        return values;
    }
}
