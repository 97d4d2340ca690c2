package io.cajal.backend.cpu;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Taps#outer} on the Vector API. With 32 registers of 512 bits a block is 12 × 2 vectors, as in
 * {@link VectorTiles}, with 16 registers 6 × 2, with short ones 3 × 2. Where there are few columns it is one vector wide,
 * where few rows are left half as high.
 */
final class VectorOuter {
    private static final VectorSpecies<Float> SPECIES = VectorKernels.SPECIES;
    private static final int LENGTH = VectorKernels.LENGTH;
    private static final boolean LONG = LENGTH == 16;
    private static final boolean SHORT = LENGTH < 8;
    private static final int WIDE = 2 * LENGTH;
    /** Rows of the blocks that are half as high. */
    private static final int SIX = 6;

    /** Columns of the widest block. */
    static final int STRIP = Math.max(16, WIDE);

    private VectorOuter() {
    }

    static void add(int rows, int n, float[] x, int xo, int[] at, int from, float[] g, int go, int width,
            float[] sums,
            int so) {
        if (SHORT) {
            for (int i = 0; i < rows; i += 3) {
                for (int j = 0; j < width; j += WIDE) {
                    threeByTwo(Math.min(3, rows - i), n, x, xo, at, from + i, g, go + j, width, sums,
                            so + i * width + j);
                }
            }
        } else if (width == LENGTH && rows > SIX) {
            twelveByOne(rows, n, x, xo, at, from, g, go, sums, so);
        } else if (width == LENGTH) {
            sixByOne(rows, n, x, xo, at, from, g, go, sums, so);
        } else if (LONG && rows > SIX) {
            twelveByTwo(rows, n, x, xo, at, from, g, go, sums, so);
        } else {
            for (int i = 0; i < rows; i += SIX) {
                sixByTwo(Math.min(SIX, rows - i), n, x, xo, at, from + i, g, go, sums, so + i * width);
            }
        }
    }

