package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * x − λ above λ, x + λ below −λ, else 0: the step of an L1 penalty (Donoho 1995). Derivative 1 outside, 0
 * inside.
 */
public record Softshrink(double lambda) implements Activation {
    /** λ = 0.5. */
    public Softshrink() {
        this(0.5);
    }

    @Override
    public double at(double x) {
        return x > lambda ? x - lambda : x < -lambda ? x + lambda : x != x ? x : 0;
    }

    @Override
    public double slope(double x, double y) {
        return x > lambda || x < -lambda ? 1 : 0;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.abs().gt(lambda);
    }
}
