package io.cajal.backend;

/**
 * Loops over rows that never meet, so that they may be shared out in any way: row i of each result follows from row i
 * of the operands alone. A row should be some microseconds of work.
 */
@FunctionalInterface
public interface RowFn {
    /** Writes every number of rows {@code from … to−1} of all results. */
    void rows(float[][] in, float[][] out, int from, int to);
}
