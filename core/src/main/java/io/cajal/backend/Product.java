package io.cajal.backend;

/**
 * The geometry of a batch of matrix products: for each p, {@code C_p [m × n] = op(A_p) · op(B_p)}, where
 * {@code op(A_p)} is [m × k] and stored transposed when {@code transA}. Matrix p of A starts at {@code
 * aOffsets[p]}, of B at {@code bOffsets[p]}, of C at {@code p · m · n}; a matrix that is shared by several
 * products is named several times.
 */
public record Product(int m, int n, int k, boolean transA, boolean transB, int[] aOffsets, int[] bOffsets) {
    private static final int[] START = {0};
    private static final int KNOWN_BITS = 8;
    private static final Product[] KNOWN = new Product[1 << KNOWN_BITS];

    /** One product; the last ones are kept, as those of one training come again and again. */
    public static Product of(int m, int n, int k, boolean transA, boolean transB) {
        int mixed = ((m * 31 + n) * 31 + k) * 4 + (transA ? 1 : 0) + (transB ? 2 : 0);
        int place = mixed * 0x9e3779b9 >>> 32 - KNOWN_BITS;
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
