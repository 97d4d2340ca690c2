package io.cajal.nn;

import io.cajal.tensor.Tensor;
import io.cajal.tensor.UnaryOp;

/** A layer that applies a function to each element. An {@link Affine} layer before it may take the function along. */
public interface Elementwise extends Layer {
    UnaryOp function();

    @Override
    default Tensor forward(Tensor x) {
        return x.apply(function());
    }
}
