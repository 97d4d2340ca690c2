package io.cajal.backend.cpu;

/**
 * The innermost loops of a matrix product: each makes one small tile of C from {@code kc} columns of A and
 * {@code kc} rows of B, and keeps it in registers meanwhile. Every element of a tile is one chain of fused
 * multiply-adds over ascending k that starts from +0, so all shapes of tile, and both implementations, agree
 * to the bit.
 *
 * <p>{@link #store} and {@link #add} work on packed panels: element (i, k) of A stands at
 * {@code a[ao + k·height() + i]}, row k of B begins at {@code b[bo + k·width()]}. The steps are constants there
 * because the compiler would else run out of registers for addresses and move one through a vector register,
 * which costs 4 % of the multiply-adds. The others take A and B as they are: at
 * {@code a[ao + i·rowStep + k·kStep]} and from {@code b[bo + k·ldb]} on. Row i of a tile begins at
 * {@code c[co + i·ldc]}.
 *
 * <p>There is a method for each case, without flags: an untaken branch inside such a loop is compiled as a
 * trap, and taking it later costs seconds of slow code.
 */
interface Tiles {
    /** Rows of the tiles of {@link #storeShort}. */
    int SHORT = 4;

    /** Rows of the tiles of {@link #storeLow}, and of the lower ones of {@link #storeStrip}. */
    int LOW = 6;

    /** Rows of the higher tiles of {@link #storeStrip}. */
    int MIDDLE = 8;

    /** Rows that {@link #storeNarrow} takes at a time. */
    int NARROW = 8;

    /** Rows of a full tile. */
    int height();

    /** Columns of a full tile: two vectors. */
    int width();

    /** A full tile. */
    void store(int kc, float[] a, int ao, float[] b, int bo, float[] c, int co, int ldc);

    /** A full tile, added to what is there. */
    void add(int kc, float[] a, int ao, float[] b, int bo, float[] c, int co, int ldc);

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
     * A tile of {@code rows} × {@link #stripWidth} from a packed panel of A and B as it stands: element (i, k) of A
     * stands at {@code a[ao + k·rows + i]}.
     */
    void storeStrip(int rows, int kc, float[] a, int ao, float[] b, int bo, int ldb, float[] c, int co,
            int ldc);

    /**
     * Columns of a tile of {@link #storeStrip} that has {@link #LOW}, {@link #MIDDLE} or 1 {@code rows}: with one row,
     * many, so that long stretches of B are read.
     */
    default int stripWidth(int rows) {
        return rows == 1 ? 8 * width() : 2 * LOW * width() / rows;
    }

    /**
     * Any number of rows of up to half of {@link #width()} columns. Nothing outside of the {@code rows} rows of
     * A, {@code columns} columns of B, and both of the tile is touched.
     */
    void storeNarrow(int rows, int columns, int kc, float[] a, int ao, int rowStep, int kStep, float[] b,
            int bo, int ldb, float[] c, int co, int ldc);

    /** 1 × twice {@link #width()}: a vector times a matrix. */
    void storeRow(int kc, float[] a, int ao, int kStep, float[] b, int bo, int ldb, float[] c, int co);

    /**
     * {@code c[co + i·ldc + j]} = Σ a·b over n numbers from {@code a[ao + i·lda]} and from
     * {@code b[bo + j·ldb]}, with the partial sums of {@link Kernels#dot}.
     */
    void storeDots(int rows, int columns, int n, float[] a, int ao, int lda, float[] b, int bo, int ldb,
            float[] c, int co, int ldc);

    /**
     * Copies {@code rows} rows of {@code width} numbers, {@code ldx} apart in x and {@code ldy ≥ width} apart
     * in y. What lies between the rows of y becomes junk.
     */
    void copyRows(int rows, int width, float[] x, int xo, int ldx, float[] y, int yo, int ldy);

    /** The same from columns: number (r, i) of y is x[xo + i·ldx + r]. */
    void copyColumns(int rows, int width, float[] x, int xo, int ldx, float[] y, int yo, int ldy);
}