    /** 12 rows × 2 vectors. */
    private static void twelveByTwo(int rows, int n, float[] x, int xo, int[] at, int from, float[] g, int go,
            float[] sums, int so) {
        int x0 = xo + at[from];
        int x1 = xo + at[from + Math.min(1, rows - 1)];
        int x2 = xo + at[from + Math.min(2, rows - 1)];
        int x3 = xo + at[from + Math.min(3, rows - 1)];
        int x4 = xo + at[from + Math.min(4, rows - 1)];
        int x5 = xo + at[from + Math.min(5, rows - 1)];
        int x6 = xo + at[from + Math.min(6, rows - 1)];
        int x7 = xo + at[from + Math.min(7, rows - 1)];
        int x8 = xo + at[from + Math.min(8, rows - 1)];
        int x9 = xo + at[from + Math.min(9, rows - 1)];
        int x10 = xo + at[from + Math.min(10, rows - 1)];
        int x11 = xo + at[from + Math.min(11, rows - 1)];
        FloatVector a0 = zero(SPECIES);
        FloatVector b0 = zero(SPECIES);
        FloatVector a1 = zero(SPECIES);
        FloatVector b1 = zero(SPECIES);
        FloatVector a2 = zero(SPECIES);
        FloatVector b2 = zero(SPECIES);
        FloatVector a3 = zero(SPECIES);
        FloatVector b3 = zero(SPECIES);
        FloatVector a4 = zero(SPECIES);
        FloatVector b4 = zero(SPECIES);
        FloatVector a5 = zero(SPECIES);
        FloatVector b5 = zero(SPECIES);
        FloatVector a6 = zero(SPECIES);
        FloatVector b6 = zero(SPECIES);
        FloatVector a7 = zero(SPECIES);
        FloatVector b7 = zero(SPECIES);
        FloatVector a8 = zero(SPECIES);
        FloatVector b8 = zero(SPECIES);
        FloatVector a9 = zero(SPECIES);
        FloatVector b9 = zero(SPECIES);
        FloatVector a10 = zero(SPECIES);
        FloatVector b10 = zero(SPECIES);
        FloatVector a11 = zero(SPECIES);
        FloatVector b11 = zero(SPECIES);
        for (int t = 0; t < n; t++) {
            FloatVector g0 = fromArray(SPECIES, g, go + WIDE * t);
            FloatVector g1 = fromArray(SPECIES, g, go + WIDE * t + LENGTH);
            FloatVector v0 = broadcast(SPECIES, x[x0 + t]);
            a0 = v0.fma(g0, a0);
            b0 = v0.fma(g1, b0);
            FloatVector v1 = broadcast(SPECIES, x[x1 + t]);
            a1 = v1.fma(g0, a1);
            b1 = v1.fma(g1, b1);
            FloatVector v2 = broadcast(SPECIES, x[x2 + t]);
            a2 = v2.fma(g0, a2);
            b2 = v2.fma(g1, b2);
            FloatVector v3 = broadcast(SPECIES, x[x3 + t]);
            a3 = v3.fma(g0, a3);
            b3 = v3.fma(g1, b3);
            FloatVector v4 = broadcast(SPECIES, x[x4 + t]);
            a4 = v4.fma(g0, a4);
            b4 = v4.fma(g1, b4);
            FloatVector v5 = broadcast(SPECIES, x[x5 + t]);
            a5 = v5.fma(g0, a5);
            b5 = v5.fma(g1, b5);
            FloatVector v6 = broadcast(SPECIES, x[x6 + t]);
            a6 = v6.fma(g0, a6);
            b6 = v6.fma(g1, b6);
            FloatVector v7 = broadcast(SPECIES, x[x7 + t]);
            a7 = v7.fma(g0, a7);
            b7 = v7.fma(g1, b7);
            FloatVector v8 = broadcast(SPECIES, x[x8 + t]);
            a8 = v8.fma(g0, a8);
            b8 = v8.fma(g1, b8);
            FloatVector v9 = broadcast(SPECIES, x[x9 + t]);
            a9 = v9.fma(g0, a9);
            b9 = v9.fma(g1, b9);
            FloatVector v10 = broadcast(SPECIES, x[x10 + t]);
            a10 = v10.fma(g0, a10);
            b10 = v10.fma(g1, b10);
            FloatVector v11 = broadcast(SPECIES, x[x11 + t]);
            a11 = v11.fma(g0, a11);
            b11 = v11.fma(g1, b11);
        }
        a0.add(fromArray(SPECIES, sums, so)).intoArray(sums, so);
        b0.add(fromArray(SPECIES, sums, so + LENGTH)).intoArray(sums, so + LENGTH);
        a1.add(fromArray(SPECIES, sums, so + WIDE)).intoArray(sums, so + WIDE);
        b1.add(fromArray(SPECIES, sums, so + WIDE + LENGTH)).intoArray(sums, so + WIDE + LENGTH);
        a2.add(fromArray(SPECIES, sums, so + 2 * WIDE)).intoArray(sums, so + 2 * WIDE);
        b2.add(fromArray(SPECIES, sums, so + 2 * WIDE + LENGTH)).intoArray(sums, so + 2 * WIDE + LENGTH);
        a3.add(fromArray(SPECIES, sums, so + 3 * WIDE)).intoArray(sums, so + 3 * WIDE);
        b3.add(fromArray(SPECIES, sums, so + 3 * WIDE + LENGTH)).intoArray(sums, so + 3 * WIDE + LENGTH);
        a4.add(fromArray(SPECIES, sums, so + 4 * WIDE)).intoArray(sums, so + 4 * WIDE);
        b4.add(fromArray(SPECIES, sums, so + 4 * WIDE + LENGTH)).intoArray(sums, so + 4 * WIDE + LENGTH);
        a5.add(fromArray(SPECIES, sums, so + 5 * WIDE)).intoArray(sums, so + 5 * WIDE);
        b5.add(fromArray(SPECIES, sums, so + 5 * WIDE + LENGTH)).intoArray(sums, so + 5 * WIDE + LENGTH);
        a6.add(fromArray(SPECIES, sums, so + 6 * WIDE)).intoArray(sums, so + 6 * WIDE);
        b6.add(fromArray(SPECIES, sums, so + 6 * WIDE + LENGTH)).intoArray(sums, so + 6 * WIDE + LENGTH);
        a7.add(fromArray(SPECIES, sums, so + 7 * WIDE)).intoArray(sums, so + 7 * WIDE);
        b7.add(fromArray(SPECIES, sums, so + 7 * WIDE + LENGTH)).intoArray(sums, so + 7 * WIDE + LENGTH);
        a8.add(fromArray(SPECIES, sums, so + 8 * WIDE)).intoArray(sums, so + 8 * WIDE);
        b8.add(fromArray(SPECIES, sums, so + 8 * WIDE + LENGTH)).intoArray(sums, so + 8 * WIDE + LENGTH);
        a9.add(fromArray(SPECIES, sums, so + 9 * WIDE)).intoArray(sums, so + 9 * WIDE);
        b9.add(fromArray(SPECIES, sums, so + 9 * WIDE + LENGTH)).intoArray(sums, so + 9 * WIDE + LENGTH);
        a10.add(fromArray(SPECIES, sums, so + 10 * WIDE)).intoArray(sums, so + 10 * WIDE);
        b10.add(fromArray(SPECIES, sums, so + 10 * WIDE + LENGTH)).intoArray(sums, so + 10 * WIDE + LENGTH);
        a11.add(fromArray(SPECIES, sums, so + 11 * WIDE)).intoArray(sums, so + 11 * WIDE);
        b11.add(fromArray(SPECIES, sums, so + 11 * WIDE + LENGTH)).intoArray(sums, so + 11 * WIDE + LENGTH);
    }

