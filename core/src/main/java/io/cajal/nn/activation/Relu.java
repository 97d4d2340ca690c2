package io.cajal.nn.activation;

import io.cajal.nn.Elementwise;
import io.cajal.tensor.UnaryOp;

/**
 * The rectified linear unit max(0, x) (Nair and Hinton 2010; Glorot, Bordes and Bengio 2011), in [0, ∞),
 * derivative 1 for x &gt; 0 and 0 for x &lt; 0.
 *
 * <p>The first choice for hidden layers: gradients pass active units undiminished. Start with {@code
 * Init.kaimingUniform} or {@code kaimingNormal}. A unit that is negative for every input learns nothing any
 * more; lower the learning rate, or take {@link LeakyRelu} or {@link Gelu}, which cannot die so.
 *
 * <p>Errata: it has no derivative at 0, though deck 0 calls all activations differentiable. Deck 1 takes 0
 * there, decks 2 and 4 take 1; Cajal takes 0, as PyTorch does.
 */
public record Relu() implements Elementwise {
    @Override
    public UnaryOp function() {
        return UnaryOp.relu();
    }
}
