package io.cajal.backend.cpu;

/**
 * The innermost loops of a matrix product: each makes one small tile of C from {@code kc} columns of A and
 * {@code kc} rows of B, and keeps it in registers meanwhile. Every element of a tile is one chain of fused
 * multiply-adds over ascending k that starts from +0, so all shapes of tile, and both implementations, agree
 * to the bit.
 *
 * <p>Row k of B begins at {@code b[bo + k·ldb]}, row i of the tile at {@code c[co + i·ldc]}. Element (i, k)
 * of A stands at {@code a[ao + k·height() + i]} for {@link #store} and {@link #add} (a packed panel), and at
 * {@code a[ao + i·rowStep + k·kStep]} for the others, which take A as it is.
 *
 * <p>There is a method for each case, without flags: an untaken branch inside such a loop is compiled as a
 * trap, and taking it later costs seconds of slow code.
 */
interface Tiles {
    /** Rows of the tiles of {@link #storeShort}. */
    int SHORT = 4;

    /** Rows of the tiles of {@link #storeLow}. */
    int LOW = 6;

    /** Rows of the tiles of {@link #storeNarrow}. */
    int NARROW = 8;

    /** Rows of a full tile. */
    int height();

    /** Columns of a full tile: two vectors. */
    int width();

    /** A full tile. */
    void store(int kc, float[] a, int ao, float[] b, int bo, int ldb, float[] c, int co, int ldc);

    /** A full tile, added to what is there. */
    void add(int kc, float[] a, int ao, float[] b, int bo, int ldb, float[] c, int co, int ldc);

    /**
     * {@link #SHORT} × {@link #width()}. Only the first {@code rows} rows of A are read; the other rows of
     * the tile are junk.
     */
    void storeShort(int rows, int kc, float[] a, int ao, int rowStep, int kStep, float[] b, int bo, int ldb,
            float[] c, int co, int ldc);

    /**
     * {@link #LOW} × twice {@link #width()}, as {@link #storeShort}: for matrices with few rows and many
     * columns.
     */
    void storeLow(int rows, int kc, float[] a, int ao, int rowStep, int kStep, float[] b, int bo, int ldb,
            float[] c, int co, int ldc);

    /**
     * Up to {@link #NARROW} rows of up to half of {@link #width()} columns. Nothing outside of the first
     * {@code rows} rows of A, {@code columns} columns of B, and both of the tile is touched.
     */
    void storeNarrow(int rows, int columns, int kc, float[] a, int ao, int rowStep, int kStep, float[] b,
            int bo, int ldb, float[] c, int co, int ldc);

    /** 1 × twice {@link #width()}: a vector times a matrix. */
    void storeRow(int kc, float[] a, int ao, int kStep, float[] b, int bo, int ldb, float[] c, int co);

    /**
     * A vector times the rows of a matrix: {@code c[co + i]} = Σ a·b over n numbers from {@code a[ao]} and
     * from {@code b[bo + i·ldb]}, with the partial sums of {@link Kernels#dot}.
     */
    void storeDots(int rows, int n, float[] a, int ao, float[] b, int bo, int ldb, float[] c, int co);

    /**
     * Copies {@code rows} rows of {@code width} numbers, {@code ldx} apart in x and {@code ldy ≥ width} apart
     * in y. What lies between the rows of y becomes junk.
     */
    void copyRows(int rows, int width, float[] x, int xo, int ldx, float[] y, int yo, int ldy);

    /** The same from columns: number (r, i) of y is x[xo + i·ldx + r]. */
    void copyColumns(int rows, int width, float[] x, int xo, int ldx, float[] y, int yo, int ldy);
}
