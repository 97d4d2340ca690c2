package io.cajal.loss;

import io.cajal.tensor.Tensor;

/**
 * Kullback-Leibler divergence Σ t (ln t − ln q) of a target distribution t from the output's log-probabilities ln q; terms with t = 0 are 0. The
 * mean is over the batch (PyTorch's "batchmean", the mathematical one), rows are [N × …].
 */
public record KlDivergence(Reduction reduction) implements Loss {
    /** The mean over all elements. */
    public KlDivergence() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        Loss.sameShape("klDivergence", output, target);
        Tensor positive = target.gt(0);
        Tensor logTarget = Tensor.where(positive, target, target.filled(1)).log();
        Tensor terms = target.mul(logTarget.sub(output));
        return reduction == Reduction.MEAN ? terms.sum().mul(1.0 / terms.size(0)) : reduction.of(terms);
    }
}
