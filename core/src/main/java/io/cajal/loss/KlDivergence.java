package io.cajal.loss;

import io.cajal.tensor.Tensor;

/**
 * Kullback-Leibler divergence Σ t (ln t − ln q) of a target distribution t from the output's
 * log-probabilities ln q [N × …]; terms with t = 0 are 0. The mean is over the batch (PyTorch's "batchmean";
 * its "mean", over all elements, is no divergence).
 *
 * @param logTarget whether the target is given as ln t
 */
public record KlDivergence(boolean logTarget, Reduction reduction) implements Loss {
    /** For targets t, the mean over the batch. */
    public KlDivergence() {
        this(false, Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        Loss.sameShape("klDivergence", output, target);
        Tensor terms = logTarget ? target.exp().mul(target.sub(output)) : ofProbabilities(output, target);
        return reduction == Reduction.MEAN ? terms.sum().mul(1.0 / (terms.rank() == 0 ? 1 : terms.size(0)))
                : reduction.of(terms);
    }

    private static Tensor ofProbabilities(Tensor output, Tensor target) {
        Tensor logTarget = Tensor.where(target.gt(0), target, target.filled(1)).log(); // 0 ln 0 is 0
        return target.mul(logTarget.sub(output));
    }
}
