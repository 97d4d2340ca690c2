package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * softmax(z)_j = exp z_j / Σ_k exp z_k along an axis (Bridle 1990), in (0, 1), with sum 1; ∂p_j/∂z_i =
 * p_j(δ_ij − p_i).
 *
 * <p>For the probabilities of classes that exclude each other. In training give the logits z to the loss
 * CrossEntropy, which has it inside, in a form that cannot overflow; a softmax before that loss is a mistake
 * that learns slowly instead of failing.
 *
 * <p>Errata: deck 4 prints the denominator as Σ_k e^k and the range as [−1, 1]. Deck 1 proposes it for
 * several labels at once (multilabel), which needs a {@link Sigmoid} for each. Deck 2 feeds it to the binary
 * cross-entropy.
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
