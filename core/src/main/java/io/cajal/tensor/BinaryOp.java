package io.cajal.tensor;

import io.cajal.backend.Backend;
import io.cajal.backend.BinaryFn;
import io.cajal.backend.Data;
import io.cajal.backend.View;
import io.cajal.base.Shape;

/** A function of two elements, with broadcasting: sizes of 1 stretch, and their gradients are summed back. */
public non-sealed interface BinaryOp extends Op, BinaryFn {

    /** g · ∂f/∂a for i = 0, g · ∂f/∂b for i = 1, in the result's shape; null where there is no gradient. */
    Tensor pull(int i, Tensor g, Tensor y, Tensor a, Tensor b);

    @Override
    default Shape shape(Tensor[] in) {
        Shape a = in[0].shape();
        Shape b = in[1].shape();
        return a.equals(b) ? a : Shape.broadcast(name(), a, b);
    }

    @Override
    default Data forward(Backend device, Shape out, Tensor[] in) {
        return device.binary(this, in[0].data(), View.stretch(in[0].shape(), out), in[1].data(),
                View.stretch(in[1].shape(), out));
    }

    @Override
    default Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
        Tensor pulled = pull(i, g, y, in[0], in[1]);
        return pulled == null ? null : pulled.sumTo(in[i].shape());
    }
}
