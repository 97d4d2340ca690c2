package io.cajal.loss;

import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/**
 * Negative log-likelihood −ln p(label) on log-probabilities [N × C], with class numbers [N]; what follows a
 * log-softmax. With class weights the mean is over the weights of the examples.
 *
 * @param weights [C], or null for equal ones
 */
public record Nll(Tensor weights, Reduction reduction) implements Loss {
    /** Equal weights, the mean over the batch. */
    public Nll() {
        this(null, Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        Tensor picked = pick("nll", output, target);
        Checks.classWeights("nll", weights, output.size(1));
        if (weights == null) {
            return reduction.of(picked.neg());
        }
        Tensor exampleWeights = weights.indexSelect(0, target);
        Tensor losses = picked.mul(exampleWeights).neg();
        return reduction == Reduction.MEAN ? losses.sum().div(exampleWeights.sum()) : reduction.of(losses);
    }

    /** From each row the element of its label. */
    static Tensor pick(String loss, Tensor rows, Tensor labels) {
        if (rows.rank() != 2 || labels.rank() != 1 || labels.size(0) != rows.size(0)) {
            throw new ShapeException("%s: needs outputs [N × classes] and labels [N], got %s and %s"
                    .formatted(loss, rows.shape(), labels.shape()));
        }
        labels.checkLabels(loss, rows.size(1));
        return rows.gather(1, labels.unsqueeze(1)).squeeze(1);
    }
}
