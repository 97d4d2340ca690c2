package io.cajal.backend;

import io.cajal.base.Shape;

/**
 * One axis of a contiguous block, seen as {@code [outer, size, inner]}: element (o, i, k) stands at
 * (o · size + i) · inner + k.
 */
public record Axis(int outer, int size, int inner) {
    public static Axis of(Shape shape, int axis) {
        return of(shape, axis, axis + 1);
    }

    /** Neighbouring axes {@code from … to−1} taken as one. */
    public static Axis of(Shape shape, int from, int to) {
        return new Axis(shape.elements(0, from), shape.elements(from, to), shape.elements(to, shape.rank()));
    }
}
