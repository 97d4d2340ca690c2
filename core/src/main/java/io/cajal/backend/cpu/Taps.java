package io.cajal.backend.cpu;

/**
 * The innermost loops of a convolution: products in which row k of the right matrix is a run of neighbours in
 * a {@link Canvas}, from {@code x[xo + at[k]]} on. So the patches that a kernel sees are read where they
 * stand, and never copied side by side.
 */
interface Taps {
    /** Heights of {@link #rows}. */
    int EIGHT = 8;
    int FOUR = 4;

    /** The third height of {@link #rows}. */
    int SIX = 6;

    /** Rows of {@link #outer}. */
    int TWELVE = 12;

    /** Numbers behind the end of an image that a tile may read. */
    int SLACK = 64;

    /**
     * {@code y[yo + i·ldy + t]} = Σ w·x over k, for {@code high} rows i (8, 6 or 4) and the positions t = 0 …
     * n−1: one chain of fused multiply-adds from +0. The weight of (i, k) stands at
     * {@code w[wo + high·k + i]}. Up to {@link #SLACK} positions more are made.
     */
    void rows(int high, int n, int kc, float[] w, int wo, int[] at, float[] x, int xo, float[] y, int yo,
            int ldy);

    /**
     * {@code sums[so + i·width + j]} += Σ x·g over the places t = 0 … n−1 in order, one chain of fused
     * multiply-adds from +0: {@code x[xo + at[from + i] + t]} times {@code g[go + t·width + j]}, for
     * {@code rows} ≤ {@link #TWELVE} rows i and all j below {@code width}, {@link #strip()} or half of it.
     * Up to {@link #TWELVE} rows of sums are touched.
     */
    void outer(int rows, int n, float[] x, int xo, int[] at, int from, float[] g, int go, int width,
            float[] sums, int so);

    /** Columns of {@link #outer}: 16 or 32. */
    int strip();

    /**
     * Where the largest of each window is: for t in 0 … n−1, and up to {@link #SLACK} more, {@code y[t]} =
     * {@code corners[t]} + {@code away[k]} for the first k with the largest {@code x[xo + at[k] + t]}; NaN is
     * above all.
     */
    void largest(int n, int[] at, float[] away, float[] x, int xo, float[] corners, float[] y);

    /** {@code y[yo + i]} = {@code x[xo + i·step]} for i in 0 … n−1. */
    void everyOther(int n, int step, float[] x, int xo, float[] y, int yo);

    /**
     * Winograd's transform of tiles of 6 × 6, Bᵀ d B, for n tiles side by side: number (i, j) of tile t is
     * {@code x[xo + at[6·i + j] + t]}, and goes to {@code v[vo + (6·i + j)·step + t]}. {@code room} takes 36
     * vectors.
     */
    void spread(int n, float[] x, int xo, int[] at, float[] v, int vo, int step, float[] room);

    /**
     * Its way back to tiles of 4 × 4, Aᵀ m A + bias, for n tiles: from {@code m[mo + (6·i + j)·step + t]} to
     * {@code y[i·ldy + 4·t + j]}: row i of the tiles side by side.
     */
    void gather(int n, float[] m, int mo, int step, float bias, float[] y, int ldy, float[] room);

    /** {@code y[b·step + t]} = {@code x[4·t + b]} for b = 0 … 3 and t = 0 … n−1: every fourth number. */
    void unzip(int n, float[] x, float[] y, int step);
}
