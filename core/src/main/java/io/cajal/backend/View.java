package io.cajal.backend;

import io.cajal.base.Known;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import java.util.Arrays;

/**
 * A strided window on a contiguous block: element (i, j, …) of {@code shape} stands at {@code offset +
 * i·strides[0] + j·strides[1] + …}. Slices, permutations, flips (negative strides) and broadcasts (stride 0)
 * are all of this form. The last views of each kind are kept, as those of one training come again and again.
 *
 * @param strides not to be changed
 */
public record View(int offset, int[] strides, Shape shape) {
    private static final Stretched[] STRETCHED = new Stretched[Known.PLACES];
    private static final Permuted[] PERMUTED = new Permuted[Known.PLACES];
    private static final Sliced[] SLICED = new Sliced[Known.PLACES];

    public View {
        if (strides.length != shape.rank()) {
            throw new ShapeException("view: shape %s needs %d strides, got %s".formatted(shape, shape.rank(),
                    Arrays.toString(strides)));
        }
    }

    private record Stretched(Shape shape, Shape larger, View view) {
    }

    private record Permuted(Shape whole, int[] order, View view) {
    }

    private record Sliced(Shape whole, int axis, int start, int step, int count, boolean keeps, View view) {
    }

    /** All of a contiguous block of that shape. */
    public static View of(Shape shape) {
        return stretch(shape, shape);
    }

    /** A contiguous block stretched to a larger shape. */
    public static View stretch(Shape shape, Shape larger) {
        int place = Known.place(shape.hashCode(), larger.hashCode());
        Stretched known = STRETCHED[place];
        if (known == null || !known.shape.equals(shape) || !known.larger.equals(larger)) {
            known = new Stretched(shape, larger, new View(0,
                    shape.equals(larger) ? shape.strides() : shape.stridesIn(larger), larger));
            STRETCHED[place] = known;
        }
        return known.view;
    }

    /** Axis i of the result is axis {@code order[i]} of a contiguous block; negative axes count from the end. */
    public static View permuted(Shape whole, int... order) {
        int place = Known.place(whole.hashCode(), Arrays.hashCode(order));
        Permuted known = PERMUTED[place];
        if (known == null || !known.whole.equals(whole) || !Arrays.equals(known.order, order)) {
            known = new Permuted(whole, order.clone(), permutation(whole, order));
            PERMUTED[place] = known;
        }
        return known.view;
    }

    private static View permutation(Shape whole, int[] order) {
        int[] own = whole.strides();
        int[] sizes = new int[order.length];
        int[] strides = new int[order.length];
        boolean[] seen = new boolean[whole.rank()];
        for (int i = 0; i < order.length; i++) {
            int axis = whole.axis("permute", order[i]);
            sizes[i] = whole.size(axis);
            strides[i] = own[axis];
            seen[axis] = true;
        }
        for (boolean used : seen) {
            if (!used || order.length != whole.rank()) {
                throw new ShapeException("permute: %s does not name each axis of %s once"
                        .formatted(Arrays.toString(order), whole));
            }
        }
        return new View(0, strides, Shape.of(sizes));
    }

    /**
     * Elements start, start + step, … (count of them) of one axis of a contiguous block; step may be negative.
     *
     * @param axis 0 … rank−1
     * @param keeps whether the axis stays, or, for one element, is dropped
     */
    public static View sliced(Shape whole, int axis, int start, int step, int count, boolean keeps) {
        int place = Known.place(whole.hashCode() * 31 + axis, start, step, count);
        Sliced known = SLICED[place];
        if (known == null || !known.whole.equals(whole) || known.axis != axis || known.start != start
                || known.step != step || known.count != count || known.keeps != keeps) {
            known = new Sliced(whole, axis, start, step, count, keeps,
                    slice(whole, axis, start, step, count, keeps));
            SLICED[place] = known;
        }
        return known.view;
    }

    private static View slice(Shape whole, int axis, int start, int step, int count, boolean keeps) {
        int size = whole.size(axis);
        int last = start + step * (count - 1);
        if (count > 0 && (start < 0 || start >= size || last < 0 || last >= size)) {
            throw new ShapeException("slice: elements %d … %d of axis %d, which has size %d in %s"
                    .formatted(start, last, axis, size, whole));
        }
        int[] own = whole.strides();
        int offset = start * own[axis];
        if (!keeps) {
            int[] strides = Arrays.copyOf(own, own.length - 1);
            System.arraycopy(own, axis + 1, strides, axis, strides.length - axis);
            return new View(offset, strides, whole.without(axis));
        }
        own[axis] *= step;
        Shape part = whole.with(axis, count);
        return new View(part.elements() == 0 ? 0 : offset, own, part);
    }

    /** Whether it is a whole block: element number i, in row-major order, stands at i. */
    public boolean isWhole() {
        return this == of(shape) || offset == 0 && Arrays.equals(strides, shape.strides());
    }

    /** Whether it stays within a block of so many numbers. */
    public boolean fits(int size) {
        long least = offset;
        long most = offset;
        for (int axis = 0; axis < strides.length; axis++) {
            long reach = (long) strides[axis] * (shape.size(axis) - 1);
            least += Math.min(0, reach);
            most += Math.max(0, reach);
        }
        return shape.elements() == 0 || least >= 0 && most < size;
    }
}
