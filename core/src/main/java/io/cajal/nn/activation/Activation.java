package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.UnaryOp;

/** A nonlinearity that is its own operation: f, f′ in double, and f′ with tensor operations; see {@link UnaryOp}. */
public interface Activation extends Layer, UnaryOp {
    @Override
    default Tensor forward(Tensor x) {
        return x.apply(this);
    }
}
