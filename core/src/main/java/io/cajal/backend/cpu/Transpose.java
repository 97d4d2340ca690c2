package io.cajal.backend.cpu;

import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Turns blocks of 8 × 8 numbers in registers: the off-diagonal 4 × 4 quarters change places, then within each
 * quarter the 2 × 2 ones, then single numbers. Of longer vectors the first eight lanes count: a second kind of vector
 * would cost more (decision 39).
 */
final class Transpose {
    static final int SIZE = 8;

    private static final VectorSpecies<Float> SPECIES = VectorKernels.SPECIES;
    /** The lanes of a row. */
    static final VectorMask<Float> ROW = SPECIES.indexInRange(0, SIZE);
    // Lane i takes that of i with one bit flipped; the lanes where that bit is set.
    static final VectorShuffle<Float> SWAP_4 = swap(4);
    static final VectorShuffle<Float> SWAP_2 = swap(2);
    static final VectorShuffle<Float> SWAP_1 = swap(1);
    static final VectorMask<Float> ODD_4 = odd(4);
    static final VectorMask<Float> ODD_2 = odd(2);
    static final VectorMask<Float> ODD_1 = odd(1);

    private Transpose() {
    }

    private static VectorShuffle<Float> swap(int bit) {
        return VectorShuffle.fromOp(SPECIES, i -> i ^ bit);
    }

    private static VectorMask<Float> odd(int bit) {
        long lanes = 0;
        for (int i = 0; i < SIZE; i++) {
            lanes |= (i & bit) != 0 ? 1L << i : 0;
        }
        return VectorMask.fromLong(SPECIES, lanes);
    }

    /**
     * y[yo + r·ldy + i] = x[xo + i·ldx + r] for r in 0 … rows−1, a multiple of {@value #SIZE}, and i in 0 …
     * columns−1, at most {@value #SIZE}. With fewer columns the rest of the {@value #SIZE} written to each
     * row is junk.
     */
    static void down(int rows, int columns, float[] x, int xo, int ldx, float[] y, int yo, int ldy) {
        blocks(rows / SIZE, SIZE, SIZE * ldy, columns, x, xo, ldx, y, yo, ldy);
    }

    /** The same for {@value #SIZE} rows and a multiple of {@value #SIZE} columns. */
    static void across(int columns, float[] x, int xo, int ldx, float[] y, int yo, int ldy) {
        blocks(columns / SIZE, SIZE * ldx, SIZE, SIZE, x, xo, ldx, y, yo, ldy);
    }

    /** So many blocks, that far apart in x and in y. Those at the very end of x have no room for whole vectors. */
    private static void blocks(int count, int stepX, int stepY, int columns, float[] x, int xo, int ldx,
            float[] y,
            int yo, int ldy) {
        int row1 = Math.min(1, columns - 1) * ldx;
        int row2 = Math.min(2, columns - 1) * ldx;
        int row3 = Math.min(3, columns - 1) * ldx;
        int row4 = Math.min(4, columns - 1) * ldx;
        int row5 = Math.min(5, columns - 1) * ldx;
        int row6 = Math.min(6, columns - 1) * ldx;
        int row7 = Math.min(7, columns - 1) * ldx;
        int room = x.length - SPECIES.length() - row7 - xo;
        int whole = room < 0 ? 0 : Math.min(count, room / stepX + 1);
        for (int i = 0; i < whole; i++) {
            FloatVector v0 = fromArray(SPECIES, x, xo);
            FloatVector v1 = fromArray(SPECIES, x, xo + row1);
            FloatVector v2 = fromArray(SPECIES, x, xo + row2);
            FloatVector v3 = fromArray(SPECIES, x, xo + row3);
            FloatVector v4 = fromArray(SPECIES, x, xo + row4);
            FloatVector v5 = fromArray(SPECIES, x, xo + row5);
            FloatVector v6 = fromArray(SPECIES, x, xo + row6);
            FloatVector v7 = fromArray(SPECIES, x, xo + row7);
            FloatVector u0 = v0.blend(v4.rearrange(SWAP_4), ODD_4);
            FloatVector u4 = v0.rearrange(SWAP_4).blend(v4, ODD_4);
            FloatVector u1 = v1.blend(v5.rearrange(SWAP_4), ODD_4);
            FloatVector u5 = v1.rearrange(SWAP_4).blend(v5, ODD_4);
            FloatVector u2 = v2.blend(v6.rearrange(SWAP_4), ODD_4);
            FloatVector u6 = v2.rearrange(SWAP_4).blend(v6, ODD_4);
            FloatVector u3 = v3.blend(v7.rearrange(SWAP_4), ODD_4);
            FloatVector u7 = v3.rearrange(SWAP_4).blend(v7, ODD_4);
            FloatVector w0 = u0.blend(u2.rearrange(SWAP_2), ODD_2);
            FloatVector w2 = u0.rearrange(SWAP_2).blend(u2, ODD_2);
            FloatVector w1 = u1.blend(u3.rearrange(SWAP_2), ODD_2);
            FloatVector w3 = u1.rearrange(SWAP_2).blend(u3, ODD_2);
            FloatVector w4 = u4.blend(u6.rearrange(SWAP_2), ODD_2);
            FloatVector w6 = u4.rearrange(SWAP_2).blend(u6, ODD_2);
            FloatVector w5 = u5.blend(u7.rearrange(SWAP_2), ODD_2);
            FloatVector w7 = u5.rearrange(SWAP_2).blend(u7, ODD_2);
            FloatVector t0 = w0.blend(w1.rearrange(SWAP_1), ODD_1);
            FloatVector t1 = w0.rearrange(SWAP_1).blend(w1, ODD_1);
            FloatVector t2 = w2.blend(w3.rearrange(SWAP_1), ODD_1);
            FloatVector t3 = w2.rearrange(SWAP_1).blend(w3, ODD_1);
            FloatVector t4 = w4.blend(w5.rearrange(SWAP_1), ODD_1);
            FloatVector t5 = w4.rearrange(SWAP_1).blend(w5, ODD_1);
            FloatVector t6 = w6.blend(w7.rearrange(SWAP_1), ODD_1);
            FloatVector t7 = w6.rearrange(SWAP_1).blend(w7, ODD_1);
            t0.intoArray(y, yo, ROW);
            t1.intoArray(y, yo + ldy, ROW);
            t2.intoArray(y, yo + 2 * ldy, ROW);
            t3.intoArray(y, yo + 3 * ldy, ROW);
            t4.intoArray(y, yo + 4 * ldy, ROW);
            t5.intoArray(y, yo + 5 * ldy, ROW);
            t6.intoArray(y, yo + 6 * ldy, ROW);
            t7.intoArray(y, yo + 7 * ldy, ROW);
            xo += stepX;
            yo += stepY;
        }
        for (int i = whole; i < count; i++) {
            PlainTiles.INSTANCE.copyColumns(SIZE, columns, x, xo, ldx, y, yo, ldy);
            xo += stepX;
            yo += stepY;
        }
    }
}