    /** 6 rows × 2 vectors. */
    private static void sixByTwo(int rows, int n, float[] x, int xo, int[] at, int from, float[] g, int go,
            float[] sums, int so) {
        int x0 = xo + at[from];
        int x1 = xo + at[from + Math.min(1, rows - 1)];
        int x2 = xo + at[from + Math.min(2, rows - 1)];
        int x3 = xo + at[from + Math.min(3, rows - 1)];
        int x4 = xo + at[from + Math.min(4, rows - 1)];
        int x5 = xo + at[from + Math.min(5, rows - 1)];
        FloatVector a0 = zero(SPECIES);
        FloatVector b0 = zero(SPECIES);
        FloatVector a1 = zero(SPECIES);
        FloatVector b1 = zero(SPECIES);
        FloatVector a2 = zero(SPECIES);
        FloatVector b2 = zero(SPECIES);
        FloatVector a3 = zero(SPECIES);
        FloatVector b3 = zero(SPECIES);
        FloatVector a4 = zero(SPECIES);
        FloatVector b4 = zero(SPECIES);
        FloatVector a5 = zero(SPECIES);
        FloatVector b5 = zero(SPECIES);
        for (int t = 0; t < n; t++) {
            FloatVector g0 = fromArray(SPECIES, g, go + WIDE * t);
            FloatVector g1 = fromArray(SPECIES, g, go + WIDE * t + LENGTH);
            FloatVector v0 = broadcast(SPECIES, x[x0 + t]);
            a0 = v0.fma(g0, a0);
            b0 = v0.fma(g1, b0);
            FloatVector v1 = broadcast(SPECIES, x[x1 + t]);
            a1 = v1.fma(g0, a1);
            b1 = v1.fma(g1, b1);
            FloatVector v2 = broadcast(SPECIES, x[x2 + t]);
            a2 = v2.fma(g0, a2);
            b2 = v2.fma(g1, b2);
            FloatVector v3 = broadcast(SPECIES, x[x3 + t]);
            a3 = v3.fma(g0, a3);
            b3 = v3.fma(g1, b3);
            FloatVector v4 = broadcast(SPECIES, x[x4 + t]);
            a4 = v4.fma(g0, a4);
            b4 = v4.fma(g1, b4);
            FloatVector v5 = broadcast(SPECIES, x[x5 + t]);
            a5 = v5.fma(g0, a5);
            b5 = v5.fma(g1, b5);
        }
        a0.add(fromArray(SPECIES, sums, so)).intoArray(sums, so);
        b0.add(fromArray(SPECIES, sums, so + LENGTH)).intoArray(sums, so + LENGTH);
        a1.add(fromArray(SPECIES, sums, so + WIDE)).intoArray(sums, so + WIDE);
        b1.add(fromArray(SPECIES, sums, so + WIDE + LENGTH)).intoArray(sums, so + WIDE + LENGTH);
        a2.add(fromArray(SPECIES, sums, so + 2 * WIDE)).intoArray(sums, so + 2 * WIDE);
        b2.add(fromArray(SPECIES, sums, so + 2 * WIDE + LENGTH)).intoArray(sums, so + 2 * WIDE + LENGTH);
        a3.add(fromArray(SPECIES, sums, so + 3 * WIDE)).intoArray(sums, so + 3 * WIDE);
        b3.add(fromArray(SPECIES, sums, so + 3 * WIDE + LENGTH)).intoArray(sums, so + 3 * WIDE + LENGTH);
        a4.add(fromArray(SPECIES, sums, so + 4 * WIDE)).intoArray(sums, so + 4 * WIDE);
        b4.add(fromArray(SPECIES, sums, so + 4 * WIDE + LENGTH)).intoArray(sums, so + 4 * WIDE + LENGTH);
        a5.add(fromArray(SPECIES, sums, so + 5 * WIDE)).intoArray(sums, so + 5 * WIDE);
        b5.add(fromArray(SPECIES, sums, so + 5 * WIDE + LENGTH)).intoArray(sums, so + 5 * WIDE + LENGTH);
    }

