package io.cajal.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Special;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class KernelsTest {
    private static final Kernels FAST = Kernels.best();
    private static final Kernels PLAIN = Kernels.plain();
    private static final float INFINITY = Float.POSITIVE_INFINITY;
    private static final float[] SPECIAL = {0f, -0f, INFINITY, -INFINITY, Float.NaN, Float.MIN_VALUE,
            -Float.MIN_VALUE, Float.MIN_NORMAL, -Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, 1f, -1f,
            1e-30f, -1e-30f, 88.8f, -88.8f, 103.9f, -103.9f, -104.1f, 0.9f, -0.9f, 4f, -4f, 10f, -18f,
            Math.nextUp(1f), Math.nextDown(1f)};

    interface Loop {
        void run(Kernels kernels, float[] x, int xo, float[] y, int yo, int n);
    }

    /** A function, what it is in double, and the error that its documentation promises. */
    enum Function {
        EXP(Kernels::exp, StrictMath::exp, 1),
        EXPM1(Kernels::expm1, StrictMath::expm1, 2),
        LOG(Kernels::log, StrictMath::log, 1),
        TANH(Kernels::tanh, StrictMath::tanh, 3),
        SIGMOID(Kernels::sigmoid, KernelsTest::sigmoid, 3),
        SOFTPLUS(Kernels::softplus, Special::softplus, 3),
        ERF(Kernels::erf, KernelsTest::erf, 3),
        RELU(Kernels::relu, x -> x <= 0 ? 0 : x, 0);

        private final Loop loop;
        private final DoubleUnaryOperator exact;
        private final double ulps;

        Function(Loop loop, DoubleUnaryOperator exact, double ulps) {
            this.loop = loop;
            this.exact = exact;
            this.ulps = ulps;
        }

        float[] apply(Kernels kernels, float... x) {
            float[] y = new float[x.length];
            loop.run(kernels, x, 0, y, 0, x.length);
            return y;
        }
    }

    private static double sigmoid(double x) {
        return x < 0 ? StrictMath.exp(x) / (1 + StrictMath.exp(x)) : 1 / (1 + StrictMath.exp(-x));
    }

    /** 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (2n+1)!!, in which nothing cancels. */
    private static double erf(double x) {
        if (Math.abs(x) > 6) {
            return Math.signum(x);
        }
        double term = 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * x;
        double sum = term;
        for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return sum;
    }

    static int[] sizes() {
        return new int[] {0, 1, 4, 6, 13, 16, 25, 207, 1024, 4098};
    }

    private static float[] random(int n, int seed) {
        Random random = new Random(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (random.nextGaussian() * Math.exp(2 * random.nextGaussian()));
        }
        return x;
    }

    @ParameterizedTest
    @EnumSource
    void staysWithinItsErrorOverTheWholeRange(Function f) {
        // Every 4001st of all floats, and a dense sample where functions are most often called.
        float[] x = new float[(int) ((1L << 32) / 4001) + 400_000];
        for (int i = 0; i < x.length; i++) {
            x[i] = i < 400_000 ? (i - 200_000) * 1e-4f + 1e-5f
                    : Float.intBitsToFloat((int) ((i - 400_000) * 4001L));
        }
        float[] y = f.apply(FAST, x);
        double worst = 0;
        float at = 0;
        for (int i = 0; i < x.length; i++) {
            double exact = f.exact.applyAsDouble(x[i]);
            if (Double.isNaN(exact) || Math.abs(exact) >= 0x1.ffffffp127) {
                assertEquals((float) exact, y[i], "at " + x[i]);
                continue;
            }
            double error = Math.abs(y[i] - exact) / Math.ulp((float) exact);
            if (!(error <= worst)) {
                worst = error;
                at = x[i];
            }
        }
        assertTrue(worst <= f.ulps, f + " is wrong by " + worst + " ulp at " + at);
    }

    @ParameterizedTest
    @EnumSource
    void vectorsGiveTheBitsOfPlainJava(Function f) {
        assertBits(f.apply(PLAIN, SPECIAL), f.apply(FAST, SPECIAL));
        for (int n : sizes()) {
            float[] x = random(n + 3, n);
            float[] fast = random(n + 5, 1);
            float[] plain = fast.clone();
            f.loop.run(FAST, x, 3, fast, 2, n);
            f.loop.run(PLAIN, x, 3, plain, 2, n);
            assertBits(plain, fast);
            f.loop.run(FAST, x, 3, x, 3, n);
            assertBits(slice(fast, 2, n), slice(x, 3, n));
        }
    }

    @Test
    void specialValuesAreExact() {
        for (Kernels k : new Kernels[] {FAST, PLAIN}) {
            for (int repeat : new int[] {1, 16}) { // alone, and as part of a vector
                assertValues(Function.EXP, k, repeat,
                        new float[] {0, -0f, INFINITY, -INFINITY, Float.NaN, 88.73f, -104f},
                        new float[] {1, 1, INFINITY, 0, Float.NaN, INFINITY, 0});
                assertValues(Function.EXPM1, k, repeat,
                        new float[] {0, -0f, INFINITY, -INFINITY, Float.NaN, -1e-40f},
                        new float[] {0, -0f, INFINITY, -1, Float.NaN, -1e-40f});
                assertValues(Function.LOG, k, repeat,
                        new float[] {1, 0, -0f, INFINITY, -INFINITY, Float.NaN, -1e-45f},
                        new float[] {0, -INFINITY, -INFINITY, INFINITY, Float.NaN, Float.NaN, Float.NaN});
                assertValues(Function.TANH, k, repeat,
                        new float[] {0, -0f, INFINITY, -INFINITY, Float.NaN, -1e-40f},
                        new float[] {0, -0f, 1, -1, Float.NaN, -1e-40f});
                assertValues(Function.SIGMOID, k, repeat,
                        new float[] {0, -0f, INFINITY, -INFINITY, Float.NaN, 90},
                        new float[] {0.5f, 0.5f, 1, 0, Float.NaN, 1});
                assertValues(Function.ERF, k, repeat, new float[] {0, -0f, INFINITY, -INFINITY, Float.NaN},
                        new float[] {0, -0f, 1, -1, Float.NaN});
            }
        }
    }

    private static void assertValues(Function f, Kernels kernels, int repeat, float[] x, float[] expected) {
        for (int i = 0; i < x.length; i++) {
            float[] same = new float[repeat];
            Arrays.fill(same, x[i]);
            for (float y : f.apply(kernels, same)) {
                assertEquals(expected[i], y, f + " of " + x[i] + ", " + kernels.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void reductionsGiveTheBitsOfPlainJava(int n) {
        float[] x = random(n + 3, n);
        float[] y = random(n + 5, n + 1);
        assertEquals(PLAIN.sum(x, 3, n), FAST.sum(x, 3, n));
        assertEquals(PLAIN.dot(x, 3, y, 5, n), FAST.dot(x, 3, y, 5, n));
        assertEquals(PLAIN.max(x, 3, n), FAST.max(x, 3, n));
        float[] fast = y.clone();
        float[] plain = y.clone();
        FAST.axpy(0.3f, x, 3, fast, 5, n);
        PLAIN.axpy(0.3f, x, 3, plain, 5, n);
        assertBits(plain, fast);
        float max = FAST.max(x, 3, n);
        assertEquals(PLAIN.expMinus(x, 3, max, plain, 5, n), FAST.expMinus(x, 3, max, fast, 5, n));
        assertBits(plain, fast);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void reductionsAreRight(int n) {
        float[] x = random(n, n);
        float[] y = random(n, n + 1);
        double sum = IntStream.range(0, n).mapToDouble(i -> x[i]).sum();
        double dot = IntStream.range(0, n).mapToDouble(i -> (double) x[i] * y[i]).sum();
        double size = IntStream.range(0, n).mapToDouble(i -> Math.abs(x[i])).sum();
        double dotSize = IntStream.range(0, n).mapToDouble(i -> Math.abs((double) x[i] * y[i])).sum();
        assertEquals(sum, FAST.sum(x, 0, n), 1e-6 * size);
        assertEquals(dot, FAST.dot(x, 0, y, 0, n), 1e-6 * dotSize);
        float max = FAST.max(x, 0, n);
        assertEquals((float) IntStream.range(0, n).mapToDouble(i -> x[i]).max().orElse(-INFINITY), max);
        double exps = IntStream.range(0, n).mapToDouble(i -> Math.exp(x[i] - max)).sum();
        assertEquals(exps, FAST.expMinus(x, 0, max, x, 0, n), 1e-6 * exps);
    }

    @Test
    void aNotANumberIsTheLargest() {
        float[] x = random(100, 1);
        for (int i = 0; i < 100; i += 9) {
            float[] bad = x.clone();
            bad[i] = Float.NaN;
            assertEquals(Float.NaN, FAST.max(bad, 0, 100));
            assertEquals(Float.NaN, PLAIN.max(bad, 0, 100));
        }
    }

    /** Compares bits, but one NaN with another. */
    private static void assertBits(float[] expected, float[] actual) {
        assertArrayEquals(bits(expected), bits(actual));
    }

    private static int[] bits(float[] x) {
        return IntStream.range(0, x.length).map(i -> Float.floatToIntBits(x[i])).toArray();
    }

    private static float[] slice(float[] x, int from, int n) {
        return Arrays.copyOfRange(x, from, from + n);
    }
}
