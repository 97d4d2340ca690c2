package io.cajal.backend.cpu;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Taps} on the Vector API: tiles of 8 × 3 vectors, or 4 × 2 where AVX2 has but 16 registers. The
 * methods are as long as those of {@link VectorTiles}, for the same reason.
 */
final class VectorTaps implements Taps {
    static final VectorTaps INSTANCE = new VectorTaps();

    private static final VectorSpecies<Float> SPECIES = VectorKernels.SPECIES;
    private static final int LENGTH = VectorKernels.LENGTH;
    private static final int LANES = Kernels.LANES;
    /** Eight lanes mean AVX2, as machines with AVX-512 have sixteen. */
    private static final boolean WIDE = LENGTH != 8;

    private VectorTaps() {
    }

    @Override
    public int width() {
        return WIDE ? 3 * LENGTH : 2 * LENGTH;
    }

    @Override
    public void eight(int kc, float[] w, int wo, int[] at, float[] x, int xo, float[] y, int yo, int ldy) {
        if (WIDE) {
            eightByThree(kc, w, wo, at, x, xo, y, yo, ldy);
        } else {
            fourByTwo(kc, w, wo, EIGHT, at, x, xo, y, yo, ldy);
            fourByTwo(kc, w, wo + FOUR, EIGHT, at, x, xo, y, yo + FOUR * ldy, ldy);
        }
    }

    @Override
    public void four(int kc, float[] w, int wo, int[] at, float[] x, int xo, float[] y, int yo, int ldy) {
        if (WIDE) {
            fourByThree(kc, w, wo, at, x, xo, y, yo, ldy);
        } else {
            fourByTwo(kc, w, wo, FOUR, at, x, xo, y, yo, ldy);
        }
    }

    @Override
    public void dots(int rows, int columns, int n, float[] g, int go, int ldg, float[] x, int xo, int[] at,
            int from, float[] lanes) {
        if (LENGTH == LANES) {
            fourBySix(rows, columns, n, g, go, ldg, x, xo, at, from, lanes);
            return;
        }
        for (int i = 0; i < rows; i += 2) {
            for (int j = 0; j < columns; j += 3) {
                for (int lane = 0; lane < LANES; lane += LENGTH) {
                    twoByThree(Math.min(2, rows - i), Math.min(3, columns - j), n, g, go + i * ldg, ldg, x,
                            xo,
                            at, from + j, lanes, (DOT_COLUMNS * i + j) * LANES + lane, lane);
                }
            }
        }
    }

    @Override
    public void sums(float[] lanes, float[] sums) {
        for (int i = 0; i < DOT_ROWS * DOT_COLUMNS; i += LaneSums.COUNT) {
            LaneSums.eight(lanes, i * LANES);
            System.arraycopy(lanes, i * LANES, sums, i, LaneSums.COUNT);
        }
    }

