package io.cajal.nn.activation;

import io.cajal.nn.Elementwise;
import io.cajal.tensor.UnaryOp;

/**
 * The hyperbolic tangent (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ), in (−1, 1), derivative 1 − f².
 *
 * <p>It is 2σ(2x) − 1, a logistic function centred at 0, and trains faster for that (LeCun, Bottou, Orr and
 * Müller 1998, "Efficient BackProp"). For the state of recurrent networks, for small networks, for outputs in
 * (−1, 1). Far from 0 it is flat, so that deep networks of it learn slowly.
 */
public record Tanh() implements Elementwise {
    @Override
    public UnaryOp function() {
        return UnaryOp.tanh();
    }
}
