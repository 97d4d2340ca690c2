package io.cajal.nn.activation;

import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;

/**
 * x where |x| &gt; λ, else 0 (Donoho and Johnstone 1994), derivative 1 or 0.
 *
 * <p>Cuts off what is small and leaves the rest as it is: for sparse codes and for removing noise. It jumps
 * at ±λ; {@link Softshrink} does not.
 *
 * @param lambda λ
 */
public record Hardshrink(double lambda) implements Activation {
    public Hardshrink {
        if (!(lambda >= 0)) {
            throw new CajalException("hardshrink: lambda must be 0 or more, got " + lambda);
        }
    }

    /** λ = 0.5. */
    public Hardshrink() {
        this(0.5);
    }

    @Override
    public double at(double x) {
        return Math.abs(x) <= lambda ? 0 : x;
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
            y[yo + i] = Math.abs(x[xo + i]) <= l ? 0 : x[xo + i];
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
