package io.cajal.backend.cpu;

/**
 * Arithmetic on runs of {@code float[]}, element by element. Written as plain loops it would be several times slower: an
 * operand and the result begin at places of their own, and as they might be one array, the compiler does not make
 * vectors of such a loop. Arrays come with the place where to begin, as in {@link Kernels}, and as there a plain and a
 * vector implementation return the same bits. A result may overwrite an operand that begins where it does.
 */
public interface Elementwise {
    /** Fewer numbers than this are a short run. */
    int SHORT = 1024;

    /**
     * The faster one for runs of n numbers. Short runs are plain: they take next to no time, and until a loop has run
     * some thousand times, which in a slow training may be never, each of its vectors is an object.
     */
    static Elementwise of(int n) {
        return n < SHORT ? PlainElementwise.INSTANCE : KernelChoice.ELEMENTWISE;
    }

    /** The vector twin, where there is one. */
    static Elementwise best() {
        return KernelChoice.ELEMENTWISE;
    }

    /** The scalar twin. */
    static Elementwise plain() {
        return PlainElementwise.INSTANCE;
    }

    // Of two numbers

    /** y = a + b. */
    void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** y = a − b. */
    void sub(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** y = a · b. */
    void mul(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** y = a / b. */
    void div(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** The larger, NaN if either is. */
    void max(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** The smaller, NaN if either is. */
    void min(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** 1 where a = b, else 0. */
    void eq(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** 1 where a ≠ b, else 0. */
    void ne(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** 1 where a &lt; b, else 0. */
    void lt(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** 1 where a ≤ b, else 0. */
    void le(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** 1 where a &gt; b, else 0. */
    void gt(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** 1 where a ≥ b, else 0. */
    void ge(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    // Of one number

    /** y = −x. */
    void neg(float[] x, int xo, float[] y, int yo, int n);

    /** y = scale · x + shift, each rounded. */
    void affine(float scale, float shift, float[] x, int xo, float[] y, int yo, int n);

    /** y = |x|. */
    void abs(float[] x, int xo, float[] y, int yo, int n);

    /** y = x². */
    void square(float[] x, int xo, float[] y, int yo, int n);

    /** y = 1 / x. */
    void reciprocal(float[] x, int xo, float[] y, int yo, int n);

    /** y = √x. */
    void sqrt(float[] x, int xo, float[] y, int yo, int n);

    /** −1, 0 or 1; zeros keep their sign, and NaN stays. */
    void sign(float[] x, int xo, float[] y, int yo, int n);

    /** x between low and high; NaN stays. */
    void clamp(float low, float high, float[] x, int xo, float[] y, int yo, int n);

    // Of three numbers

    /** out = yes where test is above {@code bound}, else no; where it is NaN, no. */
    void above(float bound, float[] test, int to, float[] yes, int ao, float[] no, int bo, float[] out,
            int oo, int n);

    /** out = g where low ≤ x ≤ high, else 0: the backward pass of a clamp. */
    void within(float low, float high, float[] g, float[] x, float[] out, int from, int to);

    /** out = yes where test is not 0, else no. */
    void select(float[] test, float[] yes, float[] no, float[] out, int from, int to);
}
