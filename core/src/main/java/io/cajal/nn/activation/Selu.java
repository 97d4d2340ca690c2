package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * The scaled exponential linear unit λ·x for x &gt; 0, λα(eˣ − 1) else (Klambauer et al. 2017), with λ and α
 * such that activations of mean 0 and variance 1 stay so from layer to layer. Initialise with variance
 * 1/fan_in.
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
        return LAMBDA * (x > 0 ? 1 : ALPHA * StrictMath.exp(x));
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return Tensor.where(x.gt(0), x.filled(LAMBDA),
                x.clamp(Double.NEGATIVE_INFINITY, 0).exp().mul(LAMBDA * ALPHA));
    }
}
