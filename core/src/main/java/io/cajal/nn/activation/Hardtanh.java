package io.cajal.nn.activation;

import io.cajal.backend.cpu.Elementwise;
import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;

/**
 * x held between two bounds (Collobert 2004), derivative 1 inside, 0 outside and, as in PyTorch, on the
 * bounds.
 *
 * <p>A {@link Tanh} of three straight lines, for machines where exponentials are dear. A unit that has left
 * the bounds for every input learns nothing any more.
 */
public record Hardtanh(double low, double high) implements Activation {
    public Hardtanh {
        if (!(low < high)) {
            throw new CajalException(
                    "hardtanh: the lower bound must be below the upper, got %s and %s".formatted(low, high));
        }
    }

    /** Between −1 and 1. */
    public Hardtanh() {
        this(-1, 1);
    }

    @Override
    public double at(double x) {
        return Math.min(Math.max(x, low), high);
    }

    @Override
    public double slope(double x, double y) {
        return x > low && x < high ? 1 : 0;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.gt(low).mul(x.lt(high));
    }

    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        Elementwise.of(n).clamp((float) low, (float) high, x, xo, y, yo, n);
    }

    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        Elementwise.of(to - from).within(Math.nextUp((float) low), Math.nextDown((float) high), g, x, out,
                from, to);
    }
}
