package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * The binary step: 0 for x &lt; 0, 1 for x ≥ 0 (McCulloch and Pitts 1943). Its derivative is 0 for x ≠ 0, and
 * at 0 there is none; 0 is taken there too.
 *
 * <p>For threshold units whose weights are set by hand or by the perceptron's rule (Rosenblatt 1958).
 * Gradients cannot train what lies before it, since none pass: use {@link Sigmoid}, the "soft step".
 *
 * <p>Errata: deck 0 calls all activations differentiable, which this one is not. It also has the perceptron
 * give 0 for w·x ≤ θ but step(0) = 1; the two contradict each other at equality, and here step(0) = 1.
 */
public record Step() implements Activation {
    @Override
    public double at(double x) {
        return x >= 0 ? 1 : x != x ? x : 0;
    }

    @Override
    public double slope(double x, double y) {
        return 0;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.filled(0);
    }

    @Override
    public boolean keepsInput(int i) {
        return false;
    }
}
