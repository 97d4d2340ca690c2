package io.cajal.nn.activation;

import io.cajal.nn.Elementwise;
import io.cajal.tensor.UnaryOp;

/**
 * The logistic function σ(x) = 1/(1 + e⁻ˣ), in (0, 1), derivative σ(1 − σ); the decks' "soft step".
 *
 * <p>For the probability of one of two classes, for gates, and, one for each, for labels that do not exclude
 * each other. In training give the logits to the loss BceWithLogits, which has it inside. Not for many hidden
 * layers: the derivative is at most ¼, so that gradients shrink from layer to layer ("vanishing gradients",
 * deck 4), and its outputs are not centred at 0 as those of {@link Tanh} are.
 *
 * <p>Erratum: deck 0 prints the derivative as 1 − σ, which at x = 0.7 gives 0.3318 where 0.2217 is right.
 */
public record Sigmoid() implements Elementwise {
    @Override
    public UnaryOp function() {
        return UnaryOp.sigmoid();
    }
}
