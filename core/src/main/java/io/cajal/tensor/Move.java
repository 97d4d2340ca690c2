package io.cajal.tensor;

import io.cajal.backend.Backend;
import io.cajal.backend.Data;
import io.cajal.backend.View;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import java.util.Arrays;

/** Operations that only move numbers. Reshape shares them, the others copy. */
sealed interface Move extends Op {

    @Override
    default boolean keepsInput(int i) {
        return false;
    }

    /** The same numbers in the same order under another shape. */
    record Reshape(Shape to) implements Move {
        @Override
        public Shape shape(Tensor[] in) {
            if (in[0].shape().elements() != to.elements()) {
                throw new ShapeException("reshape: %s has %d elements, %s has %d"
                        .formatted(in[0].shape(), in[0].shape().elements(), to, to.elements()));
            }
            return to;
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return in[0].data();
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            return g.reshape(in[0].shape());
        }
    }

    /** Axis i of the result is axis {@code order[i]} of the operand. */
    record Permute(int... order) implements Move {
        @Override
        public Shape shape(Tensor[] in) {
            return View.permuted(in[0].shape(), order).shape();
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.copy(in[0].data(), View.permuted(in[0].shape(), order));
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            int[] inverse = new int[order.length];
            for (int k = 0; k < order.length; k++) {
                inverse[in[0].shape().axis(order[k])] = k;
            }
            return g.permute(inverse);
        }

        @Override
        public String toString() {
            return "Permute" + Arrays.toString(order);
        }
    }

    /** What a view of the operand shows, as a block of its own: a slice, an element of an axis, any as_strided. */
    record Strided(String name, View view) implements Move {
        @Override
        public Shape shape(Tensor[] in) {
            return view.shape();
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.copy(in[0].data(), view);
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            return Op.apply(new Spread(this, in[0].shape()), g);
        }

        @Override
        public String toString() {
            return "%s[offset %d, strides %s]".formatted(name, view.offset(),
                    Arrays.toString(view.strides()));
        }
    }

    /** The adjoint of {@link Strided}: each number added to its place among zeros. */
    record Spread(Strided part, Shape whole) implements Move {
        @Override
        public Shape shape(Tensor[] in) {
            return whole;
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.spread(in[0].data(), part.view, whole.elements());
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            return Op.apply(part, g);
        }
    }

    /** Stretched to a larger shape; the gradient is summed over the stretched axes. */
    record Expand(Shape to) implements Move {
        @Override
        public Shape shape(Tensor[] in) {
            if (!in[0].shape().stretchesTo(to)) {
                if (in[0].rank() <= to.rank()) {
                    Shape.broadcast(name(), in[0].shape(), to); // which names the axis, if there is one
                }
                throw new ShapeException(
                        "expand: shape %s does not stretch to %s".formatted(in[0].shape(), to));
            }
            return to;
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.copy(in[0].data(), View.stretch(in[0].shape(), to));
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            return g.sumTo(in[0].shape());
        }
    }

    /** Several tensors one after the other along an axis. */
    record Cat(int axis) implements Move {
        @Override
        public Shape shape(Tensor[] in) {
            int at = in[0].shape().axis("cat", axis);
            int total = 0;
            for (int i = 0; i < in.length; i++) {
                if (in[i].shape().rank() != in[0].shape().rank()
                        || !in[i].shape().with(at, 0).equals(in[0].shape().with(at, 0))) {
                    throw new ShapeException(
                            "cat: shapes may differ in axis %d only, part 0 is %s, part %d is %s"
                                    .formatted(axis, in[0].shape(), i, in[i].shape()));
                }
                total = Math.addExact(total, in[i].shape().size(at));
            }
            return in[0].shape().with(at, total);
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            int at = out.axis(axis);
            Data[] parts = new Data[in.length];
            int[] widths = new int[in.length];
            for (int i = 0; i < in.length; i++) {
                parts[i] = in[i].data();
                widths[i] = in[i].shape().elements(at, out.rank());
            }
            return device.concat(parts, widths, out.elements(0, at));
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            int start = 0;
            for (int j = 0; j < i; j++) {
                start += in[j].shape().size(axis);
            }
            return g.narrow(axis, start, in[i].shape().size(axis));
        }
    }
}
