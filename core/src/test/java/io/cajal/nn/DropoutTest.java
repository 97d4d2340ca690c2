package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.backend.cpu.Workers;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
    private static final Tensor ONES = Tensor.ones(300, 211);

    private static float[] trained(Layer layer, Tensor x, long seed) {
        return Run.training(Rng.of(seed)).call(() -> layer.apply(x).toFloats());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 0.9})
    void dropsThatShareAndKeepsTheMean(double p) {
        float[] y = trained(new Dropout(p, 3), ONES, 1);
        int dropped = 0;
        for (float v : y) {
            dropped += v == 0 ? 1 : 0;
            assertEquals(v == 0 ? 0 : (float) (1 / (1 - p)), v);
        }
        double deviation = Math.sqrt(p * (1 - p) / y.length);
        assertEquals(p, (double) dropped / y.length, 4 * deviation);
    }

    /** The mask is made of one word of the generator for each element, in order. */
    @Test
    void doesNotDependOnThreads() {
        Rng words = Rng.of(1).split(3);
        float[] expected = new float[ONES.shape().elements()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = words.bits() >= 0 ? 0 : 2; // below ½ as an unsigned number
        }
        int usual = Workers.shared().threads();
        try {
            for (int threads : new int[] {1, 2, 4}) {
                Workers.setThreads(threads);
                assertArrayEquals(expected, trained(new Dropout(0.5, 3), ONES, 1));
            }
        } finally {
            Workers.setThreads(usual);
        }
    }

    @Test
    void eachStreamAndEachStepDrawsAnew() {
        float[] y = trained(new Dropout(0.5, 3), ONES, 1);
        assertFalse(Arrays.equals(y, trained(new Dropout(0.5, 4), ONES, 1)));
        assertFalse(Arrays.equals(y, trained(new Dropout(0.5, 3), ONES, 2)));
    }

    /** Another layer before it changes what comes in, but not which elements fall. */
    @Test
    void otherLayersDoNotMoveItsDraws() {
        Dropout dropout = new Dropout(0.5, 3);
        Layer longer = Sequential.of(new Dropout(0, 8), GaussianNoise.of(0.1, Rng.of(4)), dropout);
        float[] alone = trained(dropout, ONES, 1);
        float[] after = trained(longer, ONES, 1);
        for (int i = 0; i < alone.length; i++) {
            assertEquals(alone[i] == 0, after[i] == 0);
        }
    }

    @Test
    void isNothingInEvaluationAndOutsideOfARun() {
        assertSame(ONES, new Dropout(0.5, 3).apply(ONES));
        assertSame(ONES, Run.evaluation().call(() -> new Dropout(0.5, 3).apply(ONES)));
        assertSame(ONES, Run.evaluation().call(() -> new GaussianNoise(0.5, 3).apply(ONES)));
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals("dropout: p must be in [0, 1), got 1.0",
                assertThrows(CajalException.class, () -> new Dropout(1, 0)).getMessage());
        assertThrows(CajalException.class, () -> new Dropout(Double.NaN, 0));
        assertEquals("dropout draws random numbers in training: run it in Run.training(rng)",
                assertThrows(CajalException.class, () -> trainedWithoutRng(new Dropout(0.5, 0)))
                        .getMessage());
    }

    private static void trainedWithoutRng(Layer layer) {
        Run.training(null).run(() -> layer.apply(ONES));
    }

    @Test
    void noiseHasItsDeviation() {
        float[] y = trained(new GaussianNoise(0.25, 3), Tensor.zeros(100, 211), 1);
        double squares = 0;
        for (float v : y) {
            squares += v * v;
        }
        assertEquals(0.0625, squares / y.length, 0.002);
    }
}
