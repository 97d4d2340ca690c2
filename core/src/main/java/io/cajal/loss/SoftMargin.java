package io.cajal.loss;

import io.cajal.tensor.Tensor;

/**
 * The logistic loss ln(1 + e^(−t·z)) on logits z for targets t of −1 or +1, as PyTorch's SoftMarginLoss;
 * {@link BceWithLogits} for 0 and 1.
 */
public record SoftMargin(Reduction reduction) implements Loss {
    /** The mean over all elements. */
    public SoftMargin() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        Loss.sameShape("softMargin", output, target);
        Checks.signs("softMargin", target);
        return reduction.of(output.mul(target).neg().softplus());
    }
}
