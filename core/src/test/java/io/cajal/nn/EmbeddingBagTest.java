package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import org.junit.jupiter.api.Test;

class EmbeddingBagTest {
    private final Param weight = Param.of(Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}));
    private final EmbeddingBag bag = new EmbeddingBag(weight);
    private final Tensor x = Tensor.of(new double[][] {{0, 2, 2, -1}, {1, -1, -1, -1}, {-1, -1, -1, -1}});

    /** As torch.nn.functional.embedding_bag(…, mode="mean") of the same numbers. */
    @Test
    void givesTheMeanOfTheVectors() {
        assertArrayEquals(new float[] {11 / 3f, 14 / 3f, 3, 4, 0, 0}, bag.apply(x).toFloats(), 1e-6f);
    }

    @Test
    void theGradientGoesToTheVectorsThatWereUsed() {
        Gradients gradients = bag.apply(x).sum().backward();
        assertArrayEquals(new float[] {1 / 3f, 1 / 3f, 1, 1, 2 / 3f, 2 / 3f},
                gradients.get(weight).toFloats(), 1e-6f);
    }

    @Test
    void wrongInputsAreRefused() {
        assertTrue(assertThrows(CajalException.class, () -> bag.apply(Tensor.zeros(3))).getMessage()
                .contains("needs numbers [N × L], got [3]"));
        assertThrows(CajalException.class, () -> bag.apply(Tensor.of(new double[][] {{3}})));
        assertTrue(EmbeddingBag.of(5, 4, Rng.of(1)).weight().abs().amax(0, 1).item() <= 0.25);
    }
}
