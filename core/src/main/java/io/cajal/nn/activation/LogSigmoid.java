package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * ln σ(x) = −ln(1 + e⁻ˣ), in (−∞, 0), derivative σ(−x); computed without overflow.
 */
public record LogSigmoid() implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return x.neg().softplus().neg();
    }
}
