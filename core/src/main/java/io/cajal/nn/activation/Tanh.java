package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * The hyperbolic tangent (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ), in (−1, 1), derivative 1 − f². A logistic function stretched to
 * be centred at 0, 2σ(2x) − 1, which trains faster than one that is not (LeCun et al. 1998, Efficient
 * BackProp).
 */
public record Tanh() implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return x.tanh();
    }
}
