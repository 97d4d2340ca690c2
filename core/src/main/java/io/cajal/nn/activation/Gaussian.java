package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * e^(−x²), in (0, 1], derivative −2x·f: answers to a narrow range of inputs, as a unit of a radial basis
 * network does.
 */
public record Gaussian() implements Activation {
    @Override
    public double at(double x) {
        return StrictMath.exp(-x * x);
    }

    @Override
    public double slope(double x, double y) {
        return -2 * x * y;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.mul(y).mul(-2);
    }

    @Override
    public boolean keepsOutput() {
        return true;
    }
}
