package io.cajal.loss;

import io.cajal.tensor.Tensor;

/**
 * The multi-class hinge loss (Crammer and Singer 2001): (1/C) Σ_{k ≠ label} max(0, 1 − z_label + z_k), for scores [N × C] and class
 * numbers [N], as PyTorch's MultiMarginLoss.
 */
public record MultiMargin(Reduction reduction) implements Loss {
    /** The mean over the batch. */
    public MultiMargin() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        Tensor right = Nll.pick("multiMargin", output, target).unsqueeze(1); // [N × 1]
        Tensor others = target.oneHot(output.size(1)).neg().add(1);          // [N × C], 0 at the label
        Tensor margins = output.sub(right).add(1).relu().mul(others);
        return reduction.of(margins.sum(1).mul(1.0 / output.size(1)));
    }
}