    /** 8 rows by three vectors. */
    private static void eightByThree(int kc, float[] w, int wo, int[] at, float[] x, int xo,
            float[] y, int yo, int ldy) {
        FloatVector a0 = zero(SPECIES);
        FloatVector b0 = zero(SPECIES);
        FloatVector c0 = zero(SPECIES);
        FloatVector a1 = zero(SPECIES);
        FloatVector b1 = zero(SPECIES);
        FloatVector c1 = zero(SPECIES);
        FloatVector a2 = zero(SPECIES);
        FloatVector b2 = zero(SPECIES);
        FloatVector c2 = zero(SPECIES);
        FloatVector a3 = zero(SPECIES);
        FloatVector b3 = zero(SPECIES);
        FloatVector c3 = zero(SPECIES);
        FloatVector a4 = zero(SPECIES);
        FloatVector b4 = zero(SPECIES);
        FloatVector c4 = zero(SPECIES);
        FloatVector a5 = zero(SPECIES);
        FloatVector b5 = zero(SPECIES);
        FloatVector c5 = zero(SPECIES);
        FloatVector a6 = zero(SPECIES);
        FloatVector b6 = zero(SPECIES);
        FloatVector c6 = zero(SPECIES);
        FloatVector a7 = zero(SPECIES);
        FloatVector b7 = zero(SPECIES);
        FloatVector c7 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            int run = xo + at[k];
            FloatVector x0 = fromArray(SPECIES, x, run);
            FloatVector x1 = fromArray(SPECIES, x, run + LENGTH);
            FloatVector x2 = fromArray(SPECIES, x, run + 2 * LENGTH);
            FloatVector w0 = broadcast(SPECIES, w[wo + 8 * k]);
            a0 = w0.fma(x0, a0);
            b0 = w0.fma(x1, b0);
            c0 = w0.fma(x2, c0);
            FloatVector w1 = broadcast(SPECIES, w[wo + 8 * k + 1]);
            a1 = w1.fma(x0, a1);
            b1 = w1.fma(x1, b1);
            c1 = w1.fma(x2, c1);
            FloatVector w2 = broadcast(SPECIES, w[wo + 8 * k + 2]);
            a2 = w2.fma(x0, a2);
            b2 = w2.fma(x1, b2);
            c2 = w2.fma(x2, c2);
            FloatVector w3 = broadcast(SPECIES, w[wo + 8 * k + 3]);
            a3 = w3.fma(x0, a3);
            b3 = w3.fma(x1, b3);
            c3 = w3.fma(x2, c3);
            FloatVector w4 = broadcast(SPECIES, w[wo + 8 * k + 4]);
            a4 = w4.fma(x0, a4);
            b4 = w4.fma(x1, b4);
            c4 = w4.fma(x2, c4);
            FloatVector w5 = broadcast(SPECIES, w[wo + 8 * k + 5]);
            a5 = w5.fma(x0, a5);
            b5 = w5.fma(x1, b5);
            c5 = w5.fma(x2, c5);
            FloatVector w6 = broadcast(SPECIES, w[wo + 8 * k + 6]);
            a6 = w6.fma(x0, a6);
            b6 = w6.fma(x1, b6);
            c6 = w6.fma(x2, c6);
            FloatVector w7 = broadcast(SPECIES, w[wo + 8 * k + 7]);
            a7 = w7.fma(x0, a7);
            b7 = w7.fma(x1, b7);
            c7 = w7.fma(x2, c7);
        }
        a0.intoArray(y, yo);
        b0.intoArray(y, yo + LENGTH);
        c0.intoArray(y, yo + 2 * LENGTH);
        a1.intoArray(y, yo + ldy);
        b1.intoArray(y, yo + ldy + LENGTH);
        c1.intoArray(y, yo + ldy + 2 * LENGTH);
        a2.intoArray(y, yo + 2 * ldy);
        b2.intoArray(y, yo + 2 * ldy + LENGTH);
        c2.intoArray(y, yo + 2 * ldy + 2 * LENGTH);
        a3.intoArray(y, yo + 3 * ldy);
        b3.intoArray(y, yo + 3 * ldy + LENGTH);
        c3.intoArray(y, yo + 3 * ldy + 2 * LENGTH);
        a4.intoArray(y, yo + 4 * ldy);
        b4.intoArray(y, yo + 4 * ldy + LENGTH);
        c4.intoArray(y, yo + 4 * ldy + 2 * LENGTH);
        a5.intoArray(y, yo + 5 * ldy);
        b5.intoArray(y, yo + 5 * ldy + LENGTH);
        c5.intoArray(y, yo + 5 * ldy + 2 * LENGTH);
        a6.intoArray(y, yo + 6 * ldy);
        b6.intoArray(y, yo + 6 * ldy + LENGTH);
        c6.intoArray(y, yo + 6 * ldy + 2 * LENGTH);
        a7.intoArray(y, yo + 7 * ldy);
        b7.intoArray(y, yo + 7 * ldy + LENGTH);
        c7.intoArray(y, yo + 7 * ldy + 2 * LENGTH);
    }

    /** 4 rows by three vectors. */
    private static void fourByThree(int kc, float[] w, int wo, int[] at, float[] x, int xo,
            float[] y, int yo, int ldy) {
        FloatVector a0 = zero(SPECIES);
        FloatVector b0 = zero(SPECIES);
        FloatVector c0 = zero(SPECIES);
        FloatVector a1 = zero(SPECIES);
        FloatVector b1 = zero(SPECIES);
        FloatVector c1 = zero(SPECIES);
        FloatVector a2 = zero(SPECIES);
        FloatVector b2 = zero(SPECIES);
        FloatVector c2 = zero(SPECIES);
        FloatVector a3 = zero(SPECIES);
        FloatVector b3 = zero(SPECIES);
        FloatVector c3 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            int run = xo + at[k];
            FloatVector x0 = fromArray(SPECIES, x, run);
            FloatVector x1 = fromArray(SPECIES, x, run + LENGTH);
            FloatVector x2 = fromArray(SPECIES, x, run + 2 * LENGTH);
            FloatVector w0 = broadcast(SPECIES, w[wo + 4 * k]);
            a0 = w0.fma(x0, a0);
            b0 = w0.fma(x1, b0);
            c0 = w0.fma(x2, c0);
            FloatVector w1 = broadcast(SPECIES, w[wo + 4 * k + 1]);
            a1 = w1.fma(x0, a1);
            b1 = w1.fma(x1, b1);
            c1 = w1.fma(x2, c1);
            FloatVector w2 = broadcast(SPECIES, w[wo + 4 * k + 2]);
            a2 = w2.fma(x0, a2);
            b2 = w2.fma(x1, b2);
            c2 = w2.fma(x2, c2);
            FloatVector w3 = broadcast(SPECIES, w[wo + 4 * k + 3]);
            a3 = w3.fma(x0, a3);
            b3 = w3.fma(x1, b3);
            c3 = w3.fma(x2, c3);
        }
        a0.intoArray(y, yo);
        b0.intoArray(y, yo + LENGTH);
        c0.intoArray(y, yo + 2 * LENGTH);
        a1.intoArray(y, yo + ldy);
        b1.intoArray(y, yo + ldy + LENGTH);
        c1.intoArray(y, yo + ldy + 2 * LENGTH);
        a2.intoArray(y, yo + 2 * ldy);
        b2.intoArray(y, yo + 2 * ldy + LENGTH);
        c2.intoArray(y, yo + 2 * ldy + 2 * LENGTH);
        a3.intoArray(y, yo + 3 * ldy);
        b3.intoArray(y, yo + 3 * ldy + LENGTH);
        c3.intoArray(y, yo + 3 * ldy + 2 * LENGTH);
    }

    /** 4 rows by two vectors, of a panel of {@code step} rows. */
    private static void fourByTwo(int kc, float[] w, int wo, int step, int[] at, float[] x, int xo,
            float[] y, int yo, int ldy) {
        FloatVector a0 = zero(SPECIES);
        FloatVector b0 = zero(SPECIES);
        FloatVector a1 = zero(SPECIES);
        FloatVector b1 = zero(SPECIES);
        FloatVector a2 = zero(SPECIES);
        FloatVector b2 = zero(SPECIES);
        FloatVector a3 = zero(SPECIES);
        FloatVector b3 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            int run = xo + at[k];
            FloatVector x0 = fromArray(SPECIES, x, run);
            FloatVector x1 = fromArray(SPECIES, x, run + LENGTH);
            FloatVector w0 = broadcast(SPECIES, w[wo + step * k]);
            a0 = w0.fma(x0, a0);
            b0 = w0.fma(x1, b0);
            FloatVector w1 = broadcast(SPECIES, w[wo + step * k + 1]);
            a1 = w1.fma(x0, a1);
            b1 = w1.fma(x1, b1);
            FloatVector w2 = broadcast(SPECIES, w[wo + step * k + 2]);
            a2 = w2.fma(x0, a2);
            b2 = w2.fma(x1, b2);
            FloatVector w3 = broadcast(SPECIES, w[wo + step * k + 3]);
            a3 = w3.fma(x0, a3);
            b3 = w3.fma(x1, b3);
        }
        a0.intoArray(y, yo);
        b0.intoArray(y, yo + LENGTH);
        a1.intoArray(y, yo + ldy);
        b1.intoArray(y, yo + ldy + LENGTH);
        a2.intoArray(y, yo + 2 * ldy);
        b2.intoArray(y, yo + 2 * ldy + LENGTH);
        a3.intoArray(y, yo + 3 * ldy);
        b3.intoArray(y, yo + 3 * ldy + LENGTH);
    }

    /** Rows and columns that there are not are taken to be the last ones. */
    private static void fourBySix(int rows, int columns, int n, float[] g, int go, int ldg, float[] x, int xo,
            int[] at, int from, float[] lanes) {
        int g1 = go + Math.min(1, rows - 1) * ldg;
        int g2 = go + Math.min(2, rows - 1) * ldg;
        int g3 = go + Math.min(3, rows - 1) * ldg;
        int x0 = xo + at[from];
        int x1 = xo + at[from + Math.min(1, columns - 1)];
        int x2 = xo + at[from + Math.min(2, columns - 1)];
        int x3 = xo + at[from + Math.min(3, columns - 1)];
        int x4 = xo + at[from + Math.min(4, columns - 1)];
        int x5 = xo + at[from + Math.min(5, columns - 1)];
        FloatVector d00 = fromArray(SPECIES, lanes, 0);
        FloatVector d01 = fromArray(SPECIES, lanes, 1 * LANES);
        FloatVector d02 = fromArray(SPECIES, lanes, 2 * LANES);
        FloatVector d03 = fromArray(SPECIES, lanes, 3 * LANES);
        FloatVector d04 = fromArray(SPECIES, lanes, 4 * LANES);
        FloatVector d05 = fromArray(SPECIES, lanes, 5 * LANES);
        FloatVector d10 = fromArray(SPECIES, lanes, 6 * LANES);
        FloatVector d11 = fromArray(SPECIES, lanes, 7 * LANES);
        FloatVector d12 = fromArray(SPECIES, lanes, 8 * LANES);
        FloatVector d13 = fromArray(SPECIES, lanes, 9 * LANES);
        FloatVector d14 = fromArray(SPECIES, lanes, 10 * LANES);
        FloatVector d15 = fromArray(SPECIES, lanes, 11 * LANES);
        FloatVector d20 = fromArray(SPECIES, lanes, 12 * LANES);
        FloatVector d21 = fromArray(SPECIES, lanes, 13 * LANES);
        FloatVector d22 = fromArray(SPECIES, lanes, 14 * LANES);
        FloatVector d23 = fromArray(SPECIES, lanes, 15 * LANES);
        FloatVector d24 = fromArray(SPECIES, lanes, 16 * LANES);
        FloatVector d25 = fromArray(SPECIES, lanes, 17 * LANES);
        FloatVector d30 = fromArray(SPECIES, lanes, 18 * LANES);
        FloatVector d31 = fromArray(SPECIES, lanes, 19 * LANES);
        FloatVector d32 = fromArray(SPECIES, lanes, 20 * LANES);
        FloatVector d33 = fromArray(SPECIES, lanes, 21 * LANES);
        FloatVector d34 = fromArray(SPECIES, lanes, 22 * LANES);
        FloatVector d35 = fromArray(SPECIES, lanes, 23 * LANES);
        for (int t = 0; t < n; t += LANES) {
            FloatVector v0 = fromArray(SPECIES, g, go + t);
            FloatVector v1 = fromArray(SPECIES, g, g1 + t);
            FloatVector v2 = fromArray(SPECIES, g, g2 + t);
            FloatVector v3 = fromArray(SPECIES, g, g3 + t);
            FloatVector u0 = fromArray(SPECIES, x, x0 + t);
            d00 = v0.fma(u0, d00);
            d10 = v1.fma(u0, d10);
            d20 = v2.fma(u0, d20);
            d30 = v3.fma(u0, d30);
            FloatVector u1 = fromArray(SPECIES, x, x1 + t);
            d01 = v0.fma(u1, d01);
            d11 = v1.fma(u1, d11);
            d21 = v2.fma(u1, d21);
            d31 = v3.fma(u1, d31);
            FloatVector u2 = fromArray(SPECIES, x, x2 + t);
            d02 = v0.fma(u2, d02);
            d12 = v1.fma(u2, d12);
            d22 = v2.fma(u2, d22);
            d32 = v3.fma(u2, d32);
            FloatVector u3 = fromArray(SPECIES, x, x3 + t);
            d03 = v0.fma(u3, d03);
            d13 = v1.fma(u3, d13);
            d23 = v2.fma(u3, d23);
            d33 = v3.fma(u3, d33);
            FloatVector u4 = fromArray(SPECIES, x, x4 + t);
            d04 = v0.fma(u4, d04);
            d14 = v1.fma(u4, d14);
            d24 = v2.fma(u4, d24);
            d34 = v3.fma(u4, d34);
            FloatVector u5 = fromArray(SPECIES, x, x5 + t);
            d05 = v0.fma(u5, d05);
            d15 = v1.fma(u5, d15);
            d25 = v2.fma(u5, d25);
            d35 = v3.fma(u5, d35);
        }
        d00.intoArray(lanes, 0);
        d01.intoArray(lanes, 1 * LANES);
        d02.intoArray(lanes, 2 * LANES);
        d03.intoArray(lanes, 3 * LANES);
        d04.intoArray(lanes, 4 * LANES);
        d05.intoArray(lanes, 5 * LANES);
        d10.intoArray(lanes, 6 * LANES);
        d11.intoArray(lanes, 7 * LANES);
        d12.intoArray(lanes, 8 * LANES);
        d13.intoArray(lanes, 9 * LANES);
        d14.intoArray(lanes, 10 * LANES);
        d15.intoArray(lanes, 11 * LANES);
        d20.intoArray(lanes, 12 * LANES);
        d21.intoArray(lanes, 13 * LANES);
        d22.intoArray(lanes, 14 * LANES);
        d23.intoArray(lanes, 15 * LANES);
        d24.intoArray(lanes, 16 * LANES);
        d25.intoArray(lanes, 17 * LANES);
        d30.intoArray(lanes, 18 * LANES);
        d31.intoArray(lanes, 19 * LANES);
        d32.intoArray(lanes, 20 * LANES);
        d33.intoArray(lanes, 21 * LANES);
        d34.intoArray(lanes, 22 * LANES);
        d35.intoArray(lanes, 23 * LANES);
    }

    /** The lanes from {@code lane} on, a vector's width of them; the first sum's stand at {@code lanes[to]}. */
    private static void twoByThree(int rows, int columns, int n, float[] g, int go, int ldg, float[] x,
            int xo,
            int[] at, int from, float[] lanes, int to, int lane) {
        int g1 = go + (rows - 1) * ldg;
        int x0 = xo + at[from];
        int x1 = xo + at[from + Math.min(1, columns - 1)];
        int x2 = xo + at[from + columns - 1];
        FloatVector d00 = fromArray(SPECIES, lanes, to);
        FloatVector d01 = fromArray(SPECIES, lanes, to + 1 * LANES);
        FloatVector d02 = fromArray(SPECIES, lanes, to + 2 * LANES);
        FloatVector d10 = fromArray(SPECIES, lanes, to + 6 * LANES);
        FloatVector d11 = fromArray(SPECIES, lanes, to + 7 * LANES);
        FloatVector d12 = fromArray(SPECIES, lanes, to + 8 * LANES);
        for (int t = lane; t < n; t += LANES) {
            FloatVector v0 = fromArray(SPECIES, g, go + t);
            FloatVector v1 = fromArray(SPECIES, g, g1 + t);
            FloatVector u0 = fromArray(SPECIES, x, x0 + t);
            d00 = v0.fma(u0, d00);
            d10 = v1.fma(u0, d10);
            FloatVector u1 = fromArray(SPECIES, x, x1 + t);
            d01 = v0.fma(u1, d01);
            d11 = v1.fma(u1, d11);
            FloatVector u2 = fromArray(SPECIES, x, x2 + t);
            d02 = v0.fma(u2, d02);
            d12 = v1.fma(u2, d12);
        }
        d00.intoArray(lanes, to);
        d01.intoArray(lanes, to + 1 * LANES);
        d02.intoArray(lanes, to + 2 * LANES);
        d10.intoArray(lanes, to + 6 * LANES);
        d11.intoArray(lanes, to + 7 * LANES);
        d12.intoArray(lanes, to + 8 * LANES);
    }
}
