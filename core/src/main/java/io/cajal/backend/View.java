package io.cajal.backend;

import io.cajal.base.Shape;

/**
 * A strided window on a contiguous block: element (i, j, …) of {@code shape} stands at {@code offset +
 * i·strides[0] + j·strides[1] + …}. Slices, permutations, flips (negative strides) and broadcasts (stride 0)
 * are all of this form.
 */
public record View(int offset, int[] strides, Shape shape) {
    /** All of a contiguous block of that shape. */
    public static View of(Shape shape) {
        return new View(0, shape.strides(), shape);
    }

    /** A contiguous block stretched to a larger shape. */
    public static View stretch(Shape shape, Shape larger) {
        return new View(0, shape.stridesIn(larger), larger);
    }
}
