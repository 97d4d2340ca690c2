package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * arctan x, in (−π/2, π/2), derivative 1/(1 + x²): flatter than tanh far out, so that it saturates more slowly.
 */
public record Arctan() implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return x.atan();
    }
}
