package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * x held between two bounds, −1 and 1 unless given (Collobert 2004). Derivative 1 inside, 0 outside and, as in
 * PyTorch, on the bounds.
 */
public record Hardtanh(double low, double high) implements Activation {
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
}