    /** 12 rows × 1 vector. */
    private static void twelveByOne(int rows, int n, float[] x, int xo, int[] at, int from, float[] g, int go,
            float[] sums, int so) {
        int x0 = xo + at[from];
        int x1 = xo + at[from + Math.min(1, rows - 1)];
        int x2 = xo + at[from + Math.min(2, rows - 1)];
        int x3 = xo + at[from + Math.min(3, rows - 1)];
        int x4 = xo + at[from + Math.min(4, rows - 1)];
        int x5 = xo + at[from + Math.min(5, rows - 1)];
        int x6 = xo + at[from + Math.min(6, rows - 1)];
        int x7 = xo + at[from + Math.min(7, rows - 1)];
        int x8 = xo + at[from + Math.min(8, rows - 1)];
        int x9 = xo + at[from + Math.min(9, rows - 1)];
        int x10 = xo + at[from + Math.min(10, rows - 1)];
        int x11 = xo + at[from + Math.min(11, rows - 1)];
        FloatVector a0 = zero(SPECIES);
        FloatVector a1 = zero(SPECIES);
        FloatVector a2 = zero(SPECIES);
        FloatVector a3 = zero(SPECIES);
        FloatVector a4 = zero(SPECIES);
        FloatVector a5 = zero(SPECIES);
        FloatVector a6 = zero(SPECIES);
        FloatVector a7 = zero(SPECIES);
        FloatVector a8 = zero(SPECIES);
        FloatVector a9 = zero(SPECIES);
        FloatVector a10 = zero(SPECIES);
        FloatVector a11 = zero(SPECIES);
        for (int t = 0; t < n; t++) {
            FloatVector g0 = fromArray(SPECIES, g, go + LENGTH * t);
            FloatVector v0 = broadcast(SPECIES, x[x0 + t]);
            a0 = v0.fma(g0, a0);
            FloatVector v1 = broadcast(SPECIES, x[x1 + t]);
            a1 = v1.fma(g0, a1);
            FloatVector v2 = broadcast(SPECIES, x[x2 + t]);
            a2 = v2.fma(g0, a2);
            FloatVector v3 = broadcast(SPECIES, x[x3 + t]);
            a3 = v3.fma(g0, a3);
            FloatVector v4 = broadcast(SPECIES, x[x4 + t]);
            a4 = v4.fma(g0, a4);
            FloatVector v5 = broadcast(SPECIES, x[x5 + t]);
            a5 = v5.fma(g0, a5);
            FloatVector v6 = broadcast(SPECIES, x[x6 + t]);
            a6 = v6.fma(g0, a6);
            FloatVector v7 = broadcast(SPECIES, x[x7 + t]);
            a7 = v7.fma(g0, a7);
            FloatVector v8 = broadcast(SPECIES, x[x8 + t]);
            a8 = v8.fma(g0, a8);
            FloatVector v9 = broadcast(SPECIES, x[x9 + t]);
            a9 = v9.fma(g0, a9);
            FloatVector v10 = broadcast(SPECIES, x[x10 + t]);
            a10 = v10.fma(g0, a10);
            FloatVector v11 = broadcast(SPECIES, x[x11 + t]);
            a11 = v11.fma(g0, a11);
        }
        a0.add(fromArray(SPECIES, sums, so)).intoArray(sums, so);
        a1.add(fromArray(SPECIES, sums, so + LENGTH)).intoArray(sums, so + LENGTH);
        a2.add(fromArray(SPECIES, sums, so + 2 * LENGTH)).intoArray(sums, so + 2 * LENGTH);
        a3.add(fromArray(SPECIES, sums, so + 3 * LENGTH)).intoArray(sums, so + 3 * LENGTH);
        a4.add(fromArray(SPECIES, sums, so + 4 * LENGTH)).intoArray(sums, so + 4 * LENGTH);
        a5.add(fromArray(SPECIES, sums, so + 5 * LENGTH)).intoArray(sums, so + 5 * LENGTH);
        a6.add(fromArray(SPECIES, sums, so + 6 * LENGTH)).intoArray(sums, so + 6 * LENGTH);
        a7.add(fromArray(SPECIES, sums, so + 7 * LENGTH)).intoArray(sums, so + 7 * LENGTH);
        a8.add(fromArray(SPECIES, sums, so + 8 * LENGTH)).intoArray(sums, so + 8 * LENGTH);
        a9.add(fromArray(SPECIES, sums, so + 9 * LENGTH)).intoArray(sums, so + 9 * LENGTH);
        a10.add(fromArray(SPECIES, sums, so + 10 * LENGTH)).intoArray(sums, so + 10 * LENGTH);
        a11.add(fromArray(SPECIES, sums, so + 11 * LENGTH)).intoArray(sums, so + 11 * LENGTH);
    }

