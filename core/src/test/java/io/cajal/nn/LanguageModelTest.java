package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.nn.activation.Gelu;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanguageModelTest {
    private static final int VOCABULARY = 7;

    static Stream<LanguageModel> models() {
        Rng rng = Rng.of(1);
        return Stream.of(TransformerLm.of(VOCABULARY, 6, 8, 2, 2, new Gelu(true), rng),
                RecurrentLm.of(VOCABULARY, 4, Lstm.of(4, 5, 2, false, 0.3, rng), rng).withDropout(0.3, rng),
                RecurrentLm.of(VOCABULARY, 4, Gru.of(4, 5, rng), rng));
    }

    @ParameterizedTest
    @MethodSource("models")
    void readStepByStepItSaysTheSameAsAtOnce(LanguageModel model) {
        Tensor x = Tensor.of(new double[][] {{1, 2, 3, 4, 5, 6}, {6, 0, 6, 0, 6, 0}});
        Tensor whole = Run.evaluation().call(() -> model.apply(x));
        for (int piece : new int[] {1, 2, 3}) {
            LanguageModel.Reader reader = model.reader();
            for (int i = 0; i < 6; i += piece) {
                Tensor part = x.narrow(1, i, piece);
                Tensor next = Run.evaluation().call(() -> reader.read(part));
                assertArrayEquals(whole.select(1, i + piece - 1).toFloats(), next.toFloats(), 1e-5f);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void itWritesLongerThanItsContextAndTheSameFromTheSameSeed(LanguageModel model) {
        assertEquals(written(model, 1), written(model, 1));
        assertTrue(IntStream.range(2, 9).anyMatch(seed -> !written(model, seed).equals(written(model, 1))));
        assertTrue(written(model, 1).stream().allMatch(token -> token >= 0 && token < VOCABULARY));
    }

    private static List<Integer> written(LanguageModel model, long seed) {
        List<Integer> tokens = new ArrayList<>();
        model.generate(new int[] {1, 2, 3, 4, 5, 6, 0, 1, 2}, 20, Sampling.of(1), Rng.of(seed), tokens::add);
        assertEquals(20, tokens.size());
        return tokens;
    }

    /** Padding after the end of a text changes nothing. */
    @Test
    void aTextIsReadToItsEndAndNoFurther() {
        Rng rng = Rng.of(5);
        for (boolean both : new boolean[] {false, true}) {
            TokenReader reader = new TokenReader(Embedding.of(VOCABULARY, 3, rng).withPadding(0),
                    Lstm.of(3, 4, 2, both, 0, rng));
            Tensor padded = Run.evaluation()
                    .call(() -> reader
                            .apply(Tensor.of(new double[][] {{1, 2, 0, 0}, {3, 4, 5, 6}, {2, 0, 0, 0}})));
            Tensor alone = Run.evaluation().call(() -> reader.apply(Tensor.of(new double[][] {{1, 2}})));
            assertEquals(both ? 8 : 4, padded.size(1));
            assertArrayEquals(alone.toFloats(), padded.narrow(0, 0, 1).toFloats(), 1e-6f);
        }
        assertThrows(CajalException.class,
                () -> new TokenReader(Embedding.of(VOCABULARY, 3, rng), Gru.of(3, 4, rng)));
    }

    @Test
    void aFullContextGoesOnFromItsLastHalf() {
        TransformerLm model = TransformerLm.of(VOCABULARY, 4, 8, 2, 1, new Gelu(true), Rng.of(3));
        LanguageModel.Reader reader = model.reader();
        for (int token : new int[] {1, 2, 3, 4}) {
            Run.evaluation().call(() -> reader.read(Tensor.of(new double[][] {{token}})));
        }
        Tensor next = Run.evaluation().call(() -> reader.read(Tensor.of(new double[][] {{5}})));
        Tensor expected = Run.evaluation().call(() -> model.apply(Tensor.of(new double[][] {{4, 5}})))
                .select(1, -1);
        assertArrayEquals(expected.toFloats(), next.toFloats(), 1e-5f);
    }

    @Test
    void drawsFollowTheProbabilities() {
        double[] logits = {Math.log(0.5), Math.log(0.3), Math.log(0.2)};
        assertShares(new Sampling(1, 0), logits, 0.5, 0.3, 0.2);
        assertShares(new Sampling(0.5, 0), logits, 25 / 38.0, 9 / 38.0, 4 / 38.0);
        assertShares(new Sampling(1, 2), logits, 0.625, 0.375, 0);
        assertShares(new Sampling(0, 0), logits, 1, 0, 0);
        assertShares(new Sampling(1, 1), new double[] {-1, 3, 2}, 0, 1, 0);
    }

    private static void assertShares(Sampling sampling, double[] logits, double... expected) {
        Rng rng = Rng.of(4);
        double[] shares = new double[expected.length];
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            shares[sampling.draw(logits, rng)] += 1.0 / draws;
        }
        assertArrayEquals(expected, shares, 0.02);
    }

    @Test
    void wrongSettingsAreRefused() {
        assertEquals("sampling: the temperature must be 0 or more, got -1.0",
                assertThrows(CajalException.class, () -> new Sampling(-1, 0)).getMessage());
        assertThrows(CajalException.class, () -> new Sampling(1, -1));
        LanguageModel model = models().findFirst().orElseThrow();
        assertEquals("language model: needs a token to go on from, got none",
                assertThrows(CajalException.class,
                        () -> model.generate(new int[0], 1, Sampling.of(1), Rng.of(1), t -> {
                        })).getMessage());
        Rng rng = Rng.of(1);
        assertThrows(CajalException.class,
                () -> RecurrentLm.of(VOCABULARY, 4, Gru.of(4, 5, 1, true, 0, rng), rng));
    }
}
