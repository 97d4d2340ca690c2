package io.cajal.loss;

import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/** How far an output is from its target, as one number to be made small. */
@FunctionalInterface
public interface Loss {

    /** The loss of a batch: a scalar. */
    Tensor of(Tensor output, Tensor target);

    /** For losses that compare element by element: without this, [N] against [N × 1] would silently become [N × N]. */
    static void sameShape(String loss, Tensor output, Tensor target) {
        if (!output.shape().equals(target.shape())) {
            throw new ShapeException(
                    "%s: output %s and target %s differ in shape%s".formatted(loss, output.shape(),
                            target.shape(), output.shape().elements() == target.shape().elements()
                                    ? ": reshape one to the other" : ""));
        }
    }
}
