package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * The {@link Softmax} of −z along an axis: shares for costs or distances, of which the smallest gets most.
 */
public record Softmin(int axis) implements Layer {
    /** Along the last axis. */
    public Softmin() {
        this(-1);
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.neg().softmax(axis);
    }
}
