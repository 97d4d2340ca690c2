package io.cajal.nn.activation;

import io.cajal.backend.cpu.Kernels;
import io.cajal.base.Special;
import io.cajal.tensor.Tensor;

/**
 * x·σ(x), "swish" (Hendrycks and Gimpel 2016; Ramachandran, Zoph and Le 2017): smooth, and slightly negative
 * around −1.28. Derivative σ(x)(1 + x(1 − σ(x))).
 */
public record Silu() implements Activation {
    @Override
    public double at(double x) {
        return x * Special.logistic(x);
    }

    @Override
    public double slope(double x, double y) {
        return slope(x);
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return slope(x);
    }

    private static double slope(double x) {
        double s = Special.logistic(x);
        return s * (1 + x * (1 - s));
    }

    private static Tensor slope(Tensor x) {
        Tensor s = x.sigmoid();
        return s.mul(s.neg().add(1).mul(x).add(1));
    }

    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        float[] s = new float[n];
        Kernels.best().sigmoid(x, xo, s, 0, n);
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] * s[i];
        }
    }
}
