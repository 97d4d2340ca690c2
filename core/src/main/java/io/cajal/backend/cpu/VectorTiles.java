package io.cajal.backend.cpu;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Tiles} on the Vector API. A full tile is 12 × 2 vectors where there are 32 vector registers: its 24
 * independent chains hide the latency of the multiply-adds, and it loads 14 numbers or vectors for 24 of
 * them. AVX2 has 16 registers, of which the compiler can use no more than 4 × 2 for the tile.
 *
 * <p>The methods are long because vectors cannot be kept in an array: the compiler holds them in registers
 * only as local variables. Unrolling over k by hand makes them slower.
 */
final class VectorTiles implements Tiles {
    static final VectorTiles INSTANCE = new VectorTiles();

    private static final VectorSpecies<Float> SPECIES = VectorKernels.SPECIES;
    private static final int LENGTH = VectorKernels.LENGTH;
    private static final int WIDTH = 2 * LENGTH;
    /** Eight lanes mean AVX2, as machines with AVX-512 have sixteen. */
    private static final boolean TALL = LENGTH != 8;

    /** Rows of a panel that stay in the innermost cache while they are filled. */
    private static final int NEAR = 64;

    private VectorTiles() {
    }

    @Override
    public int height() {
        return TALL ? 12 : SHORT;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void store(int kc, float[] a, int ao, float[] b, int bo, float[] c, int co, int ldc) {
        if (TALL) {
            store12(kc, a, ao, b, bo, c, co, ldc);
        } else {
            store4(kc, a, ao, b, bo, c, co, ldc);
        }
    }

    @Override
    public void add(int kc, float[] a, int ao, float[] b, int bo, float[] c, int co, int ldc) {
        if (TALL) {
            add12(kc, a, ao, b, bo, c, co, ldc);
        } else {
            add4(kc, a, ao, b, bo, c, co, ldc);
        }
    }

    private static void store12(int kc, float[] a, int ao, float[] b, int bo, float[] c, int co,
            int ldc) {
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
        FloatVector l8 = zero(SPECIES);
        FloatVector r8 = zero(SPECIES);
        FloatVector l9 = zero(SPECIES);
        FloatVector r9 = zero(SPECIES);
        FloatVector l10 = zero(SPECIES);
        FloatVector r10 = zero(SPECIES);
        FloatVector l11 = zero(SPECIES);
        FloatVector r11 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            FloatVector b0 = fromArray(SPECIES, b, bo + WIDTH * k);
            FloatVector b1 = fromArray(SPECIES, b, bo + WIDTH * k + LENGTH);
            FloatVector a0 = broadcast(SPECIES, a[ao + 12 * k]);
            l0 = a0.fma(b0, l0);
            r0 = a0.fma(b1, r0);
            FloatVector a1 = broadcast(SPECIES, a[ao + 12 * k + 1]);
            l1 = a1.fma(b0, l1);
            r1 = a1.fma(b1, r1);
            FloatVector a2 = broadcast(SPECIES, a[ao + 12 * k + 2]);
            l2 = a2.fma(b0, l2);
            r2 = a2.fma(b1, r2);
            FloatVector a3 = broadcast(SPECIES, a[ao + 12 * k + 3]);
            l3 = a3.fma(b0, l3);
            r3 = a3.fma(b1, r3);
            FloatVector a4 = broadcast(SPECIES, a[ao + 12 * k + 4]);
            l4 = a4.fma(b0, l4);
            r4 = a4.fma(b1, r4);
            FloatVector a5 = broadcast(SPECIES, a[ao + 12 * k + 5]);
            l5 = a5.fma(b0, l5);
            r5 = a5.fma(b1, r5);
            FloatVector a6 = broadcast(SPECIES, a[ao + 12 * k + 6]);
            l6 = a6.fma(b0, l6);
            r6 = a6.fma(b1, r6);
            FloatVector a7 = broadcast(SPECIES, a[ao + 12 * k + 7]);
            l7 = a7.fma(b0, l7);
            r7 = a7.fma(b1, r7);
            FloatVector a8 = broadcast(SPECIES, a[ao + 12 * k + 8]);
            l8 = a8.fma(b0, l8);
            r8 = a8.fma(b1, r8);
            FloatVector a9 = broadcast(SPECIES, a[ao + 12 * k + 9]);
            l9 = a9.fma(b0, l9);
            r9 = a9.fma(b1, r9);
            FloatVector a10 = broadcast(SPECIES, a[ao + 12 * k + 10]);
            l10 = a10.fma(b0, l10);
            r10 = a10.fma(b1, r10);
            FloatVector a11 = broadcast(SPECIES, a[ao + 12 * k + 11]);
            l11 = a11.fma(b0, l11);
            r11 = a11.fma(b1, r11);
        }
        l0.intoArray(c, co);
        r0.intoArray(c, co + LENGTH);
        l1.intoArray(c, co + ldc);
        r1.intoArray(c, co + ldc + LENGTH);
        l2.intoArray(c, co + 2 * ldc);
        r2.intoArray(c, co + 2 * ldc + LENGTH);
        l3.intoArray(c, co + 3 * ldc);
        r3.intoArray(c, co + 3 * ldc + LENGTH);
        l4.intoArray(c, co + 4 * ldc);
        r4.intoArray(c, co + 4 * ldc + LENGTH);
        l5.intoArray(c, co + 5 * ldc);
        r5.intoArray(c, co + 5 * ldc + LENGTH);
        l6.intoArray(c, co + 6 * ldc);
        r6.intoArray(c, co + 6 * ldc + LENGTH);
        l7.intoArray(c, co + 7 * ldc);
        r7.intoArray(c, co + 7 * ldc + LENGTH);
        l8.intoArray(c, co + 8 * ldc);
        r8.intoArray(c, co + 8 * ldc + LENGTH);
        l9.intoArray(c, co + 9 * ldc);
        r9.intoArray(c, co + 9 * ldc + LENGTH);
        l10.intoArray(c, co + 10 * ldc);
        r10.intoArray(c, co + 10 * ldc + LENGTH);
        l11.intoArray(c, co + 11 * ldc);
        r11.intoArray(c, co + 11 * ldc + LENGTH);
    }

