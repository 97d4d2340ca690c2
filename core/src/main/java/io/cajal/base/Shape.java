package io.cajal.base;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * The sizes of a tensor's axes, outermost first; {@code []} is a scalar. Negative axes count from the end, as
 * in PyTorch: {@code -1} is the last one. Immutable.
 */
public final class Shape {
    public static final Shape SCALAR = new Shape();
    private static final Shape[] VECTORS = new Shape[Known.PLACES];
    private static final Shape[] MATRICES = new Shape[Known.PLACES];
    private static final Shape[] CUBES = new Shape[Known.PLACES];
    private static final Shape[] IMAGES = new Shape[Known.PLACES];
    private final int[] sizes;
    private final int elements;

    private Shape(int... sizes) {
        this.sizes = sizes;
        long product = 1;
        for (int size : sizes) {
            if (size < 0) {
                throw new ShapeException("shape " + text(sizes) + ": a size cannot be negative");
            }
            product = Math.multiplyExact(product, (long) size);
            if (product > Integer.MAX_VALUE) {
                throw new ShapeException("shape " + text(sizes) + ": more than 2³¹−1 elements in one tensor");
            }
        }
        this.elements = (int) product;
    }

    /** A vector; the last ones are kept, as those of one training come again and again. */
    public static Shape of(int size) {
        int place = Known.place(size);
        Shape known = VECTORS[place];
        if (known == null || known.sizes[0] != size) {
            known = new Shape(size);
            VECTORS[place] = known;
        }
        return known;
    }

    /** A matrix; the last ones are kept, too. */
    public static Shape of(int rows, int columns) {
        int place = Known.place(rows, columns);
        Shape known = MATRICES[place];
        if (known == null || known.sizes[0] != rows || known.sizes[1] != columns) {
            known = new Shape(rows, columns);
            MATRICES[place] = known;
        }
        return known;
    }

    /** Three axes; the last ones are kept, too. */
    public static Shape of(int a, int b, int c) {
        int place = Known.place(a, b, c);
        Shape known = CUBES[place];
        if (known == null || !known.is(a, b, c)) {
            known = new Shape(a, b, c);
            CUBES[place] = known;
        }
        return known;
    }

    /** Four axes, as images have; the last ones are kept, too. */
    public static Shape of(int a, int b, int c, int d) {
        int place = Known.place(a, b, c, d);
        Shape known = IMAGES[place];
        if (known == null || !(known.is(a, b, c) && known.sizes[3] == d)) {
            known = new Shape(a, b, c, d);
            IMAGES[place] = known;
        }
        return known;
    }

    public static Shape of(int... sizes) {
        return switch (sizes.length) {
            case 0 -> SCALAR;
            case 1 -> of(sizes[0]);
            case 2 -> of(sizes[0], sizes[1]);
            case 3 -> of(sizes[0], sizes[1], sizes[2]);
            case 4 -> of(sizes[0], sizes[1], sizes[2], sizes[3]);
            default -> new Shape(sizes.clone());
        };
    }

    private boolean is(int a, int b, int c) {
        return sizes[0] == a && sizes[1] == b && sizes[2] == c;
    }

    public int rank() {
        return sizes.length;
    }

    /** The product of all sizes; 1 for a scalar. */
    public int elements() {
        return elements;
    }

    /** The size of an axis; negative axes count from the end. */
    public int size(int axis) {
        return sizes[axis(axis)];
    }

    public int[] sizes() {
        return sizes.clone();
    }

    /** The axis as 0 … rank−1. */
    public int axis(int axis) {
        return axis("shape", axis);
    }

    /** The axis as 0 … rank−1, for an operation that is named when there is no such axis. */
    public int axis(String operation, int axis) {
        int found = axis < 0 ? axis + sizes.length : axis;
        if (found < 0 || found >= sizes.length) {
            String hint = sizes.length == 0 ? "a scalar has none"
                    : "expected %d … %d".formatted(-sizes.length, sizes.length - 1);
            throw new ShapeException(
                    "%s: axis %d does not exist in shape %s, %s".formatted(operation, axis, this, hint));
        }
        return found;
    }

    /** Elements between neighbours along an axis 0 … rank−1, for row-major storage. */
    public int stride(int axis) {
        return elements(axis + 1, sizes.length);
    }

