package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.ref.RefBackend;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.nn.activation.Gelu;
import io.cajal.tensor.Differences;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private static final double NOT = Double.NEGATIVE_INFINITY;

    private static Tensor normal(int seed, int... sizes) {
        return Tensor.normal(Shape.of(sizes), Rng.of(seed));
    }

    /** q·k/√1 = ln 3 for the second key: weights 1/4 and 3/4. */
    @Test
    void weighsTheValuesByTheAnswers() {
        Tensor q = Tensor.of(new double[][] {{1}});
        Tensor k = Tensor.of(new double[][] {{0}, {Math.log(3)}});
        Tensor v = Tensor.of(new double[][] {{4, 0}, {8, 1}});
        assertArrayEquals(new float[] {7, 0.75f}, Attention.scaledDotProduct(q, k, v, null, false).toFloats(),
                1e-6f);
    }

    @Test
    void causalIsTheMaskOfTheLowerTriangle() {
        Tensor q = normal(1, 2, 4, 3);
        Tensor k = normal(2, 2, 4, 3);
        Tensor v = normal(3, 2, 4, 5);
        Tensor lower = Attention.mask(Tensor.ones(4, 4).tril(0));
        assertArrayEquals(Attention.scaledDotProduct(q, k, v, lower, false).toFloats(),
                Attention.scaledDotProduct(q, k, v, null, true).toFloats());
        // The last two queries of the four, alone.
        assertArrayEquals(Attention.scaledDotProduct(q, k, v, null, true).narrow(1, 2, 2).toFloats(),
                Attention.scaledDotProduct(q.narrow(1, 2, 2), k, v, null, true).toFloats(), 1e-6f);
    }

    @Test
    void aQueryThatMayLookNowhereGetsZerosAndNoGradient() {
        Run.on(RefBackend.INSTANCE).run(() -> {
            Tensor mask = Tensor.of(new double[][] {{0, NOT, 0}, {NOT, NOT, NOT}});
            Tensor[] operands = {normal(1, 2, 3), normal(2, 3, 3), normal(3, 3, 2)};
            Tensor q = operands[0].tracked();
            Tensor y = Attention.scaledDotProduct(q, operands[1], operands[2], mask, false);
            assertArrayEquals(new double[] {0, 0}, y.select(0, 1).toDoubles());
            Gradients g = y.sum().backward();
            assertTrue(g.get(q).isFinite());
            assertArrayEquals(new double[3], g.get(q).select(0, 1).toDoubles());
            Differences.check(operands,
                    in -> Attention.scaledDotProduct(in[0], in[1], in[2], mask, false).square()
                            .sum());
        });
    }

    @Test
    void largeScoresDoNotOverflow() {
        Tensor large = normal(1, 3, 4).mul(1e18);
        assertTrue(Attention.scaledDotProduct(large, large, normal(2, 3, 2), null, true).isFinite());
    }

    @Test
    void paddedKeysChangeNothing() {
        MultiheadAttention layer = MultiheadAttention.of(6, 2, Rng.of(4));
        Tensor x = normal(5, 2, 5, 6);
        Tensor padding = Tensor.of(new double[][] {{0, 0, 0, 1, 1}, {0, 0, 0, 1, 1}});
        Tensor padded = layer.forward(x, x, x, padding, null).narrow(1, 0, 3);
        assertArrayEquals(layer.apply(x.narrow(1, 0, 3)).toFloats(), padded.toFloats(), 1e-6f);
    }

    /** Turned by their places, the product of a query and a key depends on how far apart they are. */
    @Test
    void rotaryPositionsAreRelative() {
        RotaryPositions rotary = RotaryPositions.standard();
        Tensor q = normal(1, 1, 8);
        Tensor k = normal(2, 1, 8);
        double near = rotary.forward(q, 3).mul(rotary.forward(k, 1)).sum().item();
        double far = rotary.forward(q, 103).mul(rotary.forward(k, 101)).sum().item();
        assertEquals(near, far, 1e-5);
        assertEquals(q.norm().item(), rotary.forward(q, 57).norm().item(), 1e-6);
    }

    /** The numbers of Vaswani et al.: sin p, cos p, sin(p/100), cos(p/100) for a width of 4. */
    @Test
    void sinusoidalPositions() {
        float[] table = SinusoidalPositions.standard().apply(Tensor.zeros(3, 4)).toFloats();
        for (int p = 0; p < 3; p++) {
            float[] expected = {(float) Math.sin(p), (float) Math.cos(p), (float) Math.sin(p / 100.0),
                    (float) Math.cos(p / 100.0)};
            for (int i = 0; i < 4; i++) {
                assertEquals(expected[i], table[4 * p + i], 1e-7f);
            }
        }
    }

    @Test
    void stepByStepFromACacheIsTheSame() {
        for (RotaryPositions rotary : new RotaryPositions[] {null, RotaryPositions.standard()}) {
            MultiheadAttention layer = MultiheadAttention.of(8, 2, Rng.of(1)).withCausal().withRotary(rotary);
            Tensor x = normal(2, 3, 6, 8);
            KeyValueCache cache = new KeyValueCache();
            Tensor first = layer.forward(x.narrow(1, 0, 2), cache);
            Tensor second = layer.forward(x.narrow(1, 2, 3), cache);
            Tensor third = layer.forward(x.narrow(1, 5, 1), cache);
            assertEquals(6, cache.length());
            assertArrayEquals(layer.apply(x).toFloats(), Tensor.cat(1, first, second, third).toFloats(),
                    1e-5f);
        }
    }

    @Test
    void aLanguageModelFromACacheIsTheSame() {
        TransformerLm model = TransformerLm.of(7, 6, 8, 2, 2, new Gelu(true), Rng.of(1)).withDropout(0.5,
                Rng.of(2));
        Tensor x = Tensor.of(new double[][] {{1, 2, 3, 4, 5, 6}, {6, 0, 6, 0, 6, 0}});
        Tensor whole = Run.evaluation().call(() -> model.apply(x));
        TransformerLm.Cache cache = model.cache();
        for (int i = 0; i < 6; i++) {
            Tensor step = x.narrow(1, i, 1);
            Tensor next = Run.evaluation().call(() -> model.next(step, cache));
            assertArrayEquals(whole.select(1, i).toFloats(), next.toFloats(), 1e-5f);
        }
        Tensor more = x.narrow(1, 0, 1);
        assertEquals("language model: 1 numbers after 6 are more than the context of 6",
                assertThrows(CajalException.class, () -> model.next(more, cache)).getMessage());
    }

    /** The likeliest each time, as from the whole sequence; past the context it goes on from what was last. */
    @Test
    void aLanguageModelWrites() {
        TransformerLm model = TransformerLm.of(7, 6, 8, 2, 2, new Gelu(true), Rng.of(1));
        List<Integer> written = new ArrayList<>(List.of(3));
        model.generate(new int[] {3}, 14, Sampling.of(0), Rng.of(1), written::add);
        assertEquals(15, written.size());
        for (int i = 1; i <= 6; i++) {
            double[] before = written.subList(0, i).stream().mapToDouble(n -> n).toArray();
            Tensor logits = Run.evaluation().call(() -> model.apply(Tensor.of(before).unsqueeze(0)));
            assertEquals(logits.select(1, -1).argmax(1).item(), written.get(i).doubleValue());
        }
    }

    /** What comes later does not change what was said before. */
    @Test
    void causalLayersDoNotSeeTheFuture() {
        TemporalConv conv = TemporalConv.of(2, 3, 3, 2, Rng.of(1));
        Tensor series = normal(2, 1, 2, 12);
        Tensor other = Tensor.cat(2, series.narrow(2, 0, 7), normal(3, 1, 2, 5));
        assertArrayEquals(conv.apply(series).narrow(2, 0, 7).toFloats(),
                conv.apply(other).narrow(2, 0, 7).toFloats());
        TransformerBlock block = TransformerBlock.of(MultiheadAttention.of(4, 2, Rng.of(1)).withCausal(), 16,
                new Gelu(), Rng.of(2));
        Tensor x = normal(4, 1, 6, 4);
        Tensor changed = Tensor.cat(1, x.narrow(1, 0, 4), normal(5, 1, 2, 4));
        assertArrayEquals(block.apply(x).narrow(1, 0, 4).toFloats(),
                block.apply(changed).narrow(1, 0, 4).toFloats());
    }

    /** 1 + 2·2·(3−1) places, and no more. */
    @Test
    void temporalConvolutionLooksAsFarBackAsItSays() {
        TemporalConv conv = TemporalConv.of(1, 4, 3, 2, Rng.of(1));
        Tensor x = normal(2, 1, 1, 12).tracked();
        float[] slopes = conv.apply(x).select(2, 11).sum().backward().get(x).toFloats();
        for (int t = 0; t < 12; t++) {
            assertEquals((11 - t) % 2 == 0 && 11 - t <= 8, slopes[t] != 0, "place " + t);
        }
    }

    @Test
    void theSummaryCountsTheProducts() {
        TransformerLm model = TransformerLm.of(10, 8, 16, 2, 1, new Gelu(true), Rng.of(1));
        Summary summary = Summary.of(model, Shape.of(1, 8));
        long block = 8 * (12 * 16 * 16) + 2 * 8 * 8 * 16;
        assertEquals(block + 8 * 16 * 10, summary.multiplyAdds());
        assertEquals(10 * 16 + 8 * 16 + 12 * 16 * 16 + (3 + 1 + 4 + 1) * 16 + 2 * 2 * 16 + 2 * 16,
                summary.parameters());
    }

    @Test
    void wrongOperandsAreRefusedInOneLine() {
        MultiheadAttention layer = MultiheadAttention.of(4, 2, Rng.of(1));
        Tensor x = normal(1, 2, 3, 4);
        assertMessage("attention: a width of 4 does not divide into 3 heads",
                () -> MultiheadAttention.of(4, 3, Rng.of(1)));
        assertMessage("attention: needs sequences [N × L × 4], got [3 × 4]",
                () -> layer.forward(normal(1, 3, 4)));
        assertMessage("attention: the key padding must be [2 × 3] for keys [2 × 3 × 4], got [3 × 2]",
                () -> layer.forward(x, x, x, Tensor.zeros(3, 2), null));
        assertMessage("attention: a mask [4 × 3] does not stretch to the scores [2 × 2 × 3 × 3]",
                () -> layer.forward(x, x, x, null, Tensor.zeros(4, 3)));
        assertMessage("attention: only causal attention", () -> layer.forward(x, new KeyValueCache()));
    }

    @Test
    void aNumberOutsideOfTheVocabularyIsNamedWithItsPlace() {
        Embedding embedding = Embedding.of(4, 2, Rng.of(1));
        assertMessage(
                "embedding: the number at [1, 2] of [2 × 3] is 4, expected a whole number in 0 … 3, the vocabulary",
                () -> embedding.apply(Tensor.of(new double[][] {{0, 1, 2}, {3, 0, 4}})));
        assertMessage("embedding: the number at [0] of [1] is 1.5", () -> embedding.apply(Tensor.of(1.5)));
        assertMessage("embedding: the padding must be a number in 0 … 3, or −1 for none, got 4",
                () -> embedding.withPadding(4));
    }

    @Test
    void paddingGivesZerosAndLearnsNothing() {
        Embedding embedding = Embedding.of(4, 2, Rng.of(1)).withPadding(2);
        assertArrayEquals(new float[2], embedding.weight().select(0, 2).toFloats());
        Tensor y = embedding.apply(Tensor.of(2, 1, 1));
        assertArrayEquals(new float[2], y.select(0, 0).toFloats());
        assertArrayEquals(new float[] {0, 0, 2, 2, 0, 0, 0, 0},
                y.sum().backward().get(embedding.weight()).toFloats());
    }

    private static void assertMessage(String start, Runnable work) {
        String message = assertThrows(CajalException.class, work::run).getMessage();
        assertTrue(message.startsWith(start) && message.lines().count() == 1, message);
    }
}
