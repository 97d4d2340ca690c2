package io.cajal.nn.activation;

import io.cajal.backend.cpu.Elementwise;
import io.cajal.tensor.Tensor;

/**
 * x/6 + ½ held between 0 and 1 (Courbariaux, Bengio and David 2015; PyTorch's scale), derivative 1/6 for
 * −3 &lt; x &lt; 3, else 0.
 *
 * <p>A {@link Sigmoid} of three straight lines, for gates on small devices.
 */
public record Hardsigmoid() implements Activation {
    @Override
    public double at(double x) {
        return Math.min(Math.max(x / 6 + 0.5, 0), 1);
    }

    @Override
    public double slope(double x, double y) {
        return x > -3 && x < 3 ? 1.0 / 6 : 0;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.gt(-3).mul(x.lt(3)).div(6);
    }

    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        Elementwise loops = Elementwise.of(n);
        loops.affine(1, 3, x, xo, y, yo, n);
        loops.clamp(0, 6, y, yo, y, yo, n);
        loops.affine(1f / 6, 0, y, yo, y, yo, n);
    }

    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        Elementwise loops = Elementwise.of(to - from);
        loops.within(Math.nextUp(-3f), Math.nextDown(3f), g, x, out, from, to);
        loops.affine(1f / 6, 0, out, from, out, from, to - from);
    }
}
