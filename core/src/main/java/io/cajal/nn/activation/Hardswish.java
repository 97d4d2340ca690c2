package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * x·min(max(0, x + 3), 6)/6 (Howard et al. 2019): {@link Silu} with {@link Hardsigmoid} in place of σ.
 * Derivative 0 below −3, x/3 + ½ from there to 3, as in PyTorch, 1 above.
 */
public record Hardswish() implements Activation {
    @Override
    public double at(double x) {
        return x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6;
    }

    @Override
    public double slope(double x, double y) {
        return x < -3 ? 0 : x > 3 ? 1 : x / 3 + 0.5;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return Tensor.where(x.ge(-3).mul(x.le(3)), x.div(3).add(0.5), x.gt(3));
    }
}
