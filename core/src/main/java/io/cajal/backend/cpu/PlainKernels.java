package io.cajal.backend.cpu;

import java.util.Arrays;
import static io.cajal.backend.cpu.Coefficients.*;
import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;
import static java.lang.Math.fma;

/**
 * The scalar twin of {@link VectorKernels}; that one also takes from here the elements that do not fill a
 * vector.
 */
final class PlainKernels implements Kernels {
    static final PlainKernels INSTANCE = new PlainKernels();

    private static final int SIGN = 0x80000000;

    private PlainKernels() {
    }

    @Override
    public String name() {
        return "plain";
    }

    // Functions of one number

    static float exp(float x) {
        x = Math.min(Math.max(x, EXP_MIN), EXP_MAX);
        float shifted = fma(x, LOG2_E, ROUND);
        int k = floatToRawIntBits(shifted) - ROUND_BITS;
        float p = 1 + expm1Reduced(x, shifted - ROUND);
        int half = k >> 1; // 2ᵏ itself may be out of range when the result is not, or denormal
        return p * powerOfTwo(half) * powerOfTwo(k - half);
    }

    /** exp(x − n·ln 2) − 1, for the integer n that brings the argument near 0. */
    private static float expm1Reduced(float x, float n) {
        float r = fma(n, -LN2_LO, fma(n, -LN2_HI, x));
        float q = E4;
        q = fma(q, r, E3);
        q = fma(q, r, E2);
        q = fma(q, r, E1);
        q = fma(q, r, E0);
        return fma(r * r, q, r);
    }

    private static float powerOfTwo(int k) {
        return intBitsToFloat((k + 127) << 23);
    }

    static float expm1(float x) {
        return withSign(expm1InRange(Math.min(Math.max(x, EXPM1_MIN), EXP_MAX)), x);
    }

    /** For {@code EXPM1_MIN} ≤ x ≤ {@code EXP_MAX}, but for the sign of a zero. */
    private static float expm1InRange(float x) {
        float shifted = fma(x, LOG2_E, ROUND);
        int k = floatToRawIntBits(shifted) - ROUND_BITS;
        float e = expm1Reduced(x, shifted - ROUND);
        float half = powerOfTwo(k - 1); // 2ᵏ·eʳ − 1 by halves, as 2¹²⁸ is out of range
        return 2 * fma(half, e, half - 0.5f);
    }

    /** |magnitude| with the sign of {@code sign}, which may be that of a zero. */
    private static float withSign(float magnitude, float sign) {
        return intBitsToFloat(floatToRawIntBits(magnitude) & ~SIGN | floatToRawIntBits(sign) & SIGN);
    }

    static float log(float x) {
        boolean denormal = x < Float.MIN_NORMAL;
        int bits = floatToRawIntBits(denormal ? x * TWO_POW_23 : x);
        int k = (bits - SQRT_HALF_BITS) >> 23;
        float f = intBitsToFloat(bits - (k << 23)) - 1;
        float n = denormal ? k - 23f : k;
        float square = f * f;
        float q = L7;
        q = fma(q, f, L6);
        q = fma(q, f, L5);
        q = fma(q, f, L4);
        q = fma(q, f, L3);
        q = fma(q, f, L2);
        q = fma(q, f, L1);
        q = fma(q, f, L0);
        float low = fma(square * f, q, n * LN2_LO);
        float y = fma(n, LN2_HI, fma(square, -0.5f, low) + f);
        y = x < Float.POSITIVE_INFINITY ? y : x;
        y = x < 0 ? Float.NaN : y;
        return x == 0 ? Float.NEGATIVE_INFINITY : y;
    }

    /** With t = e²ˣ − 1, tanh x = t / (t + 2). */
    static float tanh(float x) {
        float t = expm1InRange(2 * Math.min(Math.abs(x), TANH_MAX));
        return withSign(t / (t + 2), x);
    }

