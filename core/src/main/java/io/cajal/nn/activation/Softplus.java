package io.cajal.nn.activation;

import io.cajal.base.Special;
import io.cajal.tensor.Tensor;

/**
 * ln(1 + e^(βx))/β, a smooth max(0, x) (Dugas et al. 2001), in (0, ∞), derivative σ(βx). Where βx exceeds the
 * threshold it is taken as x, as in PyTorch.
 */
public record Softplus(double beta, double threshold) implements Activation {
    /** β = 1, threshold 20. */
    public Softplus() {
        this(1, 20);
    }

    @Override
    public double at(double x) {
        return beta * x > threshold ? x : Special.softplus(beta * x) / beta;
    }

    @Override
    public double slope(double x, double y) {
        return beta * x > threshold ? 1 : Special.logistic(beta * x);
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return Tensor.where(x.gt(threshold / beta), x.filled(1), x.mul(beta).sigmoid());
    }
}
