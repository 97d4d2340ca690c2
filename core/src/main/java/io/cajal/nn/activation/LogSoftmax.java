package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * The logarithm of the {@link Softmax}, z_j − ln Σ_k exp z_k along an axis, in (−∞, 0); ∂y_j/∂z_i = δ_ij −
 * p_i.
 *
 * <p>What the loss Nll expects. Computed in one step: of a probability that rounds to 0 the logarithm would
 * be −∞.
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
