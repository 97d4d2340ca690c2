package io.cajal.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cajal.backend.Product;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GemmTest {
    private static final int[] SIZES = {1, 2, 3, 5, 8, 13, 16, 31, 33, 64, 100, 129, 600};

    private static final Workers ALONE = Workers.of(1);
    private static final Gemm FAST = new Gemm(KernelChoice.TILES, ALONE);
    private static final Gemm PLAIN = new Gemm(PlainTiles.INSTANCE, ALONE);

    /**
     * A product with random numbers; what surrounds the matrices in their arrays is NaN, and must stay there.
     */
    private record Case(int m, int n, int k, Matrix a, Matrix b, Matrix c, boolean accumulate, float[] bias) {
        static Case random(int m, int n, int k, int variant) {
            Random random = new Random(((m * 1009L + n) * 1009 + k) * 64 + variant);
            return new Case(m, n, k, matrix(random, m, k, (variant & 1) != 0),
                    matrix(random, k, n, (variant & 2) != 0),
                    matrix(random, m, n, false), (variant & 4) != 0,
                    (variant & 8) != 0 ? numbers(random, n) : null);
        }

        private static float[] numbers(Random random, int n) {
            float[] x = new float[n];
            for (int i = 0; i < n; i++) {
                x[i] = random.nextFloat() * 2 - 1;
            }
            return x;
        }

        private static Matrix matrix(Random random, int rows, int columns, boolean transposed) {
            int high = transposed ? columns : rows;
            int wide = transposed ? rows : columns;
            int offset = random.nextInt(20);
            int stride = wide + (random.nextBoolean() ? random.nextInt(20) : 0);
            float[] data = new float[offset + high * stride];
            Arrays.fill(data, Float.NaN);
            for (int i = 0; i < high; i++) {
                System.arraycopy(numbers(random, wide), 0, data, offset + i * stride, wide);
            }
            return new Matrix(data, offset, stride, transposed);
        }

        private static float value(Matrix x, int i, int j) {
            return x.data()[x.at(i, j)];
        }

        /** All of the array in which C stands, after the product. */
        float[] multiply(Gemm gemm) {
            float[] result = c.data().clone();
            gemm.multiply(m, n, k, a, b, Matrix.of(result, c.offset(), c.stride()), accumulate, bias);
            return result;
        }

        /** The same by the definition. */
        float[] define() {
            float[] result = c.data().clone();
            float[] chains = new float[n];
            float[] rowOfB = new float[n];
            for (int i = 0; i < m; i++) {
                int row = c.at(i, 0);
                for (int k0 = 0; k0 < k; k0 += Gemm.KC) {
                    Arrays.fill(chains, 0);
                    for (int q = k0; q < Math.min(k, k0 + Gemm.KC); q++) {
                        float x = value(a, i, q);
                        for (int j = 0; j < n; j++) {
                            rowOfB[j] = b.data()[b.offset() + q * b.rowStep() + j * b.columnStep()];
                        }
                        for (int j = 0; j < n; j++) {
                            chains[j] = Math.fma(x, rowOfB[j], chains[j]);
                        }
                    }
                    for (int j = 0; j < n; j++) {
                        result[row + j] = k0 == 0 && !accumulate ? chains[j] : result[row + j] + chains[j];
                    }
                }
                for (int j = 0; j < n && bias != null; j++) {
                    result[row + j] += bias[j];
                }
            }
            return result;
        }

        void checkAgainstDouble(float[] result) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = accumulate ? value(c, i, j) : 0;
                    for (int q = 0; q < k; q++) {
                        sum += (double) value(a, i, q) * value(b, q, j);
                    }
                    sum += bias == null ? 0 : bias[j];
                    assertEquals(sum, result[c.at(i, j)], 1e-7 * (k + 8), toString());
                }
            }
        }

        @Override
        public String toString() {
            return "[" + m + " × " + k + "]" + (a.transposed() ? "ᵀ" : "") + "[" + k + " × " + n + "]"
                    + (b.transposed() ? "ᵀ" : "") + (accumulate ? ", accumulated" : "")
                    + (bias != null ? ", bias" : "");
        }
    }

    private static void assertBits(float[] expected, float[] actual, Case about) {
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
                assertEquals(expected[i], actual[i], about + ", number " + i);
            }
        }
    }

    @Test
    void everyShapeGivesTheBitsOfTheDefinition() {
        int variant = 0;
        for (int m : SIZES) {
            for (int n : SIZES) {
                for (int k : SIZES) {
                    Case x = Case.random(m, n, k, variant % 16);
                    assertBits(x.define(), x.multiply(FAST), x);
                    variant += 5;
                }
            }
        }
    }

    @Test
    void everyVariantGivesTheBitsOfTheDefinition() {
        for (int variant = 0; variant < 16; variant++) {
            for (int[] size : new int[][] {{1, 600, 1100}, {37, 45, 1030}, {4, 20, 33}, {129, 70, 513},
                    {12, 64, 512}}) {
                Case x = Case.random(size[0], size[1], size[2], variant);
                float[] expected = x.define();
                assertBits(expected, x.multiply(FAST), x);
                assertBits(expected, x.multiply(PLAIN), x);
            }
        }
    }

    @Test
    void plainTilesGiveTheSameBits() {
        int variant = 0;
        for (int m : SIZES) {
            for (int n : SIZES) {
                Case x = Case.random(m, n, SIZES[variant % 12], variant % 16);
                assertBits(x.multiply(FAST), x.multiply(PLAIN), x);
                variant += 5;
            }
        }
    }

    @Test
    void staysCloseToTheExactProduct() {
        int variant = 0;
        for (int m : new int[] {1, 3, 13, 64}) {
            for (int n : new int[] {1, 5, 33, 100}) {
                for (int k : new int[] {1, 16, 129, 600}) {
                    Case x = Case.random(m, n, k, variant++ % 16);
                    x.checkAgainstDouble(x.multiply(FAST));
                }
            }
        }
    }

    @Test
    void blocksLargerThanTheBuffersAreCutUp() {
        for (int[] size : new int[][] {{1000, 40, 30}, {30, 2100, 20}, {970, 2060, 3}, {1, 2100, 600}}) {
            Case x = Case.random(size[0], size[1], size[2], size[0] % 16);
            assertBits(x.define(), x.multiply(FAST), x);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void threadsChangeNothing(int threads) {
        Workers workers = Workers.of(threads);
        Gemm shared = new Gemm(KernelChoice.TILES, workers);
        for (int variant = 0; variant < 16; variant++) {
            for (int[] size : new int[][] {{300, 200, 600}, {1, 1000, 700}, {130, 33, 129}, {33, 600, 100}}) {
                Case x = Case.random(size[0], size[1], size[2], variant);
                assertBits(x.multiply(FAST), x.multiply(shared), x);
            }
        }
        workers.close();
    }

    @Test
    void multipliesBatches() {
        for (int[] size : new int[][] {{3, 2, 3, 4}, {70, 9, 17, 5}, {2, 200, 150, 210}, {40, 64, 64, 64}}) {
            int count = size[0];
            int m = size[1];
            int n = size[2];
            int k = size[3];
            Random random = new Random(count);
            float[] a = Case.numbers(random, count * m * k);
            float[] b = Case.numbers(random, 2 * k * n);
            float[] bias = Case.numbers(random, n);
            int[] aOffsets = new int[count];
            int[] bOffsets = new int[count]; // two matrices, shared by turns
            float[] expected = new float[count * m * n];
            for (int i = 0; i < count; i++) {
                aOffsets[i] = (count - 1 - i) * m * k;
                bOffsets[i] = i % 2 * k * n;
                float[] one = new Case(m, n, k, new Matrix(a, aOffsets[i], m, true),
                        Matrix.of(b, bOffsets[i], n),
                        Matrix.of(new float[m * n], 0, n), false, bias).define();
                System.arraycopy(one, 0, expected, i * m * n, m * n);
            }
            float[] c = new float[count * m * n];
            Gemm.best().multiply(new Product(m, n, k, true, false, aOffsets, bOffsets), a, b, bias, c);
            assertArrayEquals(expected, c);
        }
    }

    @Test
    void withoutProductsThereIsTheBias() {
        Case.random(0, 5, 3, 8).multiply(FAST);
        Case.random(5, 0, 3, 8).multiply(FAST);
        for (int variant = 0; variant < 16; variant++) {
            Case x = Case.random(5, 7, 0, variant);
            float[] expected = x.define();
            for (int i = 0; i < 5 && !x.accumulate; i++) {
                for (int j = 0; j < 7; j++) {
                    expected[x.c.at(i, j)] = x.bias == null ? 0 : x.bias[j];
                }
            }
            assertBits(expected, x.multiply(FAST), x);
        }
    }
}
