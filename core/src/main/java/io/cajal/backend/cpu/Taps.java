package io.cajal.backend.cpu;

/**
 * The innermost loops of a convolution: products in which row k of the right matrix is a run of neighbours in
 * a {@link Canvas}, from {@code x[xo + at[k]]} on. So the patches that a kernel sees are read where they
 * stand, and never copied side by side.
 */
interface Taps {
    /** Rows of the tiles of {@link #eight} and {@link #four}. */
    int EIGHT = 8;
    int FOUR = 4;

    /** Rows and columns of the tiles of {@link #dots}. */
    int DOT_ROWS = 4;
    int DOT_COLUMNS = 6;

    /** Numbers behind the end of an image that a tile may read. */
    int SLACK = 64;

    /** Positions in a tile: a few vectors. */
    int width();

    /**
     * {@code y[yo + i·ldy + t]} = Σ w·x over k, for 8 rows i and {@link #width()} positions t: one chain of
     * fused multiply-adds from +0. The weight of (i, k) stands at {@code w[wo + 8·k + i]}.
     */
    void eight(int kc, float[] w, int wo, int[] at, float[] x, int xo, float[] y, int yo, int ldy);

    /** The same for 4 rows, with weights at {@code w[wo + 4·k + i]}. */
    void four(int kc, float[] w, int wo, int[] at, float[] x, int xo, float[] y, int yo, int ldy);

    /**
     * To each of {@link Kernels#LANES} partial sums {@code lanes[(6·i + j)·LANES + t mod LANES]} is added, in
     * order of t, {@code g[go + i·ldg + t] · x[xo + at[from + j] + t]} for t in 0 … n−1, a multiple of LANES;
     * sums of the rows and columns that there are not are junk.
     */
    void dots(int rows, int columns, int n, float[] g, int go, int ldg, float[] x, int xo, int[] at, int from,
            float[] lanes);

    /** The 24 sums of the lanes of {@link #dots} to {@code sums}. */
    void sums(float[] lanes, float[] sums);
}
