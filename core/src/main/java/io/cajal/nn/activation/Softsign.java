package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * x/(1 + |x|), in (−1, 1), derivative 1/(1 + |x|)²: like tanh with tails that fall as 1/x (Turian, Bergstra and
 * Bengio 2009).
 */
public record Softsign() implements Activation {
    @Override
    public double at(double x) {
        return x / (1 + Math.abs(x));
    }

    @Override
    public double slope(double x, double y) {
        return 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x)));
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.abs().add(1).square().reciprocal();
    }
}
