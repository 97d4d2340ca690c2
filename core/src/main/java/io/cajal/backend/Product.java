package io.cajal.backend;

/**
 * The geometry of a batch of matrix products: for each p, {@code C_p [m × n] = op(A_p) · op(B_p)}, where
 * {@code op(A_p)} is [m × k] and stored transposed when {@code transA}. Matrix p of A starts at {@code
 * aOffsets[p]}, of B at {@code bOffsets[p]}, of C at {@code p · m · n}; a matrix that is shared by several
 * products is named several times.
 */
public record Product(int m, int n, int k, boolean transA, boolean transB, int[] aOffsets, int[] bOffsets) {
    private static final int[] START = {0};

    /** One product. */
    public static Product of(int m, int n, int k, boolean transA, boolean transB) {
        return new Product(m, n, k, transA, transB, START, START);
    }

    public int count() {
        return aOffsets.length;
    }
}
