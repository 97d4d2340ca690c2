package io.cajal.loss;

import io.cajal.tensor.Tensor;

/**
 * Binary cross-entropy on probabilities, −(t ln p + (1 − t) ln(1 − p)). The logarithms are held at −100 and above, as PyTorch's BCELoss does.
 * It belongs to a sigmoid output; deck 2 feeds it a softmax, and decks 2 and 4 print it without the minus. Prefer {@link BceWithLogits}.
 */
public record Bce(Reduction reduction) implements Loss {
    /** The mean over all elements. */
    public Bce() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        Loss.sameShape("bce", output, target);
        Tensor likely = output.log().clamp(-100, Double.POSITIVE_INFINITY);
        Tensor unlikely = output.neg().log1p().clamp(-100, Double.POSITIVE_INFINITY);
        return reduction.of(target.mul(likely).add(target.neg().add(1).mul(unlikely)).neg());
    }
}
