package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * exp z_j / Σ_k exp z_k along an axis: probabilities of classes that exclude each other, in (0, 1), with sum 1
 * (Bridle 1990). ∂p_j/∂z_i = p_j (δ_ij − p_i).
 *
 * <p>Errata: deck 4 prints the denominator as Σ_k e^k and the range as [−1, 1]; deck 1 proposes it for several
 * labels at once, which needs a sigmoid for each instead; deck 2 feeds it to the binary cross-entropy. For
 * training use the loss CrossEntropy on the logits, which has the softmax inside.
 */
public record Softmax(int axis) implements Layer {
    /** Along the last axis. */
    public Softmax() {
        this(-1);
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.softmax(axis);
    }
}
