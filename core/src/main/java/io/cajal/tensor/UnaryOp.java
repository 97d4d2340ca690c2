package io.cajal.tensor;

import io.cajal.backend.Backend;
import io.cajal.backend.Data;
import io.cajal.backend.UnaryFn;
import io.cajal.base.Shape;

/**
 * A function applied to each element. An implementation gives {@link #at f} and {@link #slope f′} in double,
 * and f′ once more with tensor operations, from which second and higher derivatives follow.
 */
public non-sealed interface UnaryOp extends Op, UnaryFn {

    /** max(0, x). */
    static UnaryOp relu() {
        return Elementary.RELU;
    }

    /** The hyperbolic tangent. */
    static UnaryOp tanh() {
        return Transcendental.TANH;
    }

    /** The logistic function. */
    static UnaryOp sigmoid() {
        return Transcendental.SIGMOID;
    }

    /**
     * f′ with tensor operations, given x and y = f(x); of the two, only what the operation keeps may be used.
     */
    Tensor slope(Tensor x, Tensor y);

    /** g · f′ for a function whose slope follows from its result y: when its operand is not known. */
    default Tensor gradient(Tensor g, Tensor y) {
        return gradient(0, g, y, Operands.UNKNOWN);
    }

    @Override
    default Shape shape(Tensor[] in) {
        return in[0].shape();
    }

    @Override
    default Data forward(Backend device, Shape out, Tensor[] in) {
        return device.unary(this, in[0].data());
    }

    /** g · f′: in one sweep, or step by step when the gradient is to be differentiated again. */
    @Override
    default Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
        if (Run.current().recording()) {
            return g.mul(slope(in[0], y));
        }
        Data x = keepsInput(0) ? in[0].data() : null;
        Data out = keepsOutput() ? y.data() : null;
        return new Tensor(g.shape(), g.device(), g.device().unaryBackward(this, g.data(), x, out), null);
    }
}
