package io.cajal.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cajal.backend.Product;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GemmTest {
    private static final int[] SIZES = {1, 2, 3, 5, 8, 13, 16, 31, 33, 64, 100, 129, 1100};

    private static final Workers ALONE = Workers.of(1);
    private static final Gemm FAST = new Gemm(KernelChoice.TILES, ALONE);
    private static final Gemm PLAIN = new Gemm(PlainTiles.INSTANCE, ALONE);

    /**
     * A product with random numbers; what surrounds the matrices in their arrays is NaN, and must stay out.
     */
    private record Case(Product p, float[] a, float[] b, float[] bias) {
        static Case random(int m, int n, int k, int variant) {
            Random random = new Random(((m * 1009L + n) * 1009 + k) * 64 + variant);
            int[] aOffset = {random.nextInt(20)};
            int[] bOffset = {random.nextInt(20)};
            return new Case(new Product(m, n, k, (variant & 1) != 0, (variant & 2) != 0, aOffset, bOffset),
                    matrix(random, aOffset[0], m * k), matrix(random, bOffset[0], k * n),
                    (variant & 4) != 0 ? matrix(random, 0, n) : null);
        }

        private static float[] matrix(Random random, int offset, int numbers) {
            float[] data = new float[offset + numbers + random.nextInt(20)];
            Arrays.fill(data, Float.NaN);
            for (int i = 0; i < numbers; i++) {
                data[offset + i] = random.nextFloat() * 2 - 1;
            }
            return data;
        }

        float[] multiply(Gemm gemm) {
            float[] result = new float[p.count() * p.m() * p.n()];
            Arrays.fill(result, Float.NaN); // all of it is to be written
            gemm.multiply(p, a, b, bias, result);
            return result;
        }

        private float a(int product, int i, int q) {
            return a[p.aOffsets()[product] + (p.transA() ? q * p.m() + i : i * p.k() + q)];
        }

        private float b(int product, int q, int j) {
            return b[p.bOffsets()[product] + (p.transB() ? j * p.k() + q : q * p.n() + j)];
        }

        /** The same by the definition. */
        float[] define() {
            float[] result = new float[p.count() * p.m() * p.n()];
            for (int product = 0; product < p.count(); product++) {
                float[] column = new float[p.k()];
                for (int j = 0; j < p.n(); j++) {
                    for (int q = 0; q < p.k(); q++) {
                        column[q] = b(product, q, j);
                    }
                    for (int i = 0; i < p.m(); i++) {
                        float sum = element(product, i, column);
                        result[(product * p.m() + i) * p.n() + j] = bias == null ? sum : sum + bias[j];
                    }
                }
            }
            return result;
        }

        private float element(int product, int i, float[] column) {
            float[] row = new float[p.k()];
            for (int q = 0; q < row.length; q++) {
                row[q] = a(product, i, q);
            }
            if (Gemm.areDots(p)) {
                return PlainKernels.INSTANCE.dot(row, 0, column, 0, row.length);
            }
            float sum = 0;
            for (int k0 = 0; k0 < row.length; k0 += Gemm.KC) {
                float chain = 0;
                for (int q = k0; q < Math.min(row.length, k0 + Gemm.KC); q++) {
                    chain = Math.fma(row[q], column[q], chain);
                }
                sum = k0 == 0 ? chain : sum + chain;
            }
            return sum;
        }

        void checkAgainstDouble(float[] result) {
            for (int i = 0; i < p.m(); i++) {
                for (int j = 0; j < p.n(); j++) {
                    double sum = 0;
                    for (int q = 0; q < p.k(); q++) {
                        sum += (double) a(0, i, q) * b(0, q, j);
                    }
                    sum += bias == null ? 0 : bias[j];
                    assertEquals(sum, result[i * p.n() + j], 1e-7 * (p.k() + 8), toString());
                }
            }
        }

        @Override
        public String toString() {
            return "[" + p.m() + " × " + p.k() + "]" + (p.transA() ? "ᵀ" : "") + "[" + p.k() + " × " + p.n()
                    + "]" + (p.transB() ? "ᵀ" : "") + (bias != null ? ", bias" : "");
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
                    Case x = Case.random(m, n, k, variant % 8);
                    assertBits(x.define(), x.multiply(FAST), x);
                    variant += 5;
                }
            }
        }
    }

    @Test
    void everyVariantGivesTheBitsOfTheDefinition() {
        for (int variant = 0; variant < 8; variant++) {
            for (int[] size : new int[][] {{1, 600, 1100}, {37, 45, 1030}, {4, 20, 33}, {129, 70, 1025},
                    {12, 64, 1024}, {131, 11, 77}, {9, 70, 100}, {1, 300, 30}, {16, 530, 40},
                    {17, 560, 25}}) {
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
                Case x = Case.random(m, n, SIZES[variant % 12], variant % 8);
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
                for (int k : new int[] {1, 16, 129, 1100}) {
                    Case x = Case.random(m, n, k, variant++ % 8);
                    x.checkAgainstDouble(x.multiply(FAST));
                }
            }
        }
    }

    @Test
    void blocksLargerThanTheBuffersAreCutUp() {
        for (int[] size : new int[][] {{1000, 40, 30}, {30, 2100, 20}, {970, 2060, 3}, {1, 2100, 1100},
                {4500, 300, 70}, {4100, 70, 1030}}) {
            Case x = Case.random(size[0], size[1], size[2], size[0] % 8);
            assertBits(x.define(), x.multiply(FAST), x);
        }
    }

    /** A thread that multiplied more before has larger buffers. */
    @Test
    void aNewThreadHasRoomForAllPanels() throws InterruptedException {
        for (int[] size : new int[][] {{4202, 70, 32}, {4202, 70, 80}, {131, 70, 1100}, {140, 300, 1100},
                {1, 300, 30},
                {17, 560, 25}, {100, 512, 100}}) {
            Case x = Case.random(size[0], size[1], size[2], size[1] == 70 ? 2 : 0);
            float[][] made = new float[1][];
            Thread thread = new Thread(() -> made[0] = x.multiply(FAST));
            thread.start();
            thread.join();
            assertBits(x.define(), made[0], x);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void threadsChangeNothing(int threads) {
        Workers workers = Workers.of(threads);
        Gemm shared = new Gemm(KernelChoice.TILES, workers);
        for (int variant = 0; variant < 8; variant++) {
            for (int[] size : new int[][] {{300, 200, 1100}, {1, 1000, 700}, {130, 33, 129},
                    {33, 600, 100}}) {
                Case x = Case.random(size[0], size[1], size[2], variant);
                assertBits(x.multiply(FAST), x.multiply(shared), x);
            }
        }
        workers.close();
    }

    @Test
    void multipliesBatches() {
        for (int[] size : new int[][] {{3, 2, 3, 4}, {70, 9, 17, 5}, {2, 200, 150, 210}, {40, 64, 64, 64},
                {5, 20, 10, 80}}) {
            int count = size[0];
            int m = size[1];
            int n = size[2];
            int k = size[3];
            int[] aOffsets = new int[count];
            int[] bOffsets = new int[count]; // two matrices, shared by turns
            for (int i = 0; i < count; i++) {
                aOffsets[i] = (count - 1 - i) * m * k;
                bOffsets[i] = i % 2 * k * n;
            }
            Random random = new Random(count);
            Case x = new Case(new Product(m, n, k, count % 2 == 0, false, aOffsets, bOffsets),
                    Case.matrix(random, 0, count * m * k), Case.matrix(random, 0, 2 * k * n),
                    Case.matrix(random, 0, n));
            assertBits(x.define(), x.multiply(Gemm.best()), x);
        }
    }

    @Test
    void withoutProductsThereIsTheBias() {
        Case.random(0, 5, 3, 4).multiply(FAST);
        Case.random(5, 0, 3, 4).multiply(FAST);
        for (int m : new int[] {1, 5}) {
            for (int variant = 0; variant < 8; variant++) {
                Case x = Case.random(m, 7, 0, variant);
                float[] expected = new float[m * 7];
                for (int i = 0; i < expected.length && x.bias != null; i++) {
                    expected[i] = x.bias[i % 7];
                }
                assertBits(expected, x.multiply(FAST), x);
            }
        }
    }
}
