package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * The continuously differentiable exponential linear unit: x for x &gt; 0, α(e^(x/α) − 1) else (Barron 2017);
 * its derivative is 1 at 0 for every α.
 */
public record Celu(double alpha) implements Activation {
    /** α = 1. */
    public Celu() {
        this(1);
    }

    @Override
    public double at(double x) {
        return x > 0 ? x : alpha * StrictMath.expm1(x / alpha);
    }

    @Override
    public double slope(double x, double y) {
        return x > 0 ? 1 : StrictMath.exp(x / alpha);
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return Tensor.where(x.gt(0), x.filled(1), x.clamp(Double.NEGATIVE_INFINITY, 0).div(alpha).exp());
    }
}