    private static void add12(int kc, float[] a, int ao, float[] b, int bo, float[] c, int co,
            int ldc) {
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
        FloatVector l8 = zero(SPECIES);
        FloatVector r8 = zero(SPECIES);
        FloatVector l9 = zero(SPECIES);
        FloatVector r9 = zero(SPECIES);
        FloatVector l10 = zero(SPECIES);
        FloatVector r10 = zero(SPECIES);
        FloatVector l11 = zero(SPECIES);
        FloatVector r11 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            FloatVector b0 = fromArray(SPECIES, b, bo + WIDTH * k);
            FloatVector b1 = fromArray(SPECIES, b, bo + WIDTH * k + LENGTH);
            FloatVector a0 = broadcast(SPECIES, a[ao + 12 * k]);
            l0 = a0.fma(b0, l0);
            r0 = a0.fma(b1, r0);
            FloatVector a1 = broadcast(SPECIES, a[ao + 12 * k + 1]);
            l1 = a1.fma(b0, l1);
            r1 = a1.fma(b1, r1);
            FloatVector a2 = broadcast(SPECIES, a[ao + 12 * k + 2]);
            l2 = a2.fma(b0, l2);
            r2 = a2.fma(b1, r2);
            FloatVector a3 = broadcast(SPECIES, a[ao + 12 * k + 3]);
            l3 = a3.fma(b0, l3);
            r3 = a3.fma(b1, r3);
            FloatVector a4 = broadcast(SPECIES, a[ao + 12 * k + 4]);
            l4 = a4.fma(b0, l4);
            r4 = a4.fma(b1, r4);
            FloatVector a5 = broadcast(SPECIES, a[ao + 12 * k + 5]);
            l5 = a5.fma(b0, l5);
            r5 = a5.fma(b1, r5);
            FloatVector a6 = broadcast(SPECIES, a[ao + 12 * k + 6]);
            l6 = a6.fma(b0, l6);
            r6 = a6.fma(b1, r6);
            FloatVector a7 = broadcast(SPECIES, a[ao + 12 * k + 7]);
            l7 = a7.fma(b0, l7);
            r7 = a7.fma(b1, r7);
            FloatVector a8 = broadcast(SPECIES, a[ao + 12 * k + 8]);
            l8 = a8.fma(b0, l8);
            r8 = a8.fma(b1, r8);
            FloatVector a9 = broadcast(SPECIES, a[ao + 12 * k + 9]);
            l9 = a9.fma(b0, l9);
            r9 = a9.fma(b1, r9);
            FloatVector a10 = broadcast(SPECIES, a[ao + 12 * k + 10]);
            l10 = a10.fma(b0, l10);
            r10 = a10.fma(b1, r10);
            FloatVector a11 = broadcast(SPECIES, a[ao + 12 * k + 11]);
            l11 = a11.fma(b0, l11);
            r11 = a11.fma(b1, r11);
        }
        l0.add(fromArray(SPECIES, c, co)).intoArray(c, co);
        r0.add(fromArray(SPECIES, c, co + LENGTH)).intoArray(c, co + LENGTH);
        l1.add(fromArray(SPECIES, c, co + ldc)).intoArray(c, co + ldc);
        r1.add(fromArray(SPECIES, c, co + ldc + LENGTH)).intoArray(c, co + ldc + LENGTH);
        l2.add(fromArray(SPECIES, c, co + 2 * ldc)).intoArray(c, co + 2 * ldc);
        r2.add(fromArray(SPECIES, c, co + 2 * ldc + LENGTH)).intoArray(c, co + 2 * ldc + LENGTH);
        l3.add(fromArray(SPECIES, c, co + 3 * ldc)).intoArray(c, co + 3 * ldc);
        r3.add(fromArray(SPECIES, c, co + 3 * ldc + LENGTH)).intoArray(c, co + 3 * ldc + LENGTH);
        l4.add(fromArray(SPECIES, c, co + 4 * ldc)).intoArray(c, co + 4 * ldc);
        r4.add(fromArray(SPECIES, c, co + 4 * ldc + LENGTH)).intoArray(c, co + 4 * ldc + LENGTH);
        l5.add(fromArray(SPECIES, c, co + 5 * ldc)).intoArray(c, co + 5 * ldc);
        r5.add(fromArray(SPECIES, c, co + 5 * ldc + LENGTH)).intoArray(c, co + 5 * ldc + LENGTH);
        l6.add(fromArray(SPECIES, c, co + 6 * ldc)).intoArray(c, co + 6 * ldc);
        r6.add(fromArray(SPECIES, c, co + 6 * ldc + LENGTH)).intoArray(c, co + 6 * ldc + LENGTH);
        l7.add(fromArray(SPECIES, c, co + 7 * ldc)).intoArray(c, co + 7 * ldc);
        r7.add(fromArray(SPECIES, c, co + 7 * ldc + LENGTH)).intoArray(c, co + 7 * ldc + LENGTH);
        l8.add(fromArray(SPECIES, c, co + 8 * ldc)).intoArray(c, co + 8 * ldc);
        r8.add(fromArray(SPECIES, c, co + 8 * ldc + LENGTH)).intoArray(c, co + 8 * ldc + LENGTH);
        l9.add(fromArray(SPECIES, c, co + 9 * ldc)).intoArray(c, co + 9 * ldc);
        r9.add(fromArray(SPECIES, c, co + 9 * ldc + LENGTH)).intoArray(c, co + 9 * ldc + LENGTH);
        l10.add(fromArray(SPECIES, c, co + 10 * ldc)).intoArray(c, co + 10 * ldc);
        r10.add(fromArray(SPECIES, c, co + 10 * ldc + LENGTH)).intoArray(c, co + 10 * ldc + LENGTH);
        l11.add(fromArray(SPECIES, c, co + 11 * ldc)).intoArray(c, co + 11 * ldc);
        r11.add(fromArray(SPECIES, c, co + 11 * ldc + LENGTH)).intoArray(c, co + 11 * ldc + LENGTH);
    }

    private static void store4(int kc, float[] a, int ao, float[] b, int bo, float[] c, int co,
            int ldc) {
        FloatVector l0 = zero(SPECIES);
        FloatVector r0 = zero(SPECIES);
        FloatVector l1 = zero(SPECIES);
        FloatVector r1 = zero(SPECIES);
        FloatVector l2 = zero(SPECIES);
        FloatVector r2 = zero(SPECIES);
        FloatVector l3 = zero(SPECIES);
        FloatVector r3 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            FloatVector b0 = fromArray(SPECIES, b, bo + WIDTH * k);
            FloatVector b1 = fromArray(SPECIES, b, bo + WIDTH * k + LENGTH);
            FloatVector a0 = broadcast(SPECIES, a[ao + 4 * k]);
            l0 = a0.fma(b0, l0);
            r0 = a0.fma(b1, r0);
            FloatVector a1 = broadcast(SPECIES, a[ao + 4 * k + 1]);
            l1 = a1.fma(b0, l1);
            r1 = a1.fma(b1, r1);
            FloatVector a2 = broadcast(SPECIES, a[ao + 4 * k + 2]);
            l2 = a2.fma(b0, l2);
            r2 = a2.fma(b1, r2);
            FloatVector a3 = broadcast(SPECIES, a[ao + 4 * k + 3]);
            l3 = a3.fma(b0, l3);
            r3 = a3.fma(b1, r3);
        }
        l0.intoArray(c, co);
        r0.intoArray(c, co + LENGTH);
        l1.intoArray(c, co + ldc);
        r1.intoArray(c, co + ldc + LENGTH);
        l2.intoArray(c, co + 2 * ldc);
        r2.intoArray(c, co + 2 * ldc + LENGTH);
        l3.intoArray(c, co + 3 * ldc);
        r3.intoArray(c, co + 3 * ldc + LENGTH);
    }

    private static void add4(int kc, float[] a, int ao, float[] b, int bo, float[] c, int co,
            int ldc) {
        FloatVector l0 = zero(SPECIES);
        FloatVector r0 = zero(SPECIES);
        FloatVector l1 = zero(SPECIES);
        FloatVector r1 = zero(SPECIES);
        FloatVector l2 = zero(SPECIES);
        FloatVector r2 = zero(SPECIES);
        FloatVector l3 = zero(SPECIES);
        FloatVector r3 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            FloatVector b0 = fromArray(SPECIES, b, bo + WIDTH * k);
            FloatVector b1 = fromArray(SPECIES, b, bo + WIDTH * k + LENGTH);
            FloatVector a0 = broadcast(SPECIES, a[ao + 4 * k]);
            l0 = a0.fma(b0, l0);
            r0 = a0.fma(b1, r0);
            FloatVector a1 = broadcast(SPECIES, a[ao + 4 * k + 1]);
            l1 = a1.fma(b0, l1);
            r1 = a1.fma(b1, r1);
            FloatVector a2 = broadcast(SPECIES, a[ao + 4 * k + 2]);
            l2 = a2.fma(b0, l2);
            r2 = a2.fma(b1, r2);
            FloatVector a3 = broadcast(SPECIES, a[ao + 4 * k + 3]);
            l3 = a3.fma(b0, l3);
            r3 = a3.fma(b1, r3);
        }
        l0.add(fromArray(SPECIES, c, co)).intoArray(c, co);
        r0.add(fromArray(SPECIES, c, co + LENGTH)).intoArray(c, co + LENGTH);
        l1.add(fromArray(SPECIES, c, co + ldc)).intoArray(c, co + ldc);
        r1.add(fromArray(SPECIES, c, co + ldc + LENGTH)).intoArray(c, co + ldc + LENGTH);
        l2.add(fromArray(SPECIES, c, co + 2 * ldc)).intoArray(c, co + 2 * ldc);
        r2.add(fromArray(SPECIES, c, co + 2 * ldc + LENGTH)).intoArray(c, co + 2 * ldc + LENGTH);
        l3.add(fromArray(SPECIES, c, co + 3 * ldc)).intoArray(c, co + 3 * ldc);
        r3.add(fromArray(SPECIES, c, co + 3 * ldc + LENGTH)).intoArray(c, co + 3 * ldc + LENGTH);
    }

    // Rows that A does not have are taken to be its last one.

    @Override
    public void storeShort(int rows, int kc, float[] a, int ao, int rowStep, int kStep, float[] b, int bo,
            int ldb, float[] c, int co, int ldc) {
        int row1 = Math.min(1, rows - 1) * rowStep;
        int row2 = Math.min(2, rows - 1) * rowStep;
        int row3 = Math.min(3, rows - 1) * rowStep;
        FloatVector l0 = zero(SPECIES);
        FloatVector r0 = zero(SPECIES);
        FloatVector l1 = zero(SPECIES);
        FloatVector r1 = zero(SPECIES);
        FloatVector l2 = zero(SPECIES);
        FloatVector r2 = zero(SPECIES);
        FloatVector l3 = zero(SPECIES);
        FloatVector r3 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            FloatVector b0 = fromArray(SPECIES, b, bo);
            FloatVector b1 = fromArray(SPECIES, b, bo + LENGTH);
            FloatVector a0 = broadcast(SPECIES, a[ao]);
            l0 = a0.fma(b0, l0);
            r0 = a0.fma(b1, r0);
            FloatVector a1 = broadcast(SPECIES, a[ao + row1]);
            l1 = a1.fma(b0, l1);
            r1 = a1.fma(b1, r1);
            FloatVector a2 = broadcast(SPECIES, a[ao + row2]);
            l2 = a2.fma(b0, l2);
            r2 = a2.fma(b1, r2);
            FloatVector a3 = broadcast(SPECIES, a[ao + row3]);
            l3 = a3.fma(b0, l3);
            r3 = a3.fma(b1, r3);
            ao += kStep;
            bo += ldb;
        }
        l0.intoArray(c, co);
        r0.intoArray(c, co + LENGTH);
        l1.intoArray(c, co + ldc);
        r1.intoArray(c, co + ldc + LENGTH);
        l2.intoArray(c, co + 2 * ldc);
        r2.intoArray(c, co + 2 * ldc + LENGTH);
        l3.intoArray(c, co + 3 * ldc);
        r3.intoArray(c, co + 3 * ldc + LENGTH);
    }

    @Override
    public void storeLow(int rows, int kc, float[] a, int ao, int rowStep, int kStep, float[] b, int bo,
            int ldb, float[] c, int co, int ldc) {
        int row1 = Math.min(1, rows - 1) * rowStep;
        int row2 = Math.min(2, rows - 1) * rowStep;
        int row3 = Math.min(3, rows - 1) * rowStep;
        int row4 = Math.min(4, rows - 1) * rowStep;
        int row5 = Math.min(5, rows - 1) * rowStep;
        FloatVector l0 = zero(SPECIES);
        FloatVector m0 = zero(SPECIES);
        FloatVector n0 = zero(SPECIES);
        FloatVector r0 = zero(SPECIES);
        FloatVector l1 = zero(SPECIES);
        FloatVector m1 = zero(SPECIES);
        FloatVector n1 = zero(SPECIES);
        FloatVector r1 = zero(SPECIES);
        FloatVector l2 = zero(SPECIES);
        FloatVector m2 = zero(SPECIES);
        FloatVector n2 = zero(SPECIES);
        FloatVector r2 = zero(SPECIES);
        FloatVector l3 = zero(SPECIES);
        FloatVector m3 = zero(SPECIES);
        FloatVector n3 = zero(SPECIES);
        FloatVector r3 = zero(SPECIES);
        FloatVector l4 = zero(SPECIES);
        FloatVector m4 = zero(SPECIES);
        FloatVector n4 = zero(SPECIES);
        FloatVector r4 = zero(SPECIES);
        FloatVector l5 = zero(SPECIES);
        FloatVector m5 = zero(SPECIES);
        FloatVector n5 = zero(SPECIES);
        FloatVector r5 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            FloatVector b0 = fromArray(SPECIES, b, bo);
            FloatVector b1 = fromArray(SPECIES, b, bo + LENGTH);
            FloatVector b2 = fromArray(SPECIES, b, bo + 2 * LENGTH);
            FloatVector b3 = fromArray(SPECIES, b, bo + 3 * LENGTH);
            FloatVector a0 = broadcast(SPECIES, a[ao]);
            l0 = a0.fma(b0, l0);
            m0 = a0.fma(b1, m0);
            n0 = a0.fma(b2, n0);
            r0 = a0.fma(b3, r0);
            FloatVector a1 = broadcast(SPECIES, a[ao + row1]);
            l1 = a1.fma(b0, l1);
            m1 = a1.fma(b1, m1);
            n1 = a1.fma(b2, n1);
            r1 = a1.fma(b3, r1);
            FloatVector a2 = broadcast(SPECIES, a[ao + row2]);
            l2 = a2.fma(b0, l2);
            m2 = a2.fma(b1, m2);
            n2 = a2.fma(b2, n2);
            r2 = a2.fma(b3, r2);
            FloatVector a3 = broadcast(SPECIES, a[ao + row3]);
            l3 = a3.fma(b0, l3);
            m3 = a3.fma(b1, m3);
            n3 = a3.fma(b2, n3);
            r3 = a3.fma(b3, r3);
            FloatVector a4 = broadcast(SPECIES, a[ao + row4]);
            l4 = a4.fma(b0, l4);
            m4 = a4.fma(b1, m4);
            n4 = a4.fma(b2, n4);
            r4 = a4.fma(b3, r4);
            FloatVector a5 = broadcast(SPECIES, a[ao + row5]);
            l5 = a5.fma(b0, l5);
            m5 = a5.fma(b1, m5);
            n5 = a5.fma(b2, n5);
            r5 = a5.fma(b3, r5);
            ao += kStep;
            bo += ldb;
        }
        l0.intoArray(c, co);
        m0.intoArray(c, co + LENGTH);
        n0.intoArray(c, co + 2 * LENGTH);
        r0.intoArray(c, co + 3 * LENGTH);
        l1.intoArray(c, co + ldc);
        m1.intoArray(c, co + ldc + LENGTH);
        n1.intoArray(c, co + ldc + 2 * LENGTH);
        r1.intoArray(c, co + ldc + 3 * LENGTH);
        l2.intoArray(c, co + 2 * ldc);
        m2.intoArray(c, co + 2 * ldc + LENGTH);
        n2.intoArray(c, co + 2 * ldc + 2 * LENGTH);
        r2.intoArray(c, co + 2 * ldc + 3 * LENGTH);
        l3.intoArray(c, co + 3 * ldc);
        m3.intoArray(c, co + 3 * ldc + LENGTH);
        n3.intoArray(c, co + 3 * ldc + 2 * LENGTH);
        r3.intoArray(c, co + 3 * ldc + 3 * LENGTH);
        l4.intoArray(c, co + 4 * ldc);
        m4.intoArray(c, co + 4 * ldc + LENGTH);
        n4.intoArray(c, co + 4 * ldc + 2 * LENGTH);
        r4.intoArray(c, co + 4 * ldc + 3 * LENGTH);
        l5.intoArray(c, co + 5 * ldc);
        m5.intoArray(c, co + 5 * ldc + LENGTH);
        n5.intoArray(c, co + 5 * ldc + 2 * LENGTH);
        r5.intoArray(c, co + 5 * ldc + 3 * LENGTH);
    }

    @Override
    public void storeStrip(int rows, int kc, float[] a, int ao, float[] b, int bo, int ldb, float[] c, int co,
            int ldc) {
        if (rows == LOW) {
            VectorStrips.store6(kc, a, ao, b, bo, ldb, c, co, ldc);
        } else if (rows == 1) {
            VectorStrips.store1(kc, a, ao, b, bo, ldb, c, co);
        } else {
            VectorStrips.store8(kc, a, ao, b, bo, ldb, c, co, ldc);
        }
    }

    @Override
    public void storeNarrow(int rows, int columns, int kc, float[] a, int ao, int rowStep, int kStep,
            float[] b, int bo, int ldb, float[] c, int co, int ldc) {
        if (kStep == 1 && kc >= 4) {
            byRows(rows, columns, kc, a, ao, rowStep, b, bo, ldb, c, co, ldc);
            return;
        }
        int i = 0;
        for (; i <= rows - NARROW; i += NARROW) {
            eightRows(columns, kc, a, ao + i * rowStep, rowStep, kStep, b, bo, ldb, c, co + i * ldc, ldc);
        }
        for (; i < rows; i++) {
            oneRow(columns, kc, a, ao + i * rowStep, kStep, b, bo, ldb, c, co + i * ldc);
        }
    }

    /** A by rows: four terms of all sums at a time, with four rows of B in registers. */
    private static void byRows(int rows, int columns, int kc, float[] a, int ao, int rowStep, float[] b,
            int bo, int ldb, float[] c, int co, int ldc) {
        firstFour(rows, columns, a, ao, rowStep, b, bo, ldb, c, co, ldc);
        int k = 4;
        for (; k <= kc - 4; k += 4) {
            fourMore(rows, columns, a, ao + k, rowStep, b, bo + k * ldb, ldb, c, co, ldc);
        }
        for (; k < kc; k++) {
            oneMore(rows, columns, a, ao + k, rowStep, b, bo + k * ldb, c, co, ldc);
        }
    }

    private static void firstFour(int rows, int columns, float[] a, int ao, int rowStep, float[] b, int bo,
            int ldb, float[] c, int co, int ldc) {
        VectorMask<Float> used = VectorKernels.FIRST.get(columns);
        FloatVector b0 = fromArray(SPECIES, b, bo, used);
        FloatVector b1 = fromArray(SPECIES, b, bo + ldb, used);
        FloatVector b2 = fromArray(SPECIES, b, bo + 2 * ldb, used);
        FloatVector b3 = fromArray(SPECIES, b, bo + 3 * ldb, used);
        for (int i = 0; i < rows; i++) {
            int at = ao + i * rowStep;
            FloatVector sum = broadcast(SPECIES, a[at]).fma(b0, zero(SPECIES));
            sum = broadcast(SPECIES, a[at + 1]).fma(b1, sum);
            sum = broadcast(SPECIES, a[at + 2]).fma(b2, sum);
            broadcast(SPECIES, a[at + 3]).fma(b3, sum).intoArray(c, co + i * ldc, used);
        }
    }

    private static void fourMore(int rows, int columns, float[] a, int ao, int rowStep, float[] b, int bo,
            int ldb, float[] c, int co, int ldc) {
        VectorMask<Float> used = VectorKernels.FIRST.get(columns);
        FloatVector b0 = fromArray(SPECIES, b, bo, used);
        FloatVector b1 = fromArray(SPECIES, b, bo + ldb, used);
        FloatVector b2 = fromArray(SPECIES, b, bo + 2 * ldb, used);
        FloatVector b3 = fromArray(SPECIES, b, bo + 3 * ldb, used);
        for (int i = 0; i < rows; i++) {
            int at = ao + i * rowStep;
            FloatVector sum = broadcast(SPECIES, a[at]).fma(b0, fromArray(SPECIES, c, co + i * ldc, used));
            sum = broadcast(SPECIES, a[at + 1]).fma(b1, sum);
            sum = broadcast(SPECIES, a[at + 2]).fma(b2, sum);
            broadcast(SPECIES, a[at + 3]).fma(b3, sum).intoArray(c, co + i * ldc, used);
        }
    }

    private static void oneMore(int rows, int columns, float[] a, int ao, int rowStep, float[] b, int bo,
            float[] c, int co, int ldc) {
        VectorMask<Float> used = VectorKernels.FIRST.get(columns);
        FloatVector row = fromArray(SPECIES, b, bo, used);
        for (int i = 0; i < rows; i++) {
            row.fma(broadcast(SPECIES, a[ao + i * rowStep]), fromArray(SPECIES, c, co + i * ldc, used))
                    .intoArray(c, co + i * ldc, used);
        }
    }

    private static void oneRow(int columns, int kc, float[] a, int ao, int kStep, float[] b, int bo, int ldb,
            float[] c, int co) {
        VectorMask<Float> used = VectorKernels.FIRST.get(columns);
        FloatVector sum = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            sum = broadcast(SPECIES, a[ao + k * kStep]).fma(fromArray(SPECIES, b, bo + k * ldb, used), sum);
        }
        sum.intoArray(c, co, used);
    }

    private static void eightRows(int columns, int kc, float[] a, int ao, int rowStep, int kStep, float[] b,
            int bo, int ldb, float[] c, int co, int ldc) {
        VectorMask<Float> used = VectorKernels.FIRST.get(columns);
        FloatVector c0 = zero(SPECIES);
        FloatVector c1 = zero(SPECIES);
        FloatVector c2 = zero(SPECIES);
        FloatVector c3 = zero(SPECIES);
        FloatVector c4 = zero(SPECIES);
        FloatVector c5 = zero(SPECIES);
        FloatVector c6 = zero(SPECIES);
        FloatVector c7 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            FloatVector row = fromArray(SPECIES, b, bo, used);
            c0 = row.fma(broadcast(SPECIES, a[ao]), c0);
            c1 = row.fma(broadcast(SPECIES, a[ao + rowStep]), c1);
            c2 = row.fma(broadcast(SPECIES, a[ao + 2 * rowStep]), c2);
            c3 = row.fma(broadcast(SPECIES, a[ao + 3 * rowStep]), c3);
            c4 = row.fma(broadcast(SPECIES, a[ao + 4 * rowStep]), c4);
            c5 = row.fma(broadcast(SPECIES, a[ao + 5 * rowStep]), c5);
            c6 = row.fma(broadcast(SPECIES, a[ao + 6 * rowStep]), c6);
            c7 = row.fma(broadcast(SPECIES, a[ao + 7 * rowStep]), c7);
            ao += kStep;
            bo += ldb;
        }
        c0.intoArray(c, co, used);
        c1.intoArray(c, co + ldc, used);
        c2.intoArray(c, co + 2 * ldc, used);
        c3.intoArray(c, co + 3 * ldc, used);
        c4.intoArray(c, co + 4 * ldc, used);
        c5.intoArray(c, co + 5 * ldc, used);
        c6.intoArray(c, co + 6 * ldc, used);
        c7.intoArray(c, co + 7 * ldc, used);
    }

    @Override
    public void storeRow(int kc, float[] a, int ao, int kStep, float[] b, int bo, int ldb, float[] c,
            int co) {
        FloatVector l0 = zero(SPECIES);
        FloatVector m0 = zero(SPECIES);
        FloatVector n0 = zero(SPECIES);
        FloatVector r0 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            FloatVector b0 = fromArray(SPECIES, b, bo);
            FloatVector b1 = fromArray(SPECIES, b, bo + LENGTH);
            FloatVector b2 = fromArray(SPECIES, b, bo + 2 * LENGTH);
            FloatVector b3 = fromArray(SPECIES, b, bo + 3 * LENGTH);
            FloatVector a0 = broadcast(SPECIES, a[ao]);
            l0 = a0.fma(b0, l0);
            m0 = a0.fma(b1, m0);
            n0 = a0.fma(b2, n0);
            r0 = a0.fma(b3, r0);
            ao += kStep;
            bo += ldb;
        }
        l0.intoArray(c, co);
        m0.intoArray(c, co + LENGTH);
        n0.intoArray(c, co + 2 * LENGTH);
        r0.intoArray(c, co + 3 * LENGTH);
    }

    @Override
    public void storeDots(int rows, int columns, int n, float[] a, int ao, int lda, float[] b, int bo,
            int ldb, float[] c, int co, int ldc) {
        VectorDots.store(rows, columns, n, a, ao, lda, b, bo, ldb, c, co, ldc);
    }

    // Packing

    /**
     * Whole vectors are copied where both arrays have room for them: what they write too much, the next row
     * overwrites.
     */
    @Override
    public void copyRows(int rows, int width, float[] x, int xo, int ldx, float[] y, int yo, int ldy) {
        if (width == WIDTH) {
            copyPairs(rows, x, xo, ldx, y, yo, ldy);
            return;
        }
        int r = 0;
        if (width <= LENGTH) {
            int end = yo + rows * ldy;
            for (; r < rows && xo + LENGTH <= x.length && yo + LENGTH <= end; r++, xo += ldx, yo += ldy) {
                fromArray(SPECIES, x, xo).intoArray(y, yo);
            }
        }
        for (; r < rows; r++, xo += ldx, yo += ldy) {
            System.arraycopy(x, xo, y, yo, width);
        }
    }

    /** Two vectors a row, the width of a panel: a call of arraycopy costs more than so short a copy. */
    private static void copyPairs(int rows, float[] x, int xo, int ldx, float[] y, int yo, int ldy) {
        for (int r = 0; r < rows; r++) {
            FloatVector left = fromArray(SPECIES, x, xo);
            FloatVector right = fromArray(SPECIES, x, xo + LENGTH);
            left.intoArray(y, yo);
            right.intoArray(y, yo + LENGTH);
            xo += ldx;
            yo += ldy;
        }
    }

    @Override
    public void copyColumns(int rows, int width, float[] x, int xo, int ldx, float[] y, int yo, int ldy) {
        if (LENGTH < Transpose.SIZE || rows < Transpose.SIZE) {
            PlainTiles.INSTANCE.copyColumns(rows, width, x, xo, ldx, y, yo, ldy);
            return;
        }
        int whole = rows & -Transpose.SIZE;
        for (int r = 0; r < whole; r += NEAR) {
            turn(r, Math.min(NEAR, whole - r), width, x, xo, ldx, y, yo, ldy);
        }
        if (whole < rows) { // a block once more, which reaches back
            turn(rows - Transpose.SIZE, Transpose.SIZE, width, x, xo, ldx, y, yo, ldy);
        }
    }

    /** So many rows from {@code top} on. */
    private static void turn(int top, int rows, int width, float[] x, int xo, int ldx, float[] y, int yo,
            int ldy) {
        for (int i = 0; i < width; i += Transpose.COLUMNS) {
            Transpose.down(rows, Math.min(Transpose.COLUMNS, width - i), x, xo + i * ldx + top, ldx, y,
                    yo + top * ldy + i, ldy);
        }
    }
}
