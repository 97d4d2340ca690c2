package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * x·min(max(0, x + 3), 6)/6 (Howard et al. 2019), in [−0.375, ∞), derivative 0 below −3, x/3 + ½ from there
 * to 3, 1 above; on the two bounds, where it jumps, as in PyTorch x/3 + ½.
 *
 * <p>{@link Silu} with {@link Hardsigmoid} in place of σ, for small devices.
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

    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[xo + i];
            y[yo + i] = v <= -3 ? 0 : v >= 3 ? v : v * (v + 3) / 6;
        }
    }

    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            out[i] = v < -3 ? 0 : v > 3 ? g[i] : g[i] * (v / 3 + 0.5f);
        }
    }
}
