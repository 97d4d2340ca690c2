package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * arctan x, in (−π/2, π/2), derivative 1/(1 + x²).
 *
 * <p>Like {@link Tanh}, but the derivative falls as 1/x² instead of exponentially, so that a unit far out
 * still learns. Slower to compute, and no better known for anything.
 */
public record Arctan() implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return x.atan();
    }
}
