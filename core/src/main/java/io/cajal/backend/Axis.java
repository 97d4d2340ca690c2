package io.cajal.backend;

import io.cajal.base.Known;
import io.cajal.base.Shape;

/**
 * One axis of a contiguous block, seen as {@code [outer, size, inner]}: element (o, i, k) stands at
 * (o · size + i) · inner + k.
 */
public record Axis(int outer, int size, int inner) {
    private static final Axis[] KNOWN = new Axis[Known.PLACES];

    public static Axis of(Shape shape, int axis) {
        return of(shape, axis, axis + 1);
    }

    /** Neighbouring axes {@code from … to−1} taken as one. */
    public static Axis of(Shape shape, int from, int to) {
        return of(shape.elements(0, from), shape.elements(from, to), shape.elements(to, shape.rank()));
    }

    /** The last ones are kept, as those of one training come again and again. */
    private static Axis of(int outer, int size, int inner) {
        int place = Known.place(outer, size, inner);
        Axis known = KNOWN[place];
        if (known == null || known.outer != outer || known.size != size || known.inner != inner) {
            known = new Axis(outer, size, inner);
            KNOWN[place] = known;
        }
        return known;
    }
}
