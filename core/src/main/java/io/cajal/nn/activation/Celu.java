package io.cajal.nn.activation;

import io.cajal.backend.cpu.Kernels;
import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;

/**
 * The continuously differentiable exponential linear unit: x for x &gt; 0, α(e^(x/α) − 1) else (Barron 2017),
 * in (−α, ∞), derivative 1, or f/α + 1 below 0.
 *
 * <p>{@link Elu} with a derivative that is 1 at 0 for every α: take it where α is to differ from 1.
 */
public record Celu(double alpha) implements Activation {
    public Celu {
        if (!(alpha > 0)) {
            throw new CajalException("celu: alpha must be above 0, got " + alpha);
        }
    }

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
        return y > 0 ? 1 : y / alpha + 1;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return Tensor.where(y.gt(0), y.filled(1), y.div(alpha).add(1));
    }

    @Override
    public boolean keepsInput(int i) {
        return false;
    }

    @Override
    public boolean keepsOutput() {
        return true;
    }

    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        float a = (float) alpha;
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] / a;
        }
        Kernels.best().expm1(y, yo, y, yo, n);
        for (int i = 0; i < n; i++) {
            float v = x[xo + i];
            y[yo + i] = v > 0 ? v : a * y[yo + i];
        }
    }

    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        float a = (float) alpha;
        for (int i = from; i < to; i++) {
            out[i] = y[i] > 0 ? g[i] : g[i] * (y[i] / a + 1);
        }
    }
}
