package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * f(x) = x, slope 1: a layer of inputs, or the output of a regression (deck 4). A stack of linear layers with
 * nothing else between them is one linear layer: "we need nonlinearity".
 */
public record Identity() implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return x;
    }
}