    /** Elements between neighbours along each axis, for row-major storage. */
    public int[] strides() {
        int[] strides = new int[sizes.length];
        int step = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= sizes[i];
        }
        return strides;
    }

    /** The product of the sizes of axes {@code from} (inclusive) to {@code to} (exclusive). */
    public int elements(int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= sizes[i];
        }
        return product;
    }

    /** This shape with one axis resized. */
    public Shape with(int axis, int size) {
        int[] copy = sizes.clone();
        copy[axis(axis)] = size;
        return of(copy);
    }

    /** This shape without the axes {@code from … to−1}. */
    public Shape without(int from, int to) {
        if (to - from == sizes.length) {
            return SCALAR;
        }
        if (to - from == sizes.length - 1) {
            return of(sizes[from == 0 ? to : 0]);
        }
        if (to - from == sizes.length - 2) {
            return of(sizes[from == 0 ? to : 0], sizes[from < 2 ? sizes.length - 1 : 1]);
        }
        int[] left = new int[sizes.length - (to - from)];
        System.arraycopy(sizes, 0, left, 0, from);
        System.arraycopy(sizes, to, left, from, sizes.length - to);
        return of(left);
    }

    /** This shape without one axis. */
    public Shape without(int axis) {
        int gone = axis(axis);
        int[] copy = new int[sizes.length - 1];
        for (int i = 0, j = 0; i < sizes.length; i++) {
            if (i != gone) {
                copy[j++] = sizes[i];
            }
        }
        return of(copy);
    }

    /**
     * This shape with an axis of the given size put in before {@code axis}, which may be the rank or −1 (at
     * the end).
     */
    public Shape insert(int axis, int size) {
        int at = axis < 0 ? axis + sizes.length + 1 : axis;
        if (at < 0 || at > sizes.length) {
            throw new ShapeException("axis %d cannot be inserted in shape %s".formatted(axis, this));
        }
        int[] copy = new int[sizes.length + 1];
        for (int i = 0, j = 0; i < copy.length; i++) {
            copy[i] = i == at ? size : sizes[j++];
        }
        return of(copy);
    }

    /** Axes {@code from} (inclusive) to {@code to} (exclusive) as a shape of their own. */
    public Shape slice(int from, int to) {
        return new Shape(Arrays.copyOfRange(sizes, from, to));
    }

    public Shape concat(Shape tail) {
        int[] all = Arrays.copyOf(sizes, sizes.length + tail.sizes.length);
        System.arraycopy(tail.sizes, 0, all, sizes.length, tail.sizes.length);
        return new Shape(all);
    }

    /**
     * The shape two operands meet in: aligned at the last axis, a size of 1 (or a missing axis) stretches.
     * {@code [4 × 1 × 3]} and {@code [2 × 3]} meet in {@code [4 × 2 × 3]}.
     */
    public static Shape broadcast(String operation, Shape left, Shape right) {
        if (left.equals(right)) {
            return left;
        }
        int rank = Math.max(left.rank(), right.rank());
        int[] sizes = new int[rank];
        for (int back = 1; back <= rank; back++) {
            int a = back > left.rank() ? 1 : left.sizes[left.rank() - back];
            int b = back > right.rank() ? 1 : right.sizes[right.rank() - back];
            if (a != b && a != 1 && b != 1) {
                throw new ShapeException("%s: shapes do not broadcast, left %s right %s: %d ≠ %d at axis −%d"
                        .formatted(operation, left, right, a, b, back));
            }
            sizes[rank - back] = a == 1 ? b : a;
        }
        return new Shape(sizes);
    }

    /** Whether this shape broadcasts to a larger one as it is. */
    public boolean stretchesTo(Shape larger) {
        int shift = larger.sizes.length - sizes.length;
        for (int i = 0; i < sizes.length; i++) {
            if (shift < 0 || sizes[i] != 1 && sizes[i] != larger.sizes[shift + i]) {
                return false;
            }
        }
        return shift >= 0;
    }

    /** Row-major strides seen from a larger shape this one broadcasts to: 0 along every stretched axis. */
    public int[] stridesIn(Shape larger) {
        int[] strides = new int[larger.rank()];
        int shift = larger.rank() - rank();
        for (int i = 0; i < rank(); i++) {
            strides[shift + i] = sizes[i] == 1 ? 0 : stride(i);
        }
        return strides;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(sizes, that.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        return text(sizes);
    }

    private static String text(int[] sizes) {
        StringJoiner joiner = new StringJoiner(" × ", "[", "]");
        for (int size : sizes) {
            joiner.add(Integer.toString(size));
        }
        return joiner.toString();
    }
}
