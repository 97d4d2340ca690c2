package io.cajal.nn;

import io.cajal.tensor.Tensor;

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

    /** Sequences that are being read; it keeps what the model remembers of them. Not for several threads. */
    @FunctionalInterface
    interface Reader {
        /** The logits [N × vocabulary] of what follows x [N × L], which goes on from what was read before. */
        Tensor read(Tensor x);
    }
}
