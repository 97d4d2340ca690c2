package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * x/(1 + |x|) (Turian, Bergstra and Bengio 2009), in (−1, 1), derivative 1/(1 + |x|)².
 *
 * <p>A {@link Tanh} without exponentials, whose tails fall as 1/x, so that saturated units find back sooner.
 */
public record Softsign() implements Activation {
    @Override
    public double at(double x) {
        return x / (1 + Math.abs(x));
    }

    @Override
    public double slope(double x, double y) {
        return 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x)));
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.abs().add(1).square().reciprocal();
    }

    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] / (1 + Math.abs(x[xo + i]));
        }
    }

    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            float d = 1 + Math.abs(x[i]);
            out[i] = g[i] / (d * d);
        }
    }
}
