package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * (√(x² + 1) − 1)/2 + x, derivative x/(2√(x² + 1)) + 1, which is in (½, 3/2): nearly linear, never flat (deck
 * 4).
 */
public record BentIdentity() implements Activation {
    @Override
    public double at(double x) {
        return (Math.sqrt(x * x + 1) - 1) / 2 + x;
    }

    @Override
    public double slope(double x, double y) {
        return x / (2 * Math.sqrt(x * x + 1)) + 1;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.div(x.square().add(1).sqrt()).mul(0.5).add(1);
    }
}