    /** 6 rows × 1 vector. */
    private static void sixByOne(int rows, int n, float[] x, int xo, int[] at, int from, float[] g, int go,
            float[] sums, int so) {
        int x0 = xo + at[from];
        int x1 = xo + at[from + Math.min(1, rows - 1)];
        int x2 = xo + at[from + Math.min(2, rows - 1)];
        int x3 = xo + at[from + Math.min(3, rows - 1)];
        int x4 = xo + at[from + Math.min(4, rows - 1)];
        int x5 = xo + at[from + Math.min(5, rows - 1)];
        FloatVector a0 = zero(SPECIES);
        FloatVector a1 = zero(SPECIES);
        FloatVector a2 = zero(SPECIES);
        FloatVector a3 = zero(SPECIES);
        FloatVector a4 = zero(SPECIES);
        FloatVector a5 = zero(SPECIES);
        for (int t = 0; t < n; t++) {
            FloatVector g0 = fromArray(SPECIES, g, go + LENGTH * t);
            FloatVector v0 = broadcast(SPECIES, x[x0 + t]);
            a0 = v0.fma(g0, a0);
            FloatVector v1 = broadcast(SPECIES, x[x1 + t]);
            a1 = v1.fma(g0, a1);
            FloatVector v2 = broadcast(SPECIES, x[x2 + t]);
            a2 = v2.fma(g0, a2);
            FloatVector v3 = broadcast(SPECIES, x[x3 + t]);
            a3 = v3.fma(g0, a3);
            FloatVector v4 = broadcast(SPECIES, x[x4 + t]);
            a4 = v4.fma(g0, a4);
            FloatVector v5 = broadcast(SPECIES, x[x5 + t]);
            a5 = v5.fma(g0, a5);
        }
        a0.add(fromArray(SPECIES, sums, so)).intoArray(sums, so);
        a1.add(fromArray(SPECIES, sums, so + LENGTH)).intoArray(sums, so + LENGTH);
        a2.add(fromArray(SPECIES, sums, so + 2 * LENGTH)).intoArray(sums, so + 2 * LENGTH);
        a3.add(fromArray(SPECIES, sums, so + 3 * LENGTH)).intoArray(sums, so + 3 * LENGTH);
        a4.add(fromArray(SPECIES, sums, so + 4 * LENGTH)).intoArray(sums, so + 4 * LENGTH);
        a5.add(fromArray(SPECIES, sums, so + 5 * LENGTH)).intoArray(sums, so + 5 * LENGTH);
    }

