package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * ln σ(x) = −ln(1 + e⁻ˣ), in (−∞, 0), derivative σ(−x).
 *
 * <p>For the logarithm of a probability of one of two classes. Computed so that nothing overflows, which the
 * logarithm of a {@link Sigmoid} does: in float σ(−104) is 0.
 */
public record LogSigmoid() implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return x.neg().softplus().neg();
    }
}
