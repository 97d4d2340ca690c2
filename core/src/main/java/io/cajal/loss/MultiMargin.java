package io.cajal.loss;

import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;

/**
 * The hinge loss for several classes (Weston and Watkins 1999): w_label · (1/C) Σ_{k ≠ label} max(0, m −
 * z_label + z_k)^p, for scores z [N × C] and class numbers [N], as PyTorch's MultiMarginLoss.
 *
 * @param p 1 or 2
 * @param margin m
 * @param weights [C], or null for equal ones
 */
public record MultiMargin(int p, double margin, Tensor weights, Reduction reduction) implements Loss {
    public MultiMargin {
        if (p != 1 && p != 2) {
            throw new CajalException("multiMargin: p must be 1 or 2, got " + p);
        }
    }

    /** p = 1, a margin of 1, equal weights, the mean over the batch. */
    public MultiMargin() {
        this(1, 1, null, Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        Tensor right = Nll.pick("multiMargin", output, target).unsqueeze(1); // [N × 1]
        int classes = output.size(1);
        Checks.classWeights("multiMargin", weights, classes);
        Tensor others = target.oneHot(classes).neg().add(1);                 // [N × C], 0 at the label
        Tensor margins = output.sub(right).add(margin).relu().mul(others);
        Tensor losses = (p == 1 ? margins : margins.square()).sum(1).mul(1.0 / classes); // [N]
        return reduction.of(weights == null ? losses : losses.mul(weights.indexSelect(0, target)));
    }
}
