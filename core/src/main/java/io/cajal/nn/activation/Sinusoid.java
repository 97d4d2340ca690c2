package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * sin x, derivative cos x: periodic, for signals that repeat (Parascandolo, Huttunen and Virtanen 2016;
 * Sitzmann et al. 2020).
 */
public record Sinusoid() implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return x.sin();
    }
}
