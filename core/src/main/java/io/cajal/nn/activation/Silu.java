package io.cajal.nn.activation;

import io.cajal.backend.cpu.Elementwise;
import io.cajal.backend.cpu.Kernels;
import io.cajal.base.Special;
import io.cajal.tensor.Tensor;

/**
 * x·σ(x), also called swish (Hendrycks and Gimpel 2016; Elfwing, Uchibe and Doya 2018; Ramachandran, Zoph and
 * Le 2017), in [−0.28, ∞), derivative σ(x)(1 + x(1 − σ(x))).
 *
 * <p>Smooth, and a little negative around −1.28. Near to {@link Gelu} and cheaper; used in deep convolutional
 * networks and in the gates of newer Transformers.
 */
public record Silu() implements Activation {
    @Override
    public double at(double x) {
        return x * Special.logistic(x);
    }

    @Override
    public double slope(double x, double y) {
        double s = Special.logistic(x);
        return s * (1 + x * (1 - s));
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        Tensor s = x.sigmoid();
        return s.mul(s.neg().add(1).mul(x).add(1));
    }

    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        Kernels.best().sigmoid(x, xo, y, yo, n);
        Elementwise.of(n).mul(x, xo, y, yo, y, yo, n);
    }

    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        Kernels.best().sigmoid(x, from, out, from, to - from);
        for (int i = from; i < to; i++) {
            float s = out[i];
            out[i] = g[i] * s * (1 + x[i] * (1 - s));
        }
    }
}
