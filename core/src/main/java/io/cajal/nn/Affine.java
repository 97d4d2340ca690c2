package io.cajal.nn;

import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.UnaryOp;

/** A layer of weighted sums that can take the function of each element after it along. */
public interface Affine extends Layer {

    /** f of what the layer computes, in one operation when the slope of f follows from its result. */
    Tensor forward(Tensor x, UnaryOp f);

    /** Runs both; what {@link Layer#apply} is to {@link #forward(Tensor)}. */
    default Tensor apply(Tensor x, UnaryOp f) {
        try {
            return forward(x, f);
        } catch (ShapeException e) {
            throw e.in(this, Parts.nameOf(e.layer(), this));
        }
    }
}