    /** From e⁻|ˣ|, which cannot overflow: 1 / (1 + e), or for negative x, e / (1 + e). */
    static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /** max(0, x) + ln(1 + e) with e = e⁻|ˣ|; ln(1 + e) as ln u · e/(u − 1) with u = 1 + e, exact for small e. */
    static float softplus(float x) {
        float e = exp(-Math.abs(x));
        float u = 1 + e;
        float above = u - 1;
        return Math.max(x, 0) + (above == 0 ? e : log(u) * (e / above));
    }

    /** With g = log(1 − erf x), erf x = −(e^g − 1): one formula, as exact for small x as for large. */
    static float erf(float x) {
        float a = Math.min(Math.abs(x), ERF_MAX);
        float q = G8;
        q = fma(q, a, G7);
        q = fma(q, a, G6);
        q = fma(q, a, G5);
        q = fma(q, a, G4);
        q = fma(q, a, G3);
        q = fma(q, a, G2);
        q = fma(q, a, G1);
        q = fma(q, a, G0);
        return withSign(expm1InRange(a * q), x);
    }

    @Override
    public void exp(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = exp(x[xo + i]);
        }
    }

    @Override
    public void expm1(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = expm1(x[xo + i]);
        }
    }

    @Override
    public void log(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = log(x[xo + i]);
        }
    }

    @Override
    public void tanh(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = tanh(x[xo + i]);
        }
    }

    @Override
    public void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = sigmoid(x[xo + i]);
        }
    }

    @Override
    public void softplus(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = softplus(x[xo + i]);
        }
    }

    @Override
    public void erf(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = erf(x[xo + i]);
        }
    }

    // Reductions

    @Override
    public float expMinus(float[] x, int xo, float max, float[] y, int yo, int n) {
        float[] lanes = zeroLanes();
        for (int i = 0; i < n; i++) {
            y[yo + i] = exp(x[xo + i] - max);
            lanes[i % LANES] += y[yo + i];
        }
        return sumOfLanes(lanes);
    }

    @Override
    public float sum(float[] x, int xo, int n) {
        float[] lanes = zeroLanes();
        for (int i = 0; i < n; i++) {
            lanes[i % LANES] += x[xo + i];
        }
        return sumOfLanes(lanes);
    }

    @Override
    public float dot(float[] x, int xo, float[] y, int yo, int n) {
        float[] lanes = zeroLanes();
        for (int i = 0; i < n; i++) {
            lanes[i % LANES] = fma(x[xo + i], y[yo + i], lanes[i % LANES]);
        }
        return sumOfLanes(lanes);
    }

    @Override
    public float dotFrom(float[] x, int xo, float mx, float[] y, int yo, float my, int n) {
        float[] lanes = zeroLanes();
        for (int i = 0; i < n; i++) {
            lanes[i % LANES] = fma(x[xo + i] - mx, y[yo + i] - my, lanes[i % LANES]);
        }
        return sumOfLanes(lanes);
    }

    @Override
    public void relu(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] <= 0 ? 0 : x[xo + i];
        }
    }

    @Override
    public void gate(float[] g, float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] > 0 ? g[i] : 0;
        }
    }

    static float[] zeroLanes() {
        float[] lanes = Scratch.mine().lanes;
        Arrays.fill(lanes, 0, LANES, 0);
        return lanes;
    }

    /** Destroys the lanes: the upper half is added to the lower one until one number is left. */
    static float sumOfLanes(float[] lanes) {
        return sumOfLanes(lanes, 0);
    }

    /** The {@value #LANES} lanes from {@code at} on. */
    static float sumOfLanes(float[] lanes, int at) {
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int i = at; i < at + half; i++) {
                lanes[i] += lanes[half + i];
            }
        }
        return lanes[at];
    }

    @Override
    public float max(float[] x, int xo, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, x[xo + i]);
        }
        return max;
    }

    @Override
    public void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = fma(alpha, x[xo + i], y[yo + i]);
        }
    }
}
