package io.cajal.loss;

import io.cajal.tensor.Tensor;

/**
 * Mean absolute error, (1/n) Σ |y − t|; slope 0 where y = t, as PyTorch's L1Loss.
 */
public record L1(Reduction reduction) implements Loss {
    /** The mean over all elements. */
    public L1() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        Loss.sameShape("l1", output, target);
        return reduction.of(output.sub(target).abs());
    }
}
