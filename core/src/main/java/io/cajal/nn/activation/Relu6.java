package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * min(max(0, x), 6) (Krizhevsky 2010; Howard et al. 2017): a rectified unit that low precision can hold.
 * Derivative 1 between 0 and 6, 0 elsewhere.
 */
public record Relu6() implements Activation {
    @Override
    public double at(double x) {
        return Math.min(Math.max(x, 0), 6);
    }

    @Override
    public double slope(double x, double y) {
        return x > 0 && x < 6 ? 1 : 0;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.gt(0).mul(x.lt(6));
    }
}
