package io.cajal.nn.activation;

import io.cajal.base.CajalException;
import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * ln(1 + e^(βx))/β (Dugas, Bengio, Bélisle, Nadeau and Garcia 2001), in (0, ∞), derivative σ(βx): a {@link
 * Relu} with a smooth bend, sharper as β grows.
 *
 * <p>For outputs that must be positive, such as a variance or a rate. In hidden layers {@link Relu} is
 * cheaper and trains no worse.
 *
 * @param beta β
 * @param threshold where βx exceeds it, x is taken itself, as in PyTorch: ln(1 + e²⁰) is 20 to nine digits
 */
public record Softplus(double beta, double threshold) implements Layer {
    public Softplus {
        if (!(beta > 0)) {
            throw new CajalException("softplus: beta must be above 0, got " + beta);
        }
    }

    /** β = 1, threshold 20. */
    public Softplus() {
        this(1, 20);
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor scaled = beta == 1 ? x : x.mul(beta);
        Tensor smooth = beta == 1 ? x.softplus() : scaled.softplus().div(beta);
        return Tensor.where(scaled.detach().gt(threshold), x, smooth);
    }
}
