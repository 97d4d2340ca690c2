package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * x for x &gt; 0, a·x else, with a small a such as 0.01 (Maas, Hannun and Ng 2013): as the rectified unit, but
 * a unit below 0 still learns. Derivative 1 or a; a at 0, as in PyTorch.
 */
public record LeakyRelu(double a) implements Activation {
    /** a = 0.01, as in PyTorch. */
    public LeakyRelu() {
        this(0.01);
    }

    @Override
    public double at(double x) {
        return x > 0 ? x : a * x;
    }

    @Override
    public double slope(double x, double y) {
        return x > 0 ? 1 : a;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.gt(0).mul(1 - a).add(a);
    }

    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        float slope = (float) a;
        for (int i = 0; i < n; i++) {
            float v = x[xo + i];
            y[yo + i] = v > 0 ? v : v * slope;
        }
    }

    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        float slope = (float) a;
        for (int i = from; i < to; i++) {
            out[i] = x[i] > 0 ? g[i] : g[i] * slope;
        }
    }
}
