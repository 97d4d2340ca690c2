package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * sin x, in [−1, 1], derivative cos x.
 *
 * <p>For signals that repeat, and for networks that stand for a picture or a sound as a function of place or
 * time (Sitzmann, Martel, Bergman, Lindell and Wetzstein 2020, who start with larger weights in the first
 * layer). Elsewhere it trains badly, since every period adds local minima (Parascandolo, Huttunen and
 * Virtanen 2016).
 */
public record Sinusoid() implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return x.sin();
    }
}
