package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * x/6 + ½ held between 0 and 1 (Courbariaux, Bengio and David 2015, in PyTorch's scale): a logistic function of
 * three straight lines. Derivative 1/6 between −3 and 3, 0 elsewhere.
 */
public record Hardsigmoid() implements Activation {
    @Override
    public double at(double x) {
        return Math.min(Math.max(x / 6 + 0.5, 0), 1);
    }

    @Override
    public double slope(double x, double y) {
        return x > -3 && x < 3 ? 1.0 / 6 : 0;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.gt(-3).mul(x.lt(3)).div(6);
    }
}
