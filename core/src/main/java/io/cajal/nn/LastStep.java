package io.cajal.nn;

import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/** What a sequence came to: the outputs [N × T × F] of its last step, [N × F]. */
public record LastStep() implements Layer {
    @Override
    public Tensor forward(Tensor x) { // [N × T × F]
        if (x.rank() != 3 || x.size(1) == 0) {
            throw new ShapeException(
                    "lastStep: needs sequences [N × T × F] with one step or more, got " + x.shape());
        }
        return x.select(1, -1); // [N × F]
    }
}
