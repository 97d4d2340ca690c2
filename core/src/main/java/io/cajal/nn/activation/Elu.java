package io.cajal.nn.activation;

import io.cajal.backend.cpu.Elementwise;
import io.cajal.backend.cpu.Kernels;
import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;

/**
 * The exponential linear unit: x for x &gt; 0, α(eˣ − 1) else (Clevert, Unterthiner and Hochreiter 2016), in
 * (−α, ∞), derivative 1, or f + α below 0.
 *
 * <p>Negative outputs bring the mean of a layer's outputs nearer to 0, which speeds learning up; far below 0
 * the unit is flat and thus not moved by noise. With α ≠ 1 the derivative jumps at 0 (α is taken there);
 * {@link Celu} mends that.
 */
public record Elu(double alpha) implements Activation {
    public Elu {
        if (!(alpha >= 0)) {
            throw new CajalException("elu: alpha must be 0 or more, got " + alpha);
        }
    }

    /** α = 1. */
    public Elu() {
        this(1);
    }

    @Override
    public double at(double x) {
        return x > 0 ? x : alpha * StrictMath.expm1(x);
    }

    @Override
    public double slope(double x, double y) {
        return y > 0 ? 1 : y + alpha;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return Tensor.where(y.gt(0), y.filled(1), y.add(alpha));
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
        loops.affine((float) alpha, 0, y, yo, y, yo, n);
        loops.above(0, x, xo, x, xo, y, yo, y, yo, n);
    }

    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        int n = to - from;
        Elementwise loops = Elementwise.of(n);
        loops.affine(1, (float) alpha, y, from, out, from, n);
        loops.mul(g, from, out, from, out, from, n);
        loops.above(0, y, from, g, from, out, from, out, from, n);
    }
}
