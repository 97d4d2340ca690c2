package io.cajal.nn.activation;

import io.cajal.base.Special;
import io.cajal.tensor.Tensor;

/**
 * x·tanh(ln(1 + eˣ)) (Misra 2019): smooth, and slightly negative around −1.19. Derivative t + x·σ(x)(1 − t²)
 * with t = tanh(ln(1 + eˣ)).
 */
public record Mish() implements Activation {
    @Override
    public double at(double x) {
        return x * StrictMath.tanh(Special.softplus(x));
    }

    @Override
    public double slope(double x, double y) {
        return slope(x);
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return slope(x);
    }

    private static double slope(double x) {
        double t = StrictMath.tanh(Special.softplus(x));
        return t + x * Special.logistic(x) * (1 - t * t);
    }

    private static Tensor slope(Tensor x) {
        Tensor t = x.softplus().tanh();
        return t.add(x.mul(x.sigmoid()).mul(t.square().neg().add(1)));
    }
}
