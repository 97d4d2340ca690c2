package io.cajal.tensor;

/**
 * A tensor of a model that is saved with it but not trained: running statistics, the mean and scale of the
 * inputs.
 */
public final class Buffer extends Stored {
    private Buffer(Tensor initial) {
        super(initial, false);
    }

    /** A buffer that starts with a copy of these numbers. */
    public static Buffer of(Tensor initial) {
        return new Buffer(initial);
    }
}
