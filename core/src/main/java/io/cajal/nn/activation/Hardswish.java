package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * x·min(max(0, x + 3), 6)/6 (Howard et al. 2019): {@link Silu} with {@link Hardsigmoid} in place of σ.
 * Derivative 0 up to −3, x/3 + ½ between, 1 from 3 on.
 */
public record Hardswish() implements Activation {
    @Override
    public double at(double x) {
        return x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6;
    }

    @Override
    public double slope(double x, double y) {
        return x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return Tensor.where(x.gt(-3).mul(x.lt(3)), x.div(3).add(0.5), x.ge(3));
    }
}
