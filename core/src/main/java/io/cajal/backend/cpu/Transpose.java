package io.cajal.backend.cpu;

import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Turns blocks of 8 × 8 numbers in registers: the off-diagonal 4 × 4 quarters change places, then within each
 * quarter the 2 × 2 ones, then single numbers. Vectors of sixteen lanes turn two blocks beside each other, one in each half.
 */
final class Transpose {
    /** Rows of a block. */
    static final int SIZE = 8;
    /** Columns that are turned at a time. */
    static final int COLUMNS = VectorKernels.LENGTH;

    private static final VectorSpecies<Float> SPECIES = VectorKernels.SPECIES;
    private static final boolean TWO = COLUMNS > SIZE;
    /** The lanes of the first block, and of the second. */
    static final VectorMask<Float> ROW = SPECIES.indexInRange(0, SIZE);
    private static final VectorMask<Float> SECOND = ROW.not();
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
        for (int i = 0; i < SPECIES.length(); i++) {
            lanes |= (i & bit) != 0 ? 1L << i : 0;
        }
        return VectorMask.fromLong(SPECIES, lanes);
    }

    /**
     * y[yo + r·ldy + i] = x[xo + i·ldx + r] for r in 0 … rows−1, a multiple of {@value #SIZE}, and i in 0 … columns−1, at
     * most {@link #COLUMNS}. Those at the very end of x have no room for whole vectors.
     */
    static void down(int rows, int columns, float[] x, int xo, int ldx, float[] y, int yo, int ldy) {
        int last = (columns - 1) * ldx;
        int whole = Math.max(0, Math.min(rows, (x.length - last - xo - COLUMNS + SIZE) & -SIZE));
        blocks(whole, columns, x, xo, ldx, y, yo, ldy);
        PlainTiles.INSTANCE.copyColumns(rows - whole, columns, x, xo + whole, ldx, y, yo + whole * ldy, ldy);
    }

    private static void blocks(int rows, int columns, float[] x, int xo, int ldx, float[] y, int yo,
            int ldy) {
        boolean two = TWO && columns > SIZE;
        VectorMask<Float> used = VectorKernels.FIRST.get(columns);
        int row1 = Math.min(1, columns - 1) * ldx;
        int row2 = Math.min(2, columns - 1) * ldx;
        int row3 = Math.min(3, columns - 1) * ldx;
        int row4 = Math.min(4, columns - 1) * ldx;
        int row5 = Math.min(5, columns - 1) * ldx;
        int row6 = Math.min(6, columns - 1) * ldx;
        int row7 = Math.min(7, columns - 1) * ldx;
        int beside0 = Math.min(SIZE + 0, columns - 1) * ldx - SIZE;
        int beside1 = Math.min(SIZE + 1, columns - 1) * ldx - SIZE;
        int beside2 = Math.min(SIZE + 2, columns - 1) * ldx - SIZE;
        int beside3 = Math.min(SIZE + 3, columns - 1) * ldx - SIZE;
        int beside4 = Math.min(SIZE + 4, columns - 1) * ldx - SIZE;
        int beside5 = Math.min(SIZE + 5, columns - 1) * ldx - SIZE;
        int beside6 = Math.min(SIZE + 6, columns - 1) * ldx - SIZE;
        int beside7 = Math.min(SIZE + 7, columns - 1) * ldx - SIZE;
        for (int i = xo; i < xo + rows; i += SIZE) {
            FloatVector v0 = row(two, x, i, i + beside0);
            FloatVector v1 = row(two, x, i + row1, i + beside1);
            FloatVector v2 = row(two, x, i + row2, i + beside2);
            FloatVector v3 = row(two, x, i + row3, i + beside3);
            FloatVector v4 = row(two, x, i + row4, i + beside4);
            FloatVector v5 = row(two, x, i + row5, i + beside5);
            FloatVector v6 = row(two, x, i + row6, i + beside6);
            FloatVector v7 = row(two, x, i + row7, i + beside7);
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
            t0.intoArray(y, yo, used);
            t1.intoArray(y, yo + ldy, used);
            t2.intoArray(y, yo + 2 * ldy, used);
            t3.intoArray(y, yo + 3 * ldy, used);
            t4.intoArray(y, yo + 4 * ldy, used);
            t5.intoArray(y, yo + 5 * ldy, used);
            t6.intoArray(y, yo + 6 * ldy, used);
            t7.intoArray(y, yo + 7 * ldy, used);
            yo += SIZE * ldy;
        }
    }

    /** Numbers of a row of x and, of two blocks, those of the row {@value #SIZE} below in the second half. */
    private static FloatVector row(boolean two, float[] x, int first, int second) {
        return two ? fromArray(SPECIES, x, first).blend(fromArray(SPECIES, x, second), SECOND)
                : fromArray(SPECIES, x, first);
    }
}
