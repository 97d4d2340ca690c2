package io.cajal.nn.activation;

import io.cajal.backend.cpu.Kernels;
import io.cajal.tensor.Tensor;

/**
 * x − tanh x, in (−∞, ∞), derivative tanh² x.
 *
 * <p>A smooth {@link Softshrink}: flat around 0, for sparse codes.
 */
public record Tanhshrink() implements Activation {
    @Override
    public double at(double x) {
        return x - StrictMath.tanh(x);
    }

    @Override
    public double slope(double x, double y) {
        double t = StrictMath.tanh(x);
        return t * t;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.tanh().square();
    }

    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        Kernels.best().tanh(x, xo, y, yo, n);
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] - y[yo + i];
        }
    }

    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        Kernels.best().tanh(x, from, out, from, to - from);
        for (int i = from; i < to; i++) {
            out[i] = g[i] * out[i] * out[i];
        }
    }
}
