package io.cajal.backend.cpu;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Many scalar products at a time, each with the partial sums of {@link Kernels#dot}: tiles of 4 × 4, 4 × 5 and 8 × 2
 * load 8 to 10 vectors for 16 or 20 multiply-adds. Vectors shorter than {@link Kernels#LANES} go over the numbers
 * more than once, and with them eight accumulators are what the registers hold.
 */
final class VectorDots {
    private static final VectorSpecies<Float> SPECIES = VectorKernels.SPECIES;
    private static final int LENGTH = VectorKernels.LENGTH;
    private static final int LANES = Kernels.LANES;
    /** Of a block: its lanes fit in the innermost cache. */
    static final int ROWS = 8;
    static final int COLUMNS = 16;

    private VectorDots() {
    }

    /** See {@link Tiles#storeDots}. */
    static void store(int rows, int columns, int n, float[] a, int ao, int lda, float[] b, int bo, int ldb,
            float[] c, int co, int ldc) {
        if (LENGTH < LANES || rows == 1) {
            for (int i = 0; i < rows; i++) {
                row(columns, n, a, ao + i * lda, b, bo, ldb, Scratch.mine().lanes, c, co + i * ldc);
            }
            return;
        }
        for (int i = 0; i < rows; i += ROWS) {
            int high = Math.min(ROWS, rows - i);
            for (int j = 0; j < columns; j += COLUMNS) {
                int wide = Math.min(COLUMNS, columns - j);
                block(high, wide, n, a, ao + i * lda, lda, b, bo + j * ldb, ldb, c, co + i * ldc + j, ldc);
            }
        }
    }

    /** The lanes of all scalar products of a block, row by row, then their sums, which so stand as C has them. */
    private static void block(int rows, int columns, int n, float[] a, int ao, int lda, float[] b, int bo,
            int ldb, float[] c, int co, int ldc) {
        float[] lanes = Scratch.mine().dots;
        int whole = n & -LANES;
        int j = 0;
        while (j < columns) {
            int left = columns - j;
            int from = bo + j * ldb;
            if (left <= 2) {
                eightByTwo(rows, left, whole, a, ao, lda, b, from, ldb, lanes, j * LANES, columns);
                break;
            }
            boolean five = left >= 5 && left % 4 != 0 && left != 6; // so that few columns are left for the others
            for (int i = 0; i < rows; i += 4) {
                int to = (i * columns + j) * LANES;
                if (five) {
                    fourByFive(rows - i, left, whole, a, ao + i * lda, lda, b, from, ldb, lanes, to, columns);
                } else {
                    fourByFour(rows - i, left, whole, a, ao + i * lda, lda, b, from, ldb, lanes, to, columns);
                }
            }
            j += five ? 5 : 4;
        }
        if (whole < n) {
            rest(rows, columns, columns, whole, n, a, ao, lda, b, bo, ldb, lanes);
        }
        if (ldc == columns && rows * columns % LaneSums.COUNT == 0) {
            sums(rows * columns, lanes, c, co);
            return;
        }
        float[] sums = Scratch.mine().lanes;
        sums(rows * columns, lanes, sums, 0);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(sums, i * columns, c, co + i * ldc, columns);
        }
    }

    private static void sums(int count, float[] lanes, float[] to, int at) {
        for (int i = 0; i < count; i += LaneSums.COUNT) {
            LaneSums.eight(lanes, i * LANES, to, at + i);
        }
    }

    // Lanes of number (i, j) go to lanes[to + (i · width + j) · LANES]. Rows and columns that there are not are taken to
    // be the last ones, and their lanes are junk: below the others, or, where all columns are one or three, at the
    // place of the next row's first, which is stored after it.

    /** 8 loads for 16 multiply-adds. */
    private static void fourByFour(int rows, int columns, int whole, float[] a, int ao, int lda, float[] b,
            int bo,
            int ldb, float[] lanes, int to, int width) {
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
        int to1 = to + width * LANES;
        int to2 = to + 2 * width * LANES;
        int to3 = to + 3 * width * LANES;
        d00.intoArray(lanes, to);
        d01.intoArray(lanes, to + LANES);
        d02.intoArray(lanes, to + 2 * LANES);
        d03.intoArray(lanes, to + 3 * LANES);
        d10.intoArray(lanes, to1);
        d11.intoArray(lanes, to1 + LANES);
        d12.intoArray(lanes, to1 + 2 * LANES);
        d13.intoArray(lanes, to1 + 3 * LANES);
        d20.intoArray(lanes, to2);
        d21.intoArray(lanes, to2 + LANES);
        d22.intoArray(lanes, to2 + 2 * LANES);
        d23.intoArray(lanes, to2 + 3 * LANES);
        d30.intoArray(lanes, to3);
        d31.intoArray(lanes, to3 + LANES);
        d32.intoArray(lanes, to3 + 2 * LANES);
        d33.intoArray(lanes, to3 + 3 * LANES);
    }

    /** 9 loads for 20 multiply-adds. */
    private static void fourByFive(int rows, int columns, int whole, float[] a, int ao, int lda, float[] b,
            int bo,
            int ldb, float[] lanes, int to, int width) {
        int a1 = ao + Math.min(1, rows - 1) * lda;
        int a2 = ao + Math.min(2, rows - 1) * lda;
        int a3 = ao + Math.min(3, rows - 1) * lda;
        int b1 = bo + Math.min(1, columns - 1) * ldb;
        int b2 = bo + Math.min(2, columns - 1) * ldb;
        int b3 = bo + Math.min(3, columns - 1) * ldb;
        int b4 = bo + Math.min(4, columns - 1) * ldb;
        FloatVector d00 = zero(SPECIES);
        FloatVector d01 = zero(SPECIES);
        FloatVector d02 = zero(SPECIES);
        FloatVector d03 = zero(SPECIES);
        FloatVector d04 = zero(SPECIES);
        FloatVector d10 = zero(SPECIES);
        FloatVector d11 = zero(SPECIES);
        FloatVector d12 = zero(SPECIES);
        FloatVector d13 = zero(SPECIES);
        FloatVector d14 = zero(SPECIES);
        FloatVector d20 = zero(SPECIES);
        FloatVector d21 = zero(SPECIES);
        FloatVector d22 = zero(SPECIES);
        FloatVector d23 = zero(SPECIES);
        FloatVector d24 = zero(SPECIES);
        FloatVector d30 = zero(SPECIES);
        FloatVector d31 = zero(SPECIES);
        FloatVector d32 = zero(SPECIES);
        FloatVector d33 = zero(SPECIES);
        FloatVector d34 = zero(SPECIES);
        for (int k = 0; k < whole; k += LANES) {
            FloatVector y0 = fromArray(SPECIES, b, bo + k);
            FloatVector y1 = fromArray(SPECIES, b, b1 + k);
            FloatVector y2 = fromArray(SPECIES, b, b2 + k);
            FloatVector y3 = fromArray(SPECIES, b, b3 + k);
            FloatVector y4 = fromArray(SPECIES, b, b4 + k);
            FloatVector x0 = fromArray(SPECIES, a, ao + k);
            d00 = x0.fma(y0, d00);
            d01 = x0.fma(y1, d01);
            d02 = x0.fma(y2, d02);
            d03 = x0.fma(y3, d03);
            d04 = x0.fma(y4, d04);
            FloatVector x1 = fromArray(SPECIES, a, a1 + k);
            d10 = x1.fma(y0, d10);
            d11 = x1.fma(y1, d11);
            d12 = x1.fma(y2, d12);
            d13 = x1.fma(y3, d13);
            d14 = x1.fma(y4, d14);
            FloatVector x2 = fromArray(SPECIES, a, a2 + k);
            d20 = x2.fma(y0, d20);
            d21 = x2.fma(y1, d21);
            d22 = x2.fma(y2, d22);
            d23 = x2.fma(y3, d23);
            d24 = x2.fma(y4, d24);
            FloatVector x3 = fromArray(SPECIES, a, a3 + k);
            d30 = x3.fma(y0, d30);
            d31 = x3.fma(y1, d31);
            d32 = x3.fma(y2, d32);
            d33 = x3.fma(y3, d33);
            d34 = x3.fma(y4, d34);
        }
        int to1 = to + width * LANES;
        int to2 = to + 2 * width * LANES;
        int to3 = to + 3 * width * LANES;
        d00.intoArray(lanes, to);
        d01.intoArray(lanes, to + LANES);
        d02.intoArray(lanes, to + 2 * LANES);
        d03.intoArray(lanes, to + 3 * LANES);
        d04.intoArray(lanes, to + 4 * LANES);
        d10.intoArray(lanes, to1);
        d11.intoArray(lanes, to1 + LANES);
        d12.intoArray(lanes, to1 + 2 * LANES);
        d13.intoArray(lanes, to1 + 3 * LANES);
        d14.intoArray(lanes, to1 + 4 * LANES);
        d20.intoArray(lanes, to2);
        d21.intoArray(lanes, to2 + LANES);
        d22.intoArray(lanes, to2 + 2 * LANES);
        d23.intoArray(lanes, to2 + 3 * LANES);
        d24.intoArray(lanes, to2 + 4 * LANES);
        d30.intoArray(lanes, to3);
        d31.intoArray(lanes, to3 + LANES);
        d32.intoArray(lanes, to3 + 2 * LANES);
        d33.intoArray(lanes, to3 + 3 * LANES);
        d34.intoArray(lanes, to3 + 4 * LANES);
    }

    /** 10 loads for 16 multiply-adds. */
    private static void eightByTwo(int rows, int columns, int whole, float[] a, int ao, int lda, float[] b,
            int bo,
            int ldb, float[] lanes, int to, int width) {
        int a1 = ao + Math.min(1, rows - 1) * lda;
        int a2 = ao + Math.min(2, rows - 1) * lda;
        int a3 = ao + Math.min(3, rows - 1) * lda;
        int a4 = ao + Math.min(4, rows - 1) * lda;
        int a5 = ao + Math.min(5, rows - 1) * lda;
        int a6 = ao + Math.min(6, rows - 1) * lda;
        int a7 = ao + Math.min(7, rows - 1) * lda;
        int b1 = bo + Math.min(1, columns - 1) * ldb;
        FloatVector d00 = zero(SPECIES);
        FloatVector d01 = zero(SPECIES);
        FloatVector d10 = zero(SPECIES);
        FloatVector d11 = zero(SPECIES);
        FloatVector d20 = zero(SPECIES);
        FloatVector d21 = zero(SPECIES);
        FloatVector d30 = zero(SPECIES);
        FloatVector d31 = zero(SPECIES);
        FloatVector d40 = zero(SPECIES);
        FloatVector d41 = zero(SPECIES);
        FloatVector d50 = zero(SPECIES);
        FloatVector d51 = zero(SPECIES);
        FloatVector d60 = zero(SPECIES);
        FloatVector d61 = zero(SPECIES);
        FloatVector d70 = zero(SPECIES);
        FloatVector d71 = zero(SPECIES);
        for (int k = 0; k < whole; k += LANES) {
            FloatVector y0 = fromArray(SPECIES, b, bo + k);
            FloatVector y1 = fromArray(SPECIES, b, b1 + k);
            FloatVector x0 = fromArray(SPECIES, a, ao + k);
            d00 = x0.fma(y0, d00);
            d01 = x0.fma(y1, d01);
            FloatVector x1 = fromArray(SPECIES, a, a1 + k);
            d10 = x1.fma(y0, d10);
            d11 = x1.fma(y1, d11);
            FloatVector x2 = fromArray(SPECIES, a, a2 + k);
            d20 = x2.fma(y0, d20);
            d21 = x2.fma(y1, d21);
            FloatVector x3 = fromArray(SPECIES, a, a3 + k);
            d30 = x3.fma(y0, d30);
            d31 = x3.fma(y1, d31);
            FloatVector x4 = fromArray(SPECIES, a, a4 + k);
            d40 = x4.fma(y0, d40);
            d41 = x4.fma(y1, d41);
            FloatVector x5 = fromArray(SPECIES, a, a5 + k);
            d50 = x5.fma(y0, d50);
            d51 = x5.fma(y1, d51);
            FloatVector x6 = fromArray(SPECIES, a, a6 + k);
            d60 = x6.fma(y0, d60);
            d61 = x6.fma(y1, d61);
            FloatVector x7 = fromArray(SPECIES, a, a7 + k);
            d70 = x7.fma(y0, d70);
            d71 = x7.fma(y1, d71);
        }
        int to1 = to + width * LANES;
        int to2 = to + 2 * width * LANES;
        int to3 = to + 3 * width * LANES;
        int to4 = to + 4 * width * LANES;
        int to5 = to + 5 * width * LANES;
        int to6 = to + 6 * width * LANES;
        int to7 = to + 7 * width * LANES;
        d00.intoArray(lanes, to);
        d01.intoArray(lanes, to + LANES);
        d10.intoArray(lanes, to1);
        d11.intoArray(lanes, to1 + LANES);
        d20.intoArray(lanes, to2);
        d21.intoArray(lanes, to2 + LANES);
        d30.intoArray(lanes, to3);
        d31.intoArray(lanes, to3 + LANES);
        d40.intoArray(lanes, to4);
        d41.intoArray(lanes, to4 + LANES);
        d50.intoArray(lanes, to5);
        d51.intoArray(lanes, to5 + LANES);
        d60.intoArray(lanes, to6);
        d61.intoArray(lanes, to6 + LANES);
        d70.intoArray(lanes, to7);
        d71.intoArray(lanes, to7 + LANES);
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
            LaneSums.eight(lanes, 0, c, co + j);
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
}
