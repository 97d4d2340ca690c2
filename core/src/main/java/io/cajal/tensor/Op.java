package io.cajal.tensor;

import io.cajal.backend.Backend;
import io.cajal.backend.Data;
import io.cajal.base.CajalException;
import io.cajal.base.Shape;

/**
 * An operation on tensors: its shape rule, its forward pass and its gradient stand together in one record.
 * Being a record, it prints itself, and can be taken apart by a {@code switch}. The families are closed;
 * within {@link UnaryOp} and {@link BinaryOp} anyone may add an operation, and any other as a {@link RowRule}.
 */
public sealed interface Op
        permits UnaryOp, BinaryOp, Reduce, Move, Lookup, Product, Convolve, Place, Resample, GridSample,
        Normalize, Softmax, LabelLoss, Recur, RowWise {

    /** The name in messages: {@code matmul}, {@code relu}. */
    default String name() {
        String simple = getClass().getSimpleName();
        return Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
    }

    /** The result's shape; throws {@link io.cajal.base.ShapeException} when the operands do not fit. */
    Shape shape(Tensor[] in);

    Data forward(Backend device, Shape out, Tensor[] in);

    /**
     * The vector-Jacobian product for one operand: ∂L/∂in[i], given {@code g} = ∂L/∂y. Written with tensor
     * operations, so that it can itself be differentiated. Null where the operand has no gradient. {@code y}
     * is null unless {@link #keepsOutput}; its shape is that of g.
     */
    Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in);

    /**
     * For an operation that ends with a function of each element: the gradient of what that function was
     * given, which {@link #gradient} then gets as {@code g} for each operand.
     */
    default Tensor inner(Tensor g, Tensor y) {
        return g;
    }

    /**
     * Whether {@link #gradient} reads the numbers of operand i; if not, they need not be kept for the
     * backward pass.
     */
    default boolean keepsInput(int i) {
        return true;
    }

    /** Whether {@link #gradient} or {@link #inner} reads the numbers of the result. */
    default boolean keepsOutput() {
        return false;
    }

    /**
     * Products that the forward pass adds up, the measure of what products of matrices and convolutions cost. The
     * gradient of each of the first two operands takes as many. All else is small beside them, and counts as 0.
     */
    default long multiplyAdds(Shape out, Tensor[] in) {
        return 0;
    }

    /** Numbers that it keeps for the backward pass, beside operands and result. */
    default long keepsBeside() {
        return 0;
    }

    static Tensor apply(Op op, Tensor a) {
        return borrowing(op, Operands.mine().with(a));
    }

    static Tensor apply(Op op, Tensor a, Tensor b) {
        return borrowing(op, Operands.mine().with(a, b));
    }

    static Tensor apply(Op op, Tensor a, Tensor b, Tensor c) {
        return borrowing(op, Operands.mine().with(a, b, c));
    }

    private static Tensor borrowing(Op op, Tensor[] in) {
        try {
            return apply(op, in);
        } finally {
            Operands.mine().back(in);
        }
    }

    /** Runs an operation, and records it when an operand is tracked and recording is on. */
    static Tensor apply(Op op, Tensor... in) {
        Backend device = in[0].device();
        boolean tracked = false;
        for (int i = 0; i < in.length; i++) {
            tracked |= in[i].node != null;
            if (in[i].device() != device) {
                throw new CajalException(
                        "%s: operands on two devices, %s on %s and %s on %s; move one with to(device)"
                                .formatted(op.name(), in[0].shape(), device.name(), in[i].shape(),
                                        in[i].device().name()));
            }
        }
        Shape shape = op.shape(in);
        Data data = op.forward(device, shape, in);
        return tracked && Run.current().recording() ? Node.record(op, shape, device, data, in)
                : new Tensor(shape, device, data, null);
    }
}
