package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * x − tanh x, derivative tanh² x: flat around 0.
 */
public record Tanhshrink() implements Activation {
    @Override
    public double at(double x) {
        return x - StrictMath.tanh(x);
    }

    @Override
    public double slope(double x, double y) {
        return StrictMath.tanh(x) * StrictMath.tanh(x);
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.tanh().square();
    }
}
