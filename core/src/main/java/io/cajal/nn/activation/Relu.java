package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * The rectified linear unit max(0, x) (Nair and Hinton 2010): in [0, ∞), slope 1 above 0 and 0 below, so that gradients pass through active units undiminished.
 * It has no derivative at 0, though deck 0 calls all activations differentiable; deck 1 takes 0 there, decks 2 and 4 take 1, and Cajal, as PyTorch,
 * takes 0. Units that are negative for every input learn nothing any more: a leaky one cannot die.
 */
public record Relu() implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return x.relu();
    }
}
