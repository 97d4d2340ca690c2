package io.cajal.loss;

import io.cajal.base.CajalException;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/**
 * Categorical cross-entropy on logits z: −Σ_k t_k ln softmax(z)_k. Targets are class numbers [N] or
 * probabilities [N × C] against logits [N × C]. The softmax is inside: a network that ends in one of its own
 * would apply it twice. The gradient is softmax(z) − t. (Decks 2 to 4 print it without the minus or the class
 * index.) Sequences of answers, logits [N × T × C] and class numbers [N × T], count as N·T examples.
 *
 * <p>With label smoothing ε (Szegedy et al. 2016) the target becomes (1 − ε) t + ε/C. With class weights the
 * mean is over the weights of the examples, as PyTorch's CrossEntropyLoss.
 *
 * @param weights [C], or null for equal ones
 * @param smoothing ε in 0 … 1
 */
public record CrossEntropy(Tensor weights, double smoothing, Reduction reduction) implements Loss {
    public CrossEntropy {
        if (!(smoothing >= 0 && smoothing <= 1)) {
            throw new CajalException("crossEntropy: label smoothing must be in 0 … 1, got " + smoothing);
        }
    }

    /** Equal weights, no smoothing, the mean over the batch. */
    public CrossEntropy() {
        this(null, 0, Reduction.MEAN);
    }

    public CrossEntropy withSmoothing(double epsilon) {
        return new CrossEntropy(weights, epsilon, reduction);
    }

    public CrossEntropy withWeights(Tensor classWeights) {
        return new CrossEntropy(classWeights, smoothing, reduction);
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        if (output.rank() == 3 && target.rank() == 2 && output.size(0) == target.size(0)
                && output.size(1) == target.size(1)) {
            int answers = target.size(0) * target.size(1);
            return of(output.reshape(answers, output.size(2)), target.reshape(answers));
        }
        if (output.rank() != 2) {
            throw new ShapeException("crossEntropy: needs logits [N × classes] or [N × T × classes], got "
                    + output.shape());
        }
        int classes = output.size(1);
        Checks.classWeights("crossEntropy", weights, classes);
        if (target.shape().equals(output.shape())) {
            return ofProbabilities(output.logSoftmax(1), target, classes);
        }
        if (target.rank() != 1) {
            throw new ShapeException(
                    "crossEntropy: needs class numbers [%d] or probabilities %s for logits %s, got %s"
                            .formatted(output.size(0), output.shape(), output.shape(), target.shape()));
        }
        if (weights == null && smoothing == 0) {
            return reduction.of(output.crossEntropy(target));
        }
        return ofLabels(output.logSoftmax(1), target, classes);
    }

    private Tensor ofLabels(Tensor logs, Tensor labels, int classes) {
        Tensor picked = Nll.pick("crossEntropy", logs, labels); // [N]
        Tensor exampleWeights = weights == null ? null : weights.indexSelect(0, labels); // [N]
        Tensor losses = exampleWeights == null ? picked.neg() : picked.mul(exampleWeights).neg();
        if (smoothing > 0) {
            Tensor even = (weights == null ? logs : logs.mul(weights)).sum(1).neg(); // [N]
            losses = losses.mul(1 - smoothing).add(even.mul(smoothing / classes));
        }
        return exampleWeights != null && reduction == Reduction.MEAN ? losses.sum().div(exampleWeights.sum())
                : reduction.of(losses);
    }

    private Tensor ofProbabilities(Tensor logs, Tensor target, int classes) {
        Tensor smooth = smoothing == 0 ? target : target.mul(1 - smoothing).add(smoothing / classes);
        Tensor weighted = weights == null ? logs : logs.mul(weights);
        return reduction.of(weighted.mul(smooth).sum(1).neg());
    }
}
