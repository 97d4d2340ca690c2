package io.cajal.backend;

/**
 * A function of one number, applied to every element. The mathematics ({@link #at} and {@link #slope}, in
 * double) comes first and is all that is required; a function that matters for speed overrides the float
 * loops, and the tests compare the two. A loop that calls a virtual {@code at} for each element is about 19
 * times slower than a loop of one's own.
 */
public interface UnaryFn {
    /** f(x). */
    double at(double x);

    /** f′(x), given x and y = f(x): use whichever gives the simpler formula. */
    double slope(double x, double y);

    /** y[yo+i] = f(x[xo+i]) for i in 0 … n−1; x and y do not overlap. */
    default void forward(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) at(x[xo + i]);
        }
    }

    /**
     * out[i] = g[i] · f′, for i in from … to−1. Of x and y, the one that the operation does not keep for its
     * backward pass is null.
     */
    default void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = (float) (g[i] * slope(x == null ? Double.NaN : x[i], y == null ? Double.NaN : y[i]));
        }
    }
}
