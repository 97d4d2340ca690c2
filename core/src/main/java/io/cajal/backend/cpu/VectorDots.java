package io.cajal.backend.cpu;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Many scalar products at a time, each with the partial sums of {@link Kernels#dot}: tiles of 4 × 4 and 8 × 2
 * load 8 or 10 vectors for 16 multiply-adds. Vectors shorter than {@link Kernels#LANES} go over the numbers
 * more than once, and with them eight accumulators are what the registers hold.
 */
final class VectorDots {
    private static final VectorSpecies<Float> SPECIES = VectorKernels.SPECIES;
    private static final int LENGTH = VectorKernels.LENGTH;
    private static final int LANES = Kernels.LANES;

    private VectorDots() {
    }

    /** See {@link Tiles#storeDots}. */
    static void store(int rows, int columns, int n, float[] a, int ao, int lda, float[] b, int bo, int ldb,
            float[] c, int co, int ldc) {
        float[] lanes = Scratch.mine().lanes;
        int i = 0;
        for (; LENGTH == LANES && i <= rows - 2; i += Math.min(4, rows - i)) {
            int at = ao + i * lda;
            int to = co + i * ldc;
            int j = 0;
            for (; j <= columns - 3; j += Math.min(4, columns - j)) {
                fourByFour(Math.min(4, rows - i), Math.min(4, columns - j), n, a, at, lda, b, bo + j * ldb,
                        ldb, lanes, c, to + j, ldc);
            }
            if (j < columns && i % 8 == 0) {
                eightByTwo(Math.min(8, rows - i), columns - j, n, a, at, lda, b, bo + j * ldb, ldb, lanes, c,
                        to + j,
                        ldc);
            }
        }
        for (; i < rows; i++) {
            row(columns, n, a, ao + i * lda, b, bo, ldb, lanes, c, co + i * ldc);
        }
    }

    // Rows and columns that there are not are taken to be the last ones.

    private static void fourByFour(int rows, int columns, int n, float[] a, int ao, int lda, float[] b,
            int bo,
            int ldb, float[] lanes, float[] c, int co, int ldc) {
        int a1 = ao + Math.min(1, rows - 1) * lda;
        int a2 = ao + Math.min(2, rows - 1) * lda;
        int a3 = ao + Math.min(3, rows - 1) * lda;
        int b1 = bo + Math.min(1, columns - 1) * ldb;
        int b2 = bo + Math.min(2, columns - 1) * ldb;
        int b3 = bo + Math.min(3, columns - 1) * ldb;
        FloatVector d00 = zero(SPECIES);
        FloatVector d01 = zero(SPECIES);
        FloatVector d02 = zero(SPECIES);
        FloatVector d03 = zero(SPECIES);
        FloatVector d10 = zero(SPECIES);
        FloatVector d11 = zero(SPECIES);
        FloatVector d12 = zero(SPECIES);
        FloatVector d13 = zero(SPECIES);
        FloatVector d20 = zero(SPECIES);
        FloatVector d21 = zero(SPECIES);
        FloatVector d22 = zero(SPECIES);
        FloatVector d23 = zero(SPECIES);
        FloatVector d30 = zero(SPECIES);
        FloatVector d31 = zero(SPECIES);
        FloatVector d32 = zero(SPECIES);
        FloatVector d33 = zero(SPECIES);
        int whole = n & -LANES;
        for (int k = 0; k < whole; k += LANES) {
            FloatVector y0 = fromArray(SPECIES, b, bo + k);
            FloatVector y1 = fromArray(SPECIES, b, b1 + k);
            FloatVector y2 = fromArray(SPECIES, b, b2 + k);
            FloatVector y3 = fromArray(SPECIES, b, b3 + k);
            FloatVector x0 = fromArray(SPECIES, a, ao + k);
            d00 = x0.fma(y0, d00);
            d01 = x0.fma(y1, d01);
            d02 = x0.fma(y2, d02);
            d03 = x0.fma(y3, d03);
            FloatVector x1 = fromArray(SPECIES, a, a1 + k);
            d10 = x1.fma(y0, d10);
            d11 = x1.fma(y1, d11);
            d12 = x1.fma(y2, d12);
            d13 = x1.fma(y3, d13);
            FloatVector x2 = fromArray(SPECIES, a, a2 + k);
            d20 = x2.fma(y0, d20);
            d21 = x2.fma(y1, d21);
            d22 = x2.fma(y2, d22);
            d23 = x2.fma(y3, d23);
            FloatVector x3 = fromArray(SPECIES, a, a3 + k);
            d30 = x3.fma(y0, d30);
            d31 = x3.fma(y1, d31);
            d32 = x3.fma(y2, d32);
            d33 = x3.fma(y3, d33);
        }
        d00.intoArray(lanes, 0);
        d01.intoArray(lanes, LANES);
        d02.intoArray(lanes, 2 * LANES);
        d03.intoArray(lanes, 3 * LANES);
        d10.intoArray(lanes, 4 * LANES);
        d11.intoArray(lanes, 5 * LANES);
        d12.intoArray(lanes, 6 * LANES);
        d13.intoArray(lanes, 7 * LANES);
        d20.intoArray(lanes, 8 * LANES);
        d21.intoArray(lanes, 9 * LANES);
        d22.intoArray(lanes, 10 * LANES);
        d23.intoArray(lanes, 11 * LANES);
        d30.intoArray(lanes, 12 * LANES);
        d31.intoArray(lanes, 13 * LANES);
        d32.intoArray(lanes, 14 * LANES);
        d33.intoArray(lanes, 15 * LANES);
        finish(rows, columns, 4, whole, n, a, ao, lda, b, bo, ldb, lanes, c, co, ldc);
    }

    private static void eightByTwo(int rows, int columns, int n, float[] a, int ao, int lda, float[] b,
            int bo,
            int ldb, float[] lanes, float[] c, int co, int ldc) {
        int a1 = ao + Math.min(1, rows - 1) * lda;
        int a2 = ao + Math.min(2, rows - 1) * lda;
        int a3 = ao + Math.min(3, rows - 1) * lda;
        int a4 = ao + Math.min(4, rows - 1) * lda;
        int a5 = ao + Math.min(5, rows - 1) * lda;
        int a6 = ao + Math.min(6, rows - 1) * lda;
        int a7 = ao + Math.min(7, rows - 1) * lda;
        int b1 = bo + Math.min(1, columns - 1) * ldb;
        FloatVector l0 = zero(SPECIES);
        FloatVector r0 = zero(SPECIES);
        FloatVector l1 = zero(SPECIES);
        FloatVector r1 = zero(SPECIES);
        FloatVector l2 = zero(SPECIES);
        FloatVector r2 = zero(SPECIES);
        FloatVector l3 = zero(SPECIES);
        FloatVector r3 = zero(SPECIES);
        FloatVector l4 = zero(SPECIES);
        FloatVector r4 = zero(SPECIES);
        FloatVector l5 = zero(SPECIES);
        FloatVector r5 = zero(SPECIES);
        FloatVector l6 = zero(SPECIES);
        FloatVector r6 = zero(SPECIES);
        FloatVector l7 = zero(SPECIES);
        FloatVector r7 = zero(SPECIES);
        int whole = n & -LANES;
        for (int k = 0; k < whole; k += LANES) {
            FloatVector y0 = fromArray(SPECIES, b, bo + k);
            FloatVector y1 = fromArray(SPECIES, b, b1 + k);
            FloatVector x0 = fromArray(SPECIES, a, ao + k);
            l0 = x0.fma(y0, l0);
            r0 = x0.fma(y1, r0);
            FloatVector x1 = fromArray(SPECIES, a, a1 + k);
            l1 = x1.fma(y0, l1);
            r1 = x1.fma(y1, r1);
            FloatVector x2 = fromArray(SPECIES, a, a2 + k);
            l2 = x2.fma(y0, l2);
            r2 = x2.fma(y1, r2);
            FloatVector x3 = fromArray(SPECIES, a, a3 + k);
            l3 = x3.fma(y0, l3);
            r3 = x3.fma(y1, r3);
            FloatVector x4 = fromArray(SPECIES, a, a4 + k);
            l4 = x4.fma(y0, l4);
            r4 = x4.fma(y1, r4);
            FloatVector x5 = fromArray(SPECIES, a, a5 + k);
            l5 = x5.fma(y0, l5);
            r5 = x5.fma(y1, r5);
            FloatVector x6 = fromArray(SPECIES, a, a6 + k);
            l6 = x6.fma(y0, l6);
            r6 = x6.fma(y1, r6);
            FloatVector x7 = fromArray(SPECIES, a, a7 + k);
            l7 = x7.fma(y0, l7);
            r7 = x7.fma(y1, r7);
        }
        l0.intoArray(lanes, 0);
        r0.intoArray(lanes, LANES);
        l1.intoArray(lanes, 2 * LANES);
        r1.intoArray(lanes, 3 * LANES);
        l2.intoArray(lanes, 4 * LANES);
        r2.intoArray(lanes, 5 * LANES);
        l3.intoArray(lanes, 6 * LANES);
        r3.intoArray(lanes, 7 * LANES);
        l4.intoArray(lanes, 8 * LANES);
        r4.intoArray(lanes, 9 * LANES);
        l5.intoArray(lanes, 10 * LANES);
        r5.intoArray(lanes, 11 * LANES);
        l6.intoArray(lanes, 12 * LANES);
        r6.intoArray(lanes, 13 * LANES);
        l7.intoArray(lanes, 14 * LANES);
        r7.intoArray(lanes, 15 * LANES);
        finish(rows, columns, 2, whole, n, a, ao, lda, b, bo, ldb, lanes, c, co, ldc);
    }

    private static void row(int columns, int n, float[] a, int ao, float[] b, int bo, int ldb, float[] lanes,
            float[] c, int co) {
        int whole = n & -LANES;
        int j = 0;
        for (; j <= columns - 8; j += 8) {
            for (int lane = 0; lane < LANES; lane += LENGTH) {
                eight(lane, whole, a, ao, b, bo + j * ldb, ldb, lanes);
            }
            if (whole < n) {
                rest(1, 8, 8, whole, n, a, ao, 0, b, bo + j * ldb, ldb, lanes);
            }
            LaneSums.eight(lanes, 0);
            System.arraycopy(lanes, 0, c, co + j, 8);
        }
        for (; j < columns; j++) {
            c[co + j] = VectorKernels.INSTANCE.dot(a, ao, b, bo + j * ldb, n);
        }
    }

    /** A vector's width of the lanes of eight columns: memory delivers eight streams at once. */
    private static void eight(int lane, int whole, float[] a, int ao, float[] b, int bo, int ldb,
            float[] lanes) {
        FloatVector d0 = zero(SPECIES);
        FloatVector d1 = zero(SPECIES);
        FloatVector d2 = zero(SPECIES);
        FloatVector d3 = zero(SPECIES);
        FloatVector d4 = zero(SPECIES);
        FloatVector d5 = zero(SPECIES);
        FloatVector d6 = zero(SPECIES);
        FloatVector d7 = zero(SPECIES);
        for (int k = lane; k < whole; k += LANES) {
            FloatVector x = fromArray(SPECIES, a, ao + k);
            d0 = x.fma(fromArray(SPECIES, b, bo + k), d0);
            d1 = x.fma(fromArray(SPECIES, b, bo + ldb + k), d1);
            d2 = x.fma(fromArray(SPECIES, b, bo + 2 * ldb + k), d2);
            d3 = x.fma(fromArray(SPECIES, b, bo + 3 * ldb + k), d3);
            d4 = x.fma(fromArray(SPECIES, b, bo + 4 * ldb + k), d4);
            d5 = x.fma(fromArray(SPECIES, b, bo + 5 * ldb + k), d5);
            d6 = x.fma(fromArray(SPECIES, b, bo + 6 * ldb + k), d6);
            d7 = x.fma(fromArray(SPECIES, b, bo + 7 * ldb + k), d7);
        }
        d0.intoArray(lanes, lane);
        d1.intoArray(lanes, LANES + lane);
        d2.intoArray(lanes, 2 * LANES + lane);
        d3.intoArray(lanes, 3 * LANES + lane);
        d4.intoArray(lanes, 4 * LANES + lane);
        d5.intoArray(lanes, 5 * LANES + lane);
        d6.intoArray(lanes, 6 * LANES + lane);
        d7.intoArray(lanes, 7 * LANES + lane);
    }

    /** Numbers whole … n−1 and the sums of the lanes, which stand {@code wide} tiles in a row. */
    private static void finish(int rows, int columns, int wide, int whole, int n, float[] a, int ao, int lda,
            float[] b, int bo, int ldb, float[] lanes, float[] c, int co, int ldc) {
        if (whole < n) {
            rest(rows, columns, wide, whole, n, a, ao, lda, b, bo, ldb, lanes);
        }
        sum(lanes);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                c[co + i * ldc + j] = lanes[place(i * wide + j)];
            }
        }
    }

    private static void rest(int rows, int columns, int wide, int whole, int n, float[] a, int ao, int lda,
            float[] b, int bo, int ldb, float[] lanes) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int at = (i * wide + j) * LANES - whole;
                for (int k = whole; k < n; k++) {
                    lanes[at + k] = Math.fma(a[ao + i * lda + k], b[bo + j * ldb + k], lanes[at + k]);
                }
            }
        }
    }

    /** Both halves of the sixteen; {@link #place} tells where the sums are then. */
    private static void sum(float[] lanes) {
        for (int at = 0; at < lanes.length; at += LaneSums.COUNT * LANES) {
            LaneSums.eight(lanes, at);
        }
    }

    private static int place(int number) {
        return number / LaneSums.COUNT * LaneSums.COUNT * LANES + number % LaneSums.COUNT;
    }
}
