package io.cajal.base;

/**
 * Shapes that do not fit: {@code matmul: inner dimensions differ, left [4 × 3] right [2 × 8]: 3 ≠ 2, in Mlp →
 * hidden (Linear)}. The place grows while the exception leaves the layers it passes through.
 */
public final class ShapeException extends CajalException {
    private static final long serialVersionUID = 1L;
    private final String problem;
    /** The outermost layer so far, or null. */
    private final transient Object layer;
    /** The way from that layer to where it happened. */
    private final String inside;

    public ShapeException(String problem) {
        super(problem);
        this.problem = problem;
        this.layer = null;
        this.inside = "";
    }

    private ShapeException(String problem, Object layer, String inside, Throwable cause) {
        super(problem + ", in " + type(layer) + (inside.isEmpty() ? "" : " → " + inside), cause);
        this.problem = problem;
        this.layer = layer;
        this.inside = inside;
    }

    /** The outermost layer it has left so far; null when it comes from outside of any layer. */
    public Object layer() {
        return layer;
    }

    /**
     * The same problem seen from {@code outer}, of which {@link #layer} is the part called {@code name}; null
     * when it has no name there.
     */
    public ShapeException in(Object outer, String name) {
        if (layer == null) {
            return new ShapeException(problem, outer, "", this);
        }
        String child = name == null ? type(layer) : inside.isEmpty() ? name + " (" + type(layer) + ")" : name;
        return new ShapeException(problem, outer, inside.isEmpty() ? child : child + " → " + inside, this);
    }

    private static String type(Object layer) {
        String simple = layer.getClass().getSimpleName();
        return simple.isEmpty() || simple.contains("$$") ? "a function" : simple;
    }
}
