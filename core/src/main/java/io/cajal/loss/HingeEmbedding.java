package io.cajal.loss;

import io.cajal.tensor.Tensor;

/**
 * For distances d of pairs (Hadsell, Chopra and LeCun 2006 square them): d for pairs that belong together,
 * target +1, and max(0, m − d) for others, target −1. As PyTorch's HingeEmbeddingLoss.
 *
 * @param margin m
 */
public record HingeEmbedding(double margin, Reduction reduction) implements Loss {
    /** A margin of 1, the mean over all elements. */
    public HingeEmbedding() {
        this(1, Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        Loss.sameShape("hingeEmbedding", output, target);
        Checks.signs("hingeEmbedding", target);
        Tensor lacking = output.neg().add(margin).clamp(0, Double.POSITIVE_INFINITY); // slope 1 at 0, as there
        return reduction.of(Tensor.where(target.gt(0), output, lacking));
    }
}
