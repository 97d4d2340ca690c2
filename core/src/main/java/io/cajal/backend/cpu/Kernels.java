package io.cajal.backend.cpu;

/**
 * The inner loops on {@code float[]} that plain Java does not already make fast: functions, reductions, and
 * the tiles of a matrix product. {@code (x, xo)} is an array and where to start in it, {@code n} the count. A
 * result may overwrite its argument ({@code x == y && xo == yo}).
 *
 * <p>There are two implementations, one on the Vector API and a scalar twin for Java without that module.
 * They return the same bits, whatever the width of the vectors: both do the same operations on each element
 * ({@code Math.fma} where the other fuses), and a reduction keeps {@value #LANES} partial results, element i
 * going to number i mod {@value #LANES}, which are then combined pairwise. So a run on one machine can be
 * repeated on another.
 *
 * <p>Errors are in units in the last place (ulp), measured over the whole range against double precision.
 */
public interface Kernels {
    /** Partial results of a reduction; a multiple of every vector length. */
    int LANES = 16;

    /**
     * The fastest that this JVM offers: vectors, unless their module is absent or
     * {@code -Dcajal.vector=off}.
     */
    static Kernels best() {
        return KernelChoice.BEST;
    }

    /** The scalar twin. */
    static Kernels plain() {
        return PlainKernels.INSTANCE;
    }

    /** For people, such as {@code "vector, 512 bits"}. */
    String name();

    /**
     * eˣ within 1 ulp. Above 88.72 it is ∞; below −87.33 it loses digits as denormal numbers do, and below
     * −103.97 is 0.
     */
    void exp(float[] x, int xo, float[] y, int yo, int n);

    /** eˣ − 1 within 2 ulp, also where x is small. */
    void expm1(float[] x, int xo, float[] y, int yo, int n);

    /** The natural logarithm within 1 ulp; −∞ at ±0, NaN below. */
    void log(float[] x, int xo, float[] y, int yo, int n);

    /** Within 3 ulp. */
    void tanh(float[] x, int xo, float[] y, int yo, int n);

    /** 1 / (1 + e⁻ˣ) within 3 ulp, for negative x too. */
    void sigmoid(float[] x, int xo, float[] y, int yo, int n);

    /** ln(1 + eˣ) within 3 ulp, also where it is small. */
    void softplus(float[] x, int xo, float[] y, int yo, int n);

    /** 2/√π ∫₀ˣ exp(−t²) dt within 3 ulp. */
    void erf(float[] x, int xo, float[] y, int yo, int n);

    /** y = exp(x − max), and the sum of y: the two passes of a softmax that matter, in one. */
    float expMinus(float[] x, int xo, float max, float[] y, int yo, int n);

    /**
     * Σ x. As every partial result takes n / {@value #LANES} elements in turn, sum long arrays in pieces of
     * some thousand elements and add up those.
     */
    float sum(float[] x, int xo, int n);

    /** Σ x·y. */
    float dot(float[] x, int xo, float[] y, int yo, int n);

    /** Σ (x − mx)·(y − my). */
    float dotFrom(float[] x, int xo, float mx, float[] y, int yo, float my, int n);

    /** The largest element, NaN if any is, −∞ if there is none. */
    float max(float[] x, int xo, int n);

    /** The larger of x and +0; NaN stays. */
    void relu(float[] x, int xo, float[] y, int yo, int n);

    /** out = g where x is above 0, else 0: the backward pass of a ReLU. */
    void gate(float[] g, float[] x, float[] out, int from, int to);

    /** y = αx + y, fused. */
    void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n);
}
