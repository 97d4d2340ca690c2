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
            int[] sizes = new int[order.length];
            boolean[] seen = new boolean[in[0].shape().rank()];
            for (int i = 0; i < order.length; i++) {
                int axis = in[0].shape().axis("permute", order[i]);
                sizes[i] = in[0].shape().size(axis);
                seen[axis] = true;
            }
            for (boolean used : seen) {
                if (!used || order.length != in[0].shape().rank()) {
                    throw new ShapeException("permute: %s does not name each axis of %s once"
                            .formatted(Arrays.toString(order), in[0].shape()));
                }
            }
            return Shape.of(sizes);
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            int[] own = in[0].shape().strides();
            int[] strides = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                strides[i] = own[in[0].shape().axis(order[i])];
            }
            return device.copy(in[0].data(), new View(0, strides, out));
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

    /** Elements start, start + step, … (count of them) of one axis; step may be negative. */
    record Slice(int axis, int start, int step, int count) implements Move {
        @Override
        public Shape shape(Tensor[] in) {
            int size = in[0].shape().size(in[0].shape().axis("slice", axis));
            int last = start + step * (count - 1);
            if (count > 0 && (start < 0 || start >= size || last < 0 || last >= size)) {
                throw new ShapeException("slice: elements %d … %d of axis %d, which has size %d in %s"
                        .formatted(start, last, axis, size, in[0].shape()));
            }
            return in[0].shape().with(axis, count);
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.copy(in[0].data(), view(in[0].shape(), out));
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            return Op.apply(new Unslice(this, in[0].shape()), g);
        }

        View view(Shape whole, Shape part) {
            int[] strides = whole.strides();
            int at = whole.axis(axis);
            int offset = start * strides[at];
            strides[at] *= step;
            return new View(part.elements() == 0 ? 0 : offset, strides, part);
        }
    }

    /** The adjoint of {@link Slice}: the part in its place among zeros. */
    record Unslice(Slice slice, Shape whole) implements Move {
        @Override
        public Shape shape(Tensor[] in) {
            return whole;
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.spread(in[0].data(), slice.view(whole, in[0].shape()), whole.elements());
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            return Op.apply(slice, g);
        }
    }

    /** Stretched to a larger shape; the gradient is summed over the stretched axes. */
    record Expand(Shape to) implements Move {
        @Override
        public Shape shape(Tensor[] in) {
            if (in[0].shape().rank() > to.rank()
                    || !Shape.broadcast("expand", in[0].shape(), to).equals(to)) {
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
            return Op.apply(new Slice(axis, start, 1, in[i].shape().size(axis)), g);
        }
    }
}
