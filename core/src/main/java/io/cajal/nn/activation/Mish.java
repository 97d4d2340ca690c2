package io.cajal.nn.activation;

import io.cajal.backend.cpu.Elementwise;
import io.cajal.backend.cpu.Kernels;
import io.cajal.base.Special;
import io.cajal.tensor.Tensor;

/**
 * x·t with t = tanh(ln(1 + eˣ)) (Misra 2019), in [−0.31, ∞), derivative t + x·σ(x)(1 − t²).
 *
 * <p>Smooth, and a little negative around −1.19. Made for image detectors, where it does slightly better than
 * {@link Silu} at a slightly higher price.
 */
public record Mish() implements Activation {
    /** From here on t is 1 in float, and e⁴ˣ still finite. */
    private static final float FLAT = 20;

    @Override
    public double at(double x) {
        return x * StrictMath.tanh(Special.softplus(x));
    }

    @Override
    public double slope(double x, double y) {
        double t = StrictMath.tanh(Special.softplus(x));
        return t + x * Special.logistic(x) * (1 - t * t);
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        Tensor t = x.softplus().tanh();
        return t.add(x.mul(x.sigmoid()).mul(t.square().neg().add(1)));
    }

    /**
     * With e = eˣ and m = e(e + 2), t = ((1 + e)² − 1)/((1 + e)² + 1) = m/(m + 2): one exponential instead of
     * three.
     */
    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        exp(x, xo, y, yo, n);
        for (int i = 0; i < n; i++) {
            float e = y[yo + i];
            float m = e * (e + 2);
            y[yo + i] = x[xo + i] * (m / (m + 2));
        }
    }

    /** σ(x)(1 − t²) = e/(1 + e) · 4(1 + e)²/(m + 2)². */
    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        exp(x, from, out, from, to - from);
        for (int i = from; i < to; i++) {
            float e = out[i];
            float m = e * (e + 2);
            float slope = m / (m + 2) + x[i] * (4 * e * (1 + e) / ((m + 2) * (m + 2)));
            out[i] = x[i] > FLAT ? g[i] : g[i] * slope;
        }
    }

    private static void exp(float[] x, int xo, float[] y, int yo, int n) {
        Elementwise.of(n).clamp(Float.NEGATIVE_INFINITY, FLAT, x, xo, y, yo, n);
        Kernels.best().exp(y, yo, y, yo, n);
    }
}
