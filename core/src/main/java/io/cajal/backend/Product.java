package io.cajal.backend;

import io.cajal.base.Known;

/**
 * The geometry of a batch of matrix products: for each p, {@code C_p [m × n] = op(A_p) · op(B_p)}, where
 * {@code op(A_p)} is [m × k] and stored transposed when {@code transA}. Matrix p of A starts at {@code
 * aOffsets[p]}, of B at {@code bOffsets[p]}, of C at {@code p · m · n}; a matrix that is shared by several
 * products is named several times.
 */
public record Product(int m, int n, int k, boolean transA, boolean transB, int[] aOffsets, int[] bOffsets) {
    private static final int[] START = {0};
    private static final Product[] KNOWN = new Product[Known.PLACES];

    /** One product; the last ones are kept, as those of one training come again and again. */
    public static Product of(int m, int n, int k, boolean transA, boolean transB) {
        int place = Known.place(m, n, k, (transA ? 1 : 0) + (transB ? 2 : 0));
        Product known = KNOWN[place];
        if (known == null || known.m != m || known.n != n || known.k != k || known.transA != transA
                || known.transB != transB) {
            known = new Product(m, n, k, transA, transB, START, START);
            KNOWN[place] = known;
        }
        return known;
    }

    public int count() {
        return aOffsets.length;
    }
}
