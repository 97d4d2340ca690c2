package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * The logistic function 1/(1 + e⁻ˣ), in (0, 1), "soft step" in the decks: the probability of one of two
 * classes, for an output of its own per label when labels do not exclude each other.
 *
 * <p>Its derivative is f(1 − f), at most ¼, so that gradients shrink by the layer: the vanishing gradients of
 * deck 4. Deck 0 prints 1 − f, which at x = 0.7 gives 0.3318 where 0.2217 is right.
 */
public record Sigmoid() implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return x.sigmoid();
    }
}
