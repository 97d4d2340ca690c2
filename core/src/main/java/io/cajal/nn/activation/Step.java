package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * The binary step: 0 for x &lt; 0, 1 for x ≥ 0; McCulloch and Pitts' neuron (1943). Its derivative is 0
 * wherever it exists, so that gradients cannot train it, and at 0 there is none, though deck 0 calls all
 * activations differentiable. Deck 0 also has "w·x ≤ θ gives 0" beside step(0) = 1: at equality one of the two
 * must give way; here step(0) is 1.
 */
public record Step() implements Activation {
    @Override
    public double at(double x) {
        return x >= 0 ? 1 : x != x ? x : 0;
    }

    @Override
    public double slope(double x, double y) {
        return 0;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.filled(0);
    }

    @Override
    public boolean keepsInput(int i) {
        return false;
    }
}
