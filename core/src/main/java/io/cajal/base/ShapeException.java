package io.cajal.base;

/**
 * Shapes that do not fit: {@code matmul: inner dimensions differ, left [4 × 3] right [2 × 8]: 3 ≠ 2, in Mlp → hidden}.
 * The place grows outwards while the exception leaves the layers it passes through.
 */
public final class ShapeException extends CajalException {
    private static final long serialVersionUID = 1L;
    private final String problem;
    private final String place;

    public ShapeException(String problem) {
        this(problem, "", null);
    }

    private ShapeException(String problem, String place, Throwable cause) {
        super(place.isEmpty() ? problem : problem + ", in " + place, cause);
        this.problem = problem;
        this.place = place;
    }

    /** The same problem, seen from one layer further out. */
    public ShapeException in(String layer) {
        return new ShapeException(problem, place.isEmpty() ? layer : layer + " → " + place, this);
    }
}