    /** 3 rows × 2 vectors, for few registers. */
    private static void threeByTwo(int rows, int n, float[] x, int xo, int[] at, int from, float[] g, int go,
            int width, float[] sums, int so) {
        int x0 = xo + at[from];
        int x1 = xo + at[from + Math.min(1, rows - 1)];
        int x2 = xo + at[from + Math.min(2, rows - 1)];
        FloatVector a0 = zero(SPECIES);
        FloatVector b0 = zero(SPECIES);
        FloatVector a1 = zero(SPECIES);
        FloatVector b1 = zero(SPECIES);
        FloatVector a2 = zero(SPECIES);
        FloatVector b2 = zero(SPECIES);
        for (int t = 0; t < n; t++) {
            FloatVector g0 = fromArray(SPECIES, g, go + width * t);
            FloatVector g1 = fromArray(SPECIES, g, go + width * t + LENGTH);
            FloatVector v0 = broadcast(SPECIES, x[x0 + t]);
            a0 = v0.fma(g0, a0);
            b0 = v0.fma(g1, b0);
            FloatVector v1 = broadcast(SPECIES, x[x1 + t]);
            a1 = v1.fma(g0, a1);
            b1 = v1.fma(g1, b1);
            FloatVector v2 = broadcast(SPECIES, x[x2 + t]);
            a2 = v2.fma(g0, a2);
            b2 = v2.fma(g1, b2);
        }
        a0.add(fromArray(SPECIES, sums, so)).intoArray(sums, so);
        b0.add(fromArray(SPECIES, sums, so + LENGTH)).intoArray(sums, so + LENGTH);
        a1.add(fromArray(SPECIES, sums, so + width)).intoArray(sums, so + width);
        b1.add(fromArray(SPECIES, sums, so + width + LENGTH)).intoArray(sums, so + width + LENGTH);
        a2.add(fromArray(SPECIES, sums, so + 2 * width)).intoArray(sums, so + 2 * width);
        b2.add(fromArray(SPECIES, sums, so + 2 * width + LENGTH)).intoArray(sums, so + 2 * width + LENGTH);
    }
}
