package io.cajal.tensor;

/**
 * A trainable tensor of a model. Operations on it are recorded, and {@link Gradients} has an entry for it.
 */
public final class Param extends Stored {
    private Param(Tensor initial) {
        super(initial, true);
    }

    /** A parameter that starts with a copy of these numbers. */
    public static Param of(Tensor initial) {
        return new Param(initial);
    }
}
