package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * The logarithm of the softmax, z_j − ln Σ_k exp z_k, along an axis; what the loss Nll expects.
 */
public record LogSoftmax(int axis) implements Layer {
    /** Along the last axis. */
    public LogSoftmax() {
        this(-1);
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.logSoftmax(axis);
    }
}
