package io.cajal.tensor;

import io.cajal.backend.Backend;
import io.cajal.backend.Data;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;

/**
 * Matrix products. Transposition is a flag of the product, so no gradient ever copies a transposed matrix.
 */
sealed interface Product extends Op {

    /** C = op(A) · op(B) over the last two axes; leading axes are a batch and broadcast. */
    record MatMul(boolean transA, boolean transB) implements Product {
        static final MatMul PLAIN = new MatMul(false, false);
        static final MatMul LEFT_TURNED = new MatMul(true, false);
        static final MatMul RIGHT_TURNED = new MatMul(false, true);

        @Override
        public String name() {
            return "matmul";
        }

        @Override
        public Shape shape(Tensor[] in) {
            Shape a = oriented(in[0].shape(), transA);
            Shape b = oriented(in[1].shape(), transB);
            checkInner(a, b);
            if (a.rank() == 2 && b.rank() == 2) {
                return Shape.of(a.size(0), b.size(1));
            }
            return batch(a, b).concat(Shape.of(a.size(-2), b.size(-1)));
        }

        /** For vectors as well, so that a message shows the shapes that the caller gave. */
        static void checkInner(Shape left, Shape right) {
            int k = left.size(-1);
            int other = right.size(right.rank() == 1 ? 0 : -2);
            if (k != other) {
                boolean turned = right.rank() > 1 && right.size(-1) == k;
                throw new ShapeException("matmul: inner dimensions differ, left %s right %s: %d ≠ %d%s"
                        .formatted(left, right, k, other, turned ? "; t() transposes the right one" : ""));
            }
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            Shape a = in[0].shape();
            Shape b = in[1].shape();
            if (out.rank() == 2) {
                return device.matmul(in[0].data(), in[1].data(), null, null,
                        io.cajal.backend.Product.of(out.size(0),
                                out.size(1), a.size(transA ? 0 : 1), transA, transB));
            }
            Shape batch = batch(a, b);
            return device.matmul(in[0].data(), in[1].data(), null, null,
                    new io.cajal.backend.Product(out.size(-2), out.size(-1), a.size(transA ? -2 : -1),
                            transA, transB, offsets(a, batch), offsets(b, batch)));
        }

        @Override
        public long multiplyAdds(Shape out, Tensor[] in) {
            return (long) out.elements() * in[0].size(transA ? -2 : -1);
        }

        /** For C = A·B: ∂L/∂A = G·Bᵀ and ∂L/∂B = Aᵀ·G; the flags carry over. */
        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            Tensor a = in[0];
            Tensor b = in[1];
            Tensor full = i == 0
                    ? transA ? of(b, g, transB, true) : of(g, b, false, !transB)
                    : transB ? of(g, a, true, transA) : of(a, g, !transA, false);
            return full.sumTo(in[i].shape());
        }

        private static Tensor of(Tensor left, Tensor right, boolean transLeft, boolean transRight) {
            return Op.apply(new MatMul(transLeft, transRight), left, right);
        }

        private static Shape batch(Shape a, Shape b) {
            return Shape.broadcast("matmul: batch axes", a.slice(0, a.rank() - 2), b.slice(0, b.rank() - 2));
        }

        /** Where each matrix of a broadcast batch starts. */
        private static int[] offsets(Shape operand, Shape batch) {
            int matrix = operand.size(-1) * operand.size(-2);
            int[] steps = operand.slice(0, operand.rank() - 2).stridesIn(batch);
            int[] offsets = new int[batch.elements()];
            for (int p = 0; p < offsets.length; p++) {
                for (int axis = batch.rank() - 1, rest = p; axis >= 0; axis--) {
                    offsets[p] += rest % batch.size(axis) * steps[axis] * matrix;
                    rest /= batch.size(axis);
                }
            }
            return offsets;
        }

        private static Shape oriented(Shape shape, boolean transposed) {
            return !transposed ? shape : shape.rank() == 2 ? Shape.of(shape.size(1), shape.size(0))
                    : shape.slice(0, shape.rank() - 2).concat(Shape.of(shape.size(-1), shape.size(-2)));
        }
    }

    /**
     * y = f(x·Wᵀ + b) for rows x [N × in], W [out × in] and, when there is a third operand, b [out].
     *
     * @param f a function whose slope follows from its result; null for none
     */
    record Linear(UnaryOp f) implements Product {
        static final Linear LINEAR = new Linear(null);

        @Override
        public Shape shape(Tensor[] in) {
            check(in[0].shape(), in[1].shape());
            if (in.length == 3
                    && (in[2].rank() != 1 || in[2].size(0) != in[1].size(0))) {
                throw new ShapeException("linear: weight %s needs a bias of shape [%d], got %s"
                        .formatted(in[1].shape(), in[1].shape().size(0), in[2].shape()));
            }
            return Shape.of(in[0].shape().size(0), in[1].shape().size(0));
        }

        /** Of an input with any number of axes. */
        static void check(Shape x, Shape weight) {
            if (weight.rank() != 2) {
                throw new ShapeException(
                        "linear: the weight must be a matrix [out × in], got shape %s".formatted(weight));
            }
            if (x.rank() == 0) {
                throw new ShapeException("linear: needs at least one axis, got a scalar");
            }
            if (x.size(-1) != weight.size(1)) {
                throw new ShapeException(
                        "linear: the layer takes %d features, the input has shape %s: %d ≠ %d"
                                .formatted(weight.size(1), x, x.size(-1), weight.size(1)));
            }
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.matmul(in[0].data(), in[1].data(), in.length == 3 ? in[2].data() : null, f,
                    io.cajal.backend.Product.of(out.size(0), out.size(1), in[1].shape().size(1), false,
                            true));
        }

        @Override
        public long multiplyAdds(Shape out, Tensor[] in) {
            return (long) out.elements() * in[1].size(1);
        }

        @Override
        public String toString() {
            return f == null ? "Linear[]" : "Linear[" + f + "]";
        }

        /** g · f′, from the result. */
        @Override
        public Tensor inner(Tensor g, Tensor y) {
            return f == null ? g : f.gradient(g, y);
        }

        /** ∂L/∂x = g·W, ∂L/∂W = gᵀ·x, ∂L/∂b = Σ over rows of g. */
        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            return switch (i) {
                case 0 -> Op.apply(MatMul.PLAIN, g, in[1]);
                case 1 -> Op.apply(MatMul.LEFT_TURNED, g, in[0]);
                default -> Op.apply(Reduce.Sum.OF_ROWS, g);
            };
        }

        @Override
        public boolean keepsInput(int i) {
            return i < 2;
        }

        @Override
        public boolean keepsOutput() {
            return f != null;
        }
    }
}
