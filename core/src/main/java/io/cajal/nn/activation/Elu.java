package io.cajal.nn.activation;

import io.cajal.backend.cpu.Kernels;
import io.cajal.tensor.Tensor;

/**
 * The exponential linear unit: x for x &gt; 0, α(eˣ − 1) else (Clevert, Unterthiner and Hochreiter 2016), in
 * (−α, ∞). Derivative 1, or αeˣ below 0; with α ≠ 1 it jumps at 0.
 */
public record Elu(double alpha) implements Activation {
    /** α = 1. */
    public Elu() {
        this(1);
    }

    @Override
    public double at(double x) {
        return x > 0 ? x : alpha * StrictMath.expm1(x);
    }

    @Override
    public double slope(double x, double y) {
        return x > 0 ? 1 : alpha * StrictMath.exp(x);
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return Tensor.where(x.gt(0), x.filled(1), x.clamp(Double.NEGATIVE_INFINITY, 0).exp().mul(alpha));
    }

    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        float[] below = new float[n];
        float scale = (float) alpha;
        Kernels.best().expm1(x, xo, below, 0, n);
        for (int i = 0; i < n; i++) {
            float v = x[xo + i];
            y[yo + i] = v > 0 ? v : scale * below[i];
        }
    }
}
