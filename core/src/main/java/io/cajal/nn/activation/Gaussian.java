package io.cajal.nn.activation;

import io.cajal.backend.cpu.Kernels;
import io.cajal.tensor.Tensor;

/**
 * e^(−x²), in (0, 1], derivative −2x·f (deck 4).
 *
 * <p>Answers to inputs near 0 and to no others, as the units of a radial basis network do (Broomhead and Lowe
 * 1988), where x is the distance from a centre. After a linear layer it trains badly: beyond |x| = 3 nothing
 * flows back.
 */
public record Gaussian() implements Activation {
    @Override
    public double at(double x) {
        return StrictMath.exp(-x * x);
    }

    @Override
    public double slope(double x, double y) {
        return -2 * x * y;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.mul(y).mul(-2);
    }

    @Override
    public boolean keepsOutput() {
        return true;
    }

    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = -x[xo + i] * x[xo + i];
        }
        Kernels.best().exp(y, yo, y, yo, n);
    }

    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = -2 * g[i] * (x[i] * y[i]);
        }
    }
}
