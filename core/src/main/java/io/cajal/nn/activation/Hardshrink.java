package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * x where |x| &gt; λ, else 0: small activations are cut off. Derivative 1 or 0.
 */
public record Hardshrink(double lambda) implements Activation {
    /** λ = 0.5. */
    public Hardshrink() {
        this(0.5);
    }

    @Override
    public double at(double x) {
        return x > lambda || x < -lambda ? x : x != x ? x : 0;
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
