package io.cajal.zoo.autoencoders;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * Undoes a white watermark: a network says for each pixel how much white was mixed in, M = 0.9·σ(z), and x =
 * (x' − M)/(1 − M) is what was there. The arithmetic need not be learned; where the picture was black any M
 * above the true one serves, where it was white any at all, so that just the grey edges of strokes ask for
 * accuracy.
 *
 * @param ink from marked pictures [N × 1 × H × W] to z of the same shape
 */
record Unmark(Layer ink) implements Layer {
    private static final double MOST = 0.9;

    @Override
    public Tensor forward(Tensor x) {
        Tensor mixed = ink.apply(x).sigmoid().mul(MOST);
        return x.sub(mixed).div(mixed.neg().add(1));
    }
}
