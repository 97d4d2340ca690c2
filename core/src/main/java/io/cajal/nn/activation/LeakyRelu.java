package io.cajal.nn.activation;

import io.cajal.backend.cpu.Elementwise;
import io.cajal.tensor.Tensor;

/**
 * The leaky rectified linear unit: x for x &gt; 0, a·x else, with a small a (Maas, Hannun and Ng 2013), in
 * (−∞, ∞), derivative 1 or a; a at 0, as in PyTorch.
 *
 * <p>For networks whose {@link Relu} units die, and for the discriminators of adversarial networks, with a =
 * 0.2.
 *
 * @param negativeSlope a
 */
public record LeakyRelu(double negativeSlope) implements Activation {
    /** a = 0.01, as in PyTorch. */
    public LeakyRelu() {
        this(0.01);
    }

    @Override
    public double at(double x) {
        return x > 0 ? x : negativeSlope * x;
    }

    @Override
    public double slope(double x, double y) {
        return x > 0 ? 1 : negativeSlope;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.gt(0).mul(1 - negativeSlope).add(negativeSlope);
    }

    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        Elementwise loops = Elementwise.of(n);
        loops.affine((float) negativeSlope, 0, x, xo, y, yo, n);
        loops.above(0, x, xo, x, xo, y, yo, y, yo, n);
    }

    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        Elementwise loops = Elementwise.of(to - from);
        loops.affine((float) negativeSlope, 0, g, from, out, from, to - from);
        loops.above(0, x, from, g, from, out, from, out, from, to - from);
    }
}
