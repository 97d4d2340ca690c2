package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A model of what comes next: numbers of tokens [N × L] to the logits of the token after each [N × L × vocabulary], which
 * depend only on the tokens up to there.
 */
public interface LanguageModel extends Layer {
    /** How many tokens there are. */
    int vocabulary();

    /** The most tokens that {@link #forward} takes; {@link Integer#MAX_VALUE} for any number. */
    int context();

    /** For new sequences, which are read token by token, as when they are being written. */
    Reader reader();

    /**
     * Reads a text and goes on with it for {@code count} tokens.
     *
     * @param prompt the tokens to go on from, one at least
     * @param out gets each token as it is drawn
     */
    default void generate(int[] prompt, int count, Sampling sampling, Rng rng, IntConsumer out) {
        if (prompt.length == 0) {
            throw new CajalException("language model: needs a token to go on from, got none");
        }
        Reader reader = reader();
        int[] fresh = prompt;
        for (int i = 0; i < count; i++) {
            Tensor x = Tensor.of(Shape.of(1, fresh.length), Arrays.stream(fresh).asDoubleStream().toArray());
            double[] logits = Run.evaluation().call(() -> reader.read(x).toDoubles());
            fresh = new int[] {sampling.draw(logits, rng)};
            out.accept(fresh[0]);
        }
    }

    /** Sequences that are being read; it keeps what the model remembers of them. Not for several threads. */
    @FunctionalInterface
    interface Reader {
        /** The logits [N × vocabulary] of what follows x [N × L], which goes on from what was read before. */
        Tensor read(Tensor x);
    }
}
