package io.cajal.backend.cpu;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Tiles#storeStrip} on the Vector API, for 32 vector registers: 24 chains, as in {@link VectorTiles}, or 16 of a
 * single row. As the steps of A are constants, the compiler checks its indices once before the loop, which makes these a
 * quarter faster than {@link VectorTiles#storeLow}.
 */
final class VectorStrips {
    private static final VectorSpecies<Float> SPECIES = VectorKernels.SPECIES;
    private static final int LENGTH = VectorKernels.LENGTH;

    private VectorStrips() {
    }

    /** 6 rows × 4 vectors. */
    static void store6(int kc, float[] a, int ao, float[] b, int bo, int ldb, float[] c, int co, int ldc) {
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
            FloatVector a0 = broadcast(SPECIES, a[ao + 6 * k]);
            l0 = a0.fma(b0, l0);
            m0 = a0.fma(b1, m0);
            n0 = a0.fma(b2, n0);
            r0 = a0.fma(b3, r0);
            FloatVector a1 = broadcast(SPECIES, a[ao + 6 * k + 1]);
            l1 = a1.fma(b0, l1);
            m1 = a1.fma(b1, m1);
            n1 = a1.fma(b2, n1);
            r1 = a1.fma(b3, r1);
            FloatVector a2 = broadcast(SPECIES, a[ao + 6 * k + 2]);
            l2 = a2.fma(b0, l2);
            m2 = a2.fma(b1, m2);
            n2 = a2.fma(b2, n2);
            r2 = a2.fma(b3, r2);
            FloatVector a3 = broadcast(SPECIES, a[ao + 6 * k + 3]);
            l3 = a3.fma(b0, l3);
            m3 = a3.fma(b1, m3);
            n3 = a3.fma(b2, n3);
            r3 = a3.fma(b3, r3);
            FloatVector a4 = broadcast(SPECIES, a[ao + 6 * k + 4]);
            l4 = a4.fma(b0, l4);
            m4 = a4.fma(b1, m4);
            n4 = a4.fma(b2, n4);
            r4 = a4.fma(b3, r4);
            FloatVector a5 = broadcast(SPECIES, a[ao + 6 * k + 5]);
            l5 = a5.fma(b0, l5);
            m5 = a5.fma(b1, m5);
            n5 = a5.fma(b2, n5);
            r5 = a5.fma(b3, r5);
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

    /** 8 rows × 3 vectors. */
    static void store8(int kc, float[] a, int ao, float[] b, int bo, int ldb, float[] c, int co, int ldc) {
        FloatVector l0 = zero(SPECIES);
        FloatVector m0 = zero(SPECIES);
        FloatVector r0 = zero(SPECIES);
        FloatVector l1 = zero(SPECIES);
        FloatVector m1 = zero(SPECIES);
        FloatVector r1 = zero(SPECIES);
        FloatVector l2 = zero(SPECIES);
        FloatVector m2 = zero(SPECIES);
        FloatVector r2 = zero(SPECIES);
        FloatVector l3 = zero(SPECIES);
        FloatVector m3 = zero(SPECIES);
        FloatVector r3 = zero(SPECIES);
        FloatVector l4 = zero(SPECIES);
        FloatVector m4 = zero(SPECIES);
        FloatVector r4 = zero(SPECIES);
        FloatVector l5 = zero(SPECIES);
        FloatVector m5 = zero(SPECIES);
        FloatVector r5 = zero(SPECIES);
        FloatVector l6 = zero(SPECIES);
        FloatVector m6 = zero(SPECIES);
        FloatVector r6 = zero(SPECIES);
        FloatVector l7 = zero(SPECIES);
        FloatVector m7 = zero(SPECIES);
        FloatVector r7 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            FloatVector b0 = fromArray(SPECIES, b, bo);
            FloatVector b1 = fromArray(SPECIES, b, bo + LENGTH);
            FloatVector b2 = fromArray(SPECIES, b, bo + 2 * LENGTH);
            FloatVector a0 = broadcast(SPECIES, a[ao + 8 * k]);
            l0 = a0.fma(b0, l0);
            m0 = a0.fma(b1, m0);
            r0 = a0.fma(b2, r0);
            FloatVector a1 = broadcast(SPECIES, a[ao + 8 * k + 1]);
            l1 = a1.fma(b0, l1);
            m1 = a1.fma(b1, m1);
            r1 = a1.fma(b2, r1);
            FloatVector a2 = broadcast(SPECIES, a[ao + 8 * k + 2]);
            l2 = a2.fma(b0, l2);
            m2 = a2.fma(b1, m2);
            r2 = a2.fma(b2, r2);
            FloatVector a3 = broadcast(SPECIES, a[ao + 8 * k + 3]);
            l3 = a3.fma(b0, l3);
            m3 = a3.fma(b1, m3);
            r3 = a3.fma(b2, r3);
            FloatVector a4 = broadcast(SPECIES, a[ao + 8 * k + 4]);
            l4 = a4.fma(b0, l4);
            m4 = a4.fma(b1, m4);
            r4 = a4.fma(b2, r4);
            FloatVector a5 = broadcast(SPECIES, a[ao + 8 * k + 5]);
            l5 = a5.fma(b0, l5);
            m5 = a5.fma(b1, m5);
            r5 = a5.fma(b2, r5);
            FloatVector a6 = broadcast(SPECIES, a[ao + 8 * k + 6]);
            l6 = a6.fma(b0, l6);
            m6 = a6.fma(b1, m6);
            r6 = a6.fma(b2, r6);
            FloatVector a7 = broadcast(SPECIES, a[ao + 8 * k + 7]);
            l7 = a7.fma(b0, l7);
            m7 = a7.fma(b1, m7);
            r7 = a7.fma(b2, r7);
            bo += ldb;
        }
        l0.intoArray(c, co);
        m0.intoArray(c, co + LENGTH);
        r0.intoArray(c, co + 2 * LENGTH);
        l1.intoArray(c, co + ldc);
        m1.intoArray(c, co + ldc + LENGTH);
        r1.intoArray(c, co + ldc + 2 * LENGTH);
        l2.intoArray(c, co + 2 * ldc);
        m2.intoArray(c, co + 2 * ldc + LENGTH);
        r2.intoArray(c, co + 2 * ldc + 2 * LENGTH);
        l3.intoArray(c, co + 3 * ldc);
        m3.intoArray(c, co + 3 * ldc + LENGTH);
        r3.intoArray(c, co + 3 * ldc + 2 * LENGTH);
        l4.intoArray(c, co + 4 * ldc);
        m4.intoArray(c, co + 4 * ldc + LENGTH);
        r4.intoArray(c, co + 4 * ldc + 2 * LENGTH);
        l5.intoArray(c, co + 5 * ldc);
        m5.intoArray(c, co + 5 * ldc + LENGTH);
        r5.intoArray(c, co + 5 * ldc + 2 * LENGTH);
        l6.intoArray(c, co + 6 * ldc);
        m6.intoArray(c, co + 6 * ldc + LENGTH);
        r6.intoArray(c, co + 6 * ldc + 2 * LENGTH);
        l7.intoArray(c, co + 7 * ldc);
        m7.intoArray(c, co + 7 * ldc + LENGTH);
        r7.intoArray(c, co + 7 * ldc + 2 * LENGTH);
    }

    /** 1 row × 16 vectors. */
    static void store1(int kc, float[] a, int ao, float[] b, int bo, int ldb, float[] c, int co) {
        FloatVector c0 = zero(SPECIES);
        FloatVector c1 = zero(SPECIES);
        FloatVector c2 = zero(SPECIES);
        FloatVector c3 = zero(SPECIES);
        FloatVector c4 = zero(SPECIES);
        FloatVector c5 = zero(SPECIES);
        FloatVector c6 = zero(SPECIES);
        FloatVector c7 = zero(SPECIES);
        FloatVector c8 = zero(SPECIES);
        FloatVector c9 = zero(SPECIES);
        FloatVector c10 = zero(SPECIES);
        FloatVector c11 = zero(SPECIES);
        FloatVector c12 = zero(SPECIES);
        FloatVector c13 = zero(SPECIES);
        FloatVector c14 = zero(SPECIES);
        FloatVector c15 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            FloatVector x = broadcast(SPECIES, a[ao + k]);
            c0 = x.fma(fromArray(SPECIES, b, bo), c0);
            c1 = x.fma(fromArray(SPECIES, b, bo + LENGTH), c1);
            c2 = x.fma(fromArray(SPECIES, b, bo + 2 * LENGTH), c2);
            c3 = x.fma(fromArray(SPECIES, b, bo + 3 * LENGTH), c3);
            c4 = x.fma(fromArray(SPECIES, b, bo + 4 * LENGTH), c4);
            c5 = x.fma(fromArray(SPECIES, b, bo + 5 * LENGTH), c5);
            c6 = x.fma(fromArray(SPECIES, b, bo + 6 * LENGTH), c6);
            c7 = x.fma(fromArray(SPECIES, b, bo + 7 * LENGTH), c7);
            c8 = x.fma(fromArray(SPECIES, b, bo + 8 * LENGTH), c8);
            c9 = x.fma(fromArray(SPECIES, b, bo + 9 * LENGTH), c9);
            c10 = x.fma(fromArray(SPECIES, b, bo + 10 * LENGTH), c10);
            c11 = x.fma(fromArray(SPECIES, b, bo + 11 * LENGTH), c11);
            c12 = x.fma(fromArray(SPECIES, b, bo + 12 * LENGTH), c12);
            c13 = x.fma(fromArray(SPECIES, b, bo + 13 * LENGTH), c13);
            c14 = x.fma(fromArray(SPECIES, b, bo + 14 * LENGTH), c14);
            c15 = x.fma(fromArray(SPECIES, b, bo + 15 * LENGTH), c15);
            bo += ldb;
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + LENGTH);
        c2.intoArray(c, co + 2 * LENGTH);
        c3.intoArray(c, co + 3 * LENGTH);
        c4.intoArray(c, co + 4 * LENGTH);
        c5.intoArray(c, co + 5 * LENGTH);
        c6.intoArray(c, co + 6 * LENGTH);
        c7.intoArray(c, co + 7 * LENGTH);
        c8.intoArray(c, co + 8 * LENGTH);
        c9.intoArray(c, co + 9 * LENGTH);
        c10.intoArray(c, co + 10 * LENGTH);
        c11.intoArray(c, co + 11 * LENGTH);
        c12.intoArray(c, co + 12 * LENGTH);
        c13.intoArray(c, co + 13 * LENGTH);
        c14.intoArray(c, co + 14 * LENGTH);
        c15.intoArray(c, co + 15 * LENGTH);
    }
}
