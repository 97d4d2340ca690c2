package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * f(x) = x, in (−∞, ∞), derivative 1.
 *
 * <p>For the output of a regression, and where an activation is asked for and none is wanted. Not between
 * linear layers: however many of them follow one another, they compute one linear function ("we need
 * nonlinearity", deck 4).
 */
public record Identity() implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return x;
    }
}
