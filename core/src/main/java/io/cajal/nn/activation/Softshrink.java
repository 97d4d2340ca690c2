package io.cajal.nn.activation;

import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;

/**
 * x − λ above λ, x + λ below −λ, else 0 (Donoho 1995, "De-noising by soft-thresholding"), derivative 1
 * outside, 0 inside.
 *
 * <p>It is the step towards 0 of an L1 penalty of weight λ: for sparse codes.
 *
 * @param lambda λ
 */
public record Softshrink(double lambda) implements Activation {
    public Softshrink {
        if (!(lambda >= 0)) {
            throw new CajalException("softshrink: lambda must be 0 or more, got " + lambda);
        }
    }

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
        return Math.abs(x) <= lambda ? 0 : 1;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.abs().gt(lambda);
    }

    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        float l = (float) lambda;
        for (int i = 0; i < n; i++) {
            float v = x[xo + i];
            y[yo + i] = v - Math.min(Math.max(v, -l), l);
        }
    }

    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        float l = (float) lambda;
        for (int i = from; i < to; i++) {
            out[i] = Math.abs(x[i]) <= l ? 0 : g[i];
        }
    }
}
