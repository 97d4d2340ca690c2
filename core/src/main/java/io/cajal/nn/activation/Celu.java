package io.cajal.nn.activation;

import io.cajal.backend.cpu.Elementwise;
import io.cajal.backend.cpu.Kernels;
import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;

/**
 * The continuously differentiable exponential linear unit: x for x &gt; 0, α(e^(x/α) − 1) else (Barron 2017),
 * in (−α, ∞), derivative 1, or f/α + 1 below 0.
 *
 * <p>{@link Elu} with a derivative that is 1 at 0 for every α: take it where α is to differ from 1.
 */
public record Celu(double alpha) implements Activation {
    public Celu {
        if (!(alpha > 0)) {
            throw new CajalException("celu: alpha must be above 0, got " + alpha);
        }
    }

    /** α = 1. */
    public Celu() {
        this(1);
    }

    @Override
    public double at(double x) {
        return x > 0 ? x : alpha * StrictMath.expm1(x / alpha);
    }

    @Override
    public double slope(double x, double y) {
        return y > 0 ? 1 : y / alpha + 1;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return Tensor.where(y.gt(0), y.filled(1), y.div(alpha).add(1));
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
        loops.affine((float) (1 / alpha), 0, x, xo, y, yo, n);
        Kernels.best().expm1(y, yo, y, yo, n);
        loops.affine((float) alpha, 0, y, yo, y, yo, n);
        loops.above(0, x, xo, x, xo, y, yo, y, yo, n);
    }

    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        int n = to - from;
        Elementwise loops = Elementwise.of(n);
        loops.affine((float) (1 / alpha), 1, y, from, out, from, n);
        loops.mul(g, from, out, from, out, from, n);
        loops.above(0, y, from, g, from, out, from, out, from, n);
    }
}
