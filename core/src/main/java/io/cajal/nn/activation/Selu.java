package io.cajal.nn.activation;

import io.cajal.backend.cpu.Elementwise;
import io.cajal.backend.cpu.Kernels;
import io.cajal.tensor.Tensor;

/**
 * The scaled exponential linear unit: λx for x &gt; 0, λα(eˣ − 1) else (Klambauer, Unterthiner, Mayr and
 * Hochreiter 2017), in (−λα, ∞), derivative λ, or f + λα below 0.
 *
 * <p>λ = 1.0507 and α = 1.6733 are such that outputs of mean 0 and variance 1 keep both from layer to layer,
 * so that deep fully connected networks do without normalisation. That holds for standardised inputs and
 * weights of variance 1/fan_in ({@code Init.kaimingNormal} with gain 1); ordinary dropout breaks it.
 */
public record Selu() implements Activation {
    private static final double LAMBDA = 1.0507009873554804934193349852946;
    private static final double ALPHA = 1.6732632423543772848170429916717;

    @Override
    public double at(double x) {
        return LAMBDA * (x > 0 ? x : ALPHA * StrictMath.expm1(x));
    }

    @Override
    public double slope(double x, double y) {
        return y > 0 ? LAMBDA : y + LAMBDA * ALPHA;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return Tensor.where(y.gt(0), y.filled(LAMBDA), y.add(LAMBDA * ALPHA));
    }

    @Override
    public boolean keepsInput(int i) {
        return false;
    }

    @Override
    public boolean keepsOutput() {
        return true;
    }

    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        Elementwise loops = Elementwise.of(n);
        Kernels.best().expm1(x, xo, y, yo, n);
        loops.affine((float) ALPHA, 0, y, yo, y, yo, n);
        loops.above(0, x, xo, x, xo, y, yo, y, yo, n);
        loops.affine((float) LAMBDA, 0, y, yo, y, yo, n);
    }

    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        int n = to - from;
        Elementwise loops = Elementwise.of(n);
        loops.affine((float) (1 / LAMBDA), (float) ALPHA, y, from, out, from, n);
        loops.mul(g, from, out, from, out, from, n);
        loops.above(0, y, from, g, from, out, from, out, from, n);
        loops.affine((float) LAMBDA, 0, out, from, out, from, n);
    }
}
