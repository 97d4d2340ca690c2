package io.cajal.backend;

/**
 * A function of two numbers, applied element by element with broadcasting; see {@link UnaryFn} for the idea.
 */
public interface BinaryFn {
    /** f(a, b). */
    double at(double a, double b);

    /**
     * y[yo+i] = f(a[ao + i·as], b[bo + i·bs]) for i in 0 … n−1. The steps {@code as} and {@code bs} are 1, or
     * 0 where that operand is one number for the whole run.
     */
    default void forward(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) at(a[ao + i * as], b[bo + i * bs]);
        }
    }
}
