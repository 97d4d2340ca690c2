package io.cajal.backend;

/**
 * A function of two numbers, applied element by element with broadcasting; see {@link UnaryFn} for the idea.
 */
public interface BinaryFn {
    /** f(a, b). */
    double at(double a, double b);

    /** y[yo+i] = f(a[ao+i], b[bo+i]) for i in 0 … n−1. */
    default void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) at(a[ao + i], b[bo + i]);
        }
    }
}
