package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * (√(x² + 1) − 1)/2 + x, in (−∞, ∞), derivative x/(2√(x² + 1)) + 1, which is in (½, 3/2) (deck 4).
 *
 * <p>Never flat, hence without vanishing gradients, but nearly linear: many layers of it bend little.
 */
public record BentIdentity() implements Activation {
    @Override
    public double at(double x) {
        return (Math.sqrt(x * x + 1) - 1) / 2 + x;
    }

    @Override
    public double slope(double x, double y) {
        return x / (2 * Math.sqrt(x * x + 1)) + 1;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.div(x.square().add(1).sqrt()).mul(0.5).add(1);
    }

    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            double v = x[xo + i]; // whose square fits
            y[yo + i] = (float) ((Math.sqrt(v * v + 1) - 1) * 0.5 + v);
        }
    }

    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            double v = x[i];
            out[i] = g[i] * (float) (v * 0.5 / Math.sqrt(v * v + 1) + 1);
        }
    }
}
