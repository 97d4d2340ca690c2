package io.cajal.loss;

import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/**
 * How far an output is from its target, as one number to be made small. The task chooses it (deck 3 has
 * squared error beside a softmax): numbers {@link Mse}, one of several classes {@link CrossEntropy} on
 * logits, yes or no, once or for each of several labels, {@link BceWithLogits}.
 */
@FunctionalInterface
public interface Loss {

    /**
     * The loss of a batch: a scalar, or one number for each element or example where the reduction is none.
     */
    Tensor of(Tensor output, Tensor target);

    /**
     * For losses that compare element by element: without this, [N] against [N × 1] would silently become [N
     * × N].
     */
    static void sameShape(String loss, Tensor output, Tensor target) {
        if (!output.shape().equals(target.shape())) {
            throw new ShapeException("%s: output %s and target %s differ in shape%s".formatted(loss,
                    output.shape(), target.shape(), hint(output, target)));
        }
    }

    private static String hint(Tensor output, Tensor target) {
        if (output.shape().elements() == target.shape().elements()) {
            return ": reshape the target to " + output.shape();
        }
        return output.rank() == 2 && target.rank() == 1 && output.size(0) == target.size(0)
                ? ": for class numbers use crossEntropy, or make them oneHot" : "";
    }
}
