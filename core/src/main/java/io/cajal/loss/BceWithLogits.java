package io.cajal.loss;

import io.cajal.tensor.Tensor;

/**
 * Binary cross-entropy on logits z, with p = σ(z): −(w t ln p + (1 − t) ln(1 − p)), computed without overflow
 * as (1 − t) z + (1 + (w − 1) t) · ln(1 + e⁻ᶻ). Several outputs with a sigmoid each are the right form for
 * multi-label targets (deck 1 suggests a softmax, whose outputs exclude each other).
 *
 * @param positiveWeight w, above 1 to count missed positives more, broadcast over the batch; null for 1
 */
public record BceWithLogits(Tensor positiveWeight, Reduction reduction) implements Loss {
    /** The mean over all elements, positives and negatives counting alike. */
    public BceWithLogits() {
        this(null, Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        Loss.sameShape("bceWithLogits", output, target);
        Tensor softplus = output.neg().softplus(); // ln(1 + e⁻ᶻ)
        Tensor factor = positiveWeight == null ? null : positiveWeight.add(-1).mul(target).add(1);
        Tensor negative = target.neg().add(1).mul(output);
        return reduction.of(negative.add(factor == null ? softplus : softplus.mul(factor)));
    }
}
