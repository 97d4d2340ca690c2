package io.cajal.loss;

import io.cajal.tensor.Tensor;

/**
 * The margin loss max(0, 1 − t·y) of a support vector machine (Cortes and Vapnik 1995), for targets t of −1
 * or +1 and scores y.
 */
public record Hinge(Reduction reduction) implements Loss {
    /** The mean over all elements. */
    public Hinge() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        Loss.sameShape("hinge", output, target);
        Checks.signs("hinge", target);
        return reduction.of(output.mul(target).neg().add(1).relu());
    }
}
