package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * x above a threshold, else a fixed value, as PyTorch's Threshold. Derivative 1 or 0.
 */
public record Threshold(double threshold, double value) implements Activation {
    @Override
    public double at(double x) {
        return x > threshold ? x : x != x ? x : value;
    }

    @Override
    public double slope(double x, double y) {
        return x > threshold ? 1 : 0;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.gt(threshold);
    }
}
