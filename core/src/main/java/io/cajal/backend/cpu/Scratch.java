package io.cajal.backend.cpu;

/**
 * Room that a thread keeps for its intermediate results, so that a kernel takes no new memory. Each array has
 * one use at a time; what it held before is junk.
 */
final class Scratch {
    private static final ThreadLocal<Scratch> MINE = ThreadLocal.withInitial(Scratch::new);

    /** Partial results of up to sixteen reductions. */
    final float[] lanes = new float[16 * Kernels.LANES];
    /** Those of a block of scalar products, the junk of a tile that overhangs included. */
    final float[] dots = new float[(VectorDots.ROWS * VectorDots.COLUMNS + VectorDots.COLUMNS)
            * Kernels.LANES];
    /** All panels of a matrix product that this thread asks for. */
    private float[] a = {};
    private float[] b = {};
    /** A panel and a tile for its work on any product. */
    private float[] panel = {};
    private float[] tile = {};
    private float[] row = {};
    private float[] second = {};
    private float[] third = {};
    private float[] transformed = {};
    private float[] shares = {};
    private float[] carried = {};
    private float[] rows = {};
    private float[] exponentials = {};
    private float[][] blocks = {};
    private Pieces.Cut cut;

    private Scratch() {
    }

    static Scratch mine() {
        return MINE.get();
    }

    float[] a(int size) {
        return a = grown(a, size);
    }

    float[] b(int size) {
        return b = grown(b, size);
    }

    float[] panel(int size) {
        return panel = grown(panel, size);
    }

    float[] tile(int size) {
        return tile = grown(tile, size);
    }

    /** Room for so many numbers of transforms in the innermost cache. */
    float[] transformed(int size) {
        return transformed = grown(transformed, size);
    }

    /** For what a recurrence's state adds to the gates of one step, or gets back from them. */
    float[] shares(int size) {
        return shares = grown(shares, size);
    }

    /** For what a recurrence carries from step to step. */
    float[] carried(int size) {
        return carried = grown(carried, size);
    }

    /** For a few rows of a matrix. */
    float[] rows(int size) {
        return rows = grown(rows, size);
    }

    /** For what a function of one number computes on its way. */
    float[] exponentials(int size) {
        return exponentials = grown(exponentials, size);
    }

    /** For what goes along a row. */
    float[] row(int size) {
        return row = grown(row, size);
    }

    /** For what goes along a row beside {@link #row}. */
    float[] second(int size) {
        return second = grown(second, size);
    }

    /** Beside both. */
    float[] third(int size) {
        return third = grown(third, size);
    }

    /** For so many blocks of a parameter's update. */
    float[][] blocks(int count) {
        return blocks = blocks.length == count ? blocks : new float[count][];
    }

    /** A loop's cut; a loop within that loop finds it taken, and makes its own. */
    Pieces.Cut takeCut() {
        Pieces.Cut mine = cut;
        cut = null;
        return mine == null ? new Pieces.Cut() : mine;
    }

    void back(Pieces.Cut used) {
        cut = used;
    }

    private static float[] grown(float[] buffer, int size) {
        return buffer.length >= size ? buffer : new float[size];
    }
}
