package io.cajal.backend.cpu;

import static io.cajal.backend.cpu.Pieces.GRAIN;
import static io.cajal.backend.cpu.Pieces.each;
import static io.cajal.backend.cpu.Pieces.rowGrain;

import io.cajal.backend.Axis;
import io.cajal.backend.Reduction;
import java.util.Arrays;

/** Many numbers along an axis to one, in an order that the sizes alone determine. */
record Reductions(Kernels kernels) {
    /**
     * Elements added one after the other before their sum goes to the total: bounds the rounding error of
     * long sums.
     */
    private static final int SUM_BLOCK = 1 << 12;
    private static final int ROW_BLOCK = 1 << 8;
    /** Columns that are summed together at least: with fewer, the way from row to row costs more than the sums. */
    private static final int NARROWEST = 128;
    /** Strips of columns that a sum over long columns makes: wide ones read memory in order. */
    private static final int STRIPS = 8;
    private static final int LINE = 16;

    /** Of each of the outer × inner rows along the axis one number. */
    void reduce(Reduction how, float[] x, Axis axis, float[] y) {
        // One short sum, such as that of a loss: vectors are objects until the compiler finds a loop worth its time, and
        // this one seldom is. Apart from the others, as vectors become objects for good where both loops meet.
        if (how == Reduction.SUM && axis.outer() == 1 && axis.inner() == 1 && axis.size() <= SUM_BLOCK) {
            y[0] = 0 + Kernels.plain().sum(x, 0, axis.size());
        } else if (axis.inner() == 1) {
            each(axis.outer(), rowGrain(axis.size()), (start, end) -> {
                for (int o = start; o < end; o++) {
                    y[o] = along(how, x, o * axis.size(), axis.size());
                }
            });
        } else {
            int some = Math.max(GRAIN / Math.max(1, axis.size()), axis.inner() / STRIPS);
            int width = Math.max(NARROWEST, some / LINE * LINE); // columns of a piece, in whole lines of the cache
            int strips = Math.ceilDiv(axis.inner(), width);
            if (axis.outer() * strips == 1) {
                across(how, x, axis, 0, 0, axis.inner(), y);
                return;
            }
            each(axis.outer() * strips, 1, (start, end) -> {
                for (int piece = start; piece < end; piece++) {
                    int from = piece % strips * width;
                    across(how, x, axis, piece / strips, from, Math.min(axis.inner(), from + width), y);
                }
            });
        }
    }

    private static float start(Reduction how) {
        return switch (how) {
            case SUM -> 0;
            case PROD -> 1;
            case MAX -> Float.NEGATIVE_INFINITY;
            case MIN -> Float.POSITIVE_INFINITY;
        };
    }

    /** A contiguous run to one number. */
    private float along(Reduction how, float[] x, int at, int n) {
        float total = start(how);
        switch (how) {
            case SUM -> {
                for (int i = 0; i < n; i += SUM_BLOCK) {
                    total += kernels.sum(x, at + i, Math.min(SUM_BLOCK, n - i));
                }
            }
            case MAX -> total = kernels.max(x, at, n);
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    total = Math.min(total, x[at + i]);
                }
            }
            case PROD -> {
                for (int i = 0; i < n; i++) {
                    total *= x[at + i];
                }
            }
        }
        return total;
    }

    /** Columns from … to−1 of the rows of one outer block, to one row. */
    private void across(Reduction how, float[] x, Axis axis, int outer, int from, int to, float[] y) {
        int n = to - from;
        int first = outer * axis.size() * axis.inner() + from;
        float[] total = Scratch.mine().row(n);
        Arrays.fill(total, 0, n, start(how));
        if (how == Reduction.SUM) {
            sumRows(x, first, axis, n, total);
        } else {
            for (int i = 0; i < axis.size(); i++) {
                join(how, x, first + i * axis.inner(), n, total);
            }
        }
        System.arraycopy(total, 0, y, outer * axis.inner() + from, n);
    }

    /** Blocks of rows are summed first, then their sums: that bounds the rounding error. */
    private void sumRows(float[] x, int first, Axis axis, int n, float[] total) {
        boolean blocks = axis.size() > ROW_BLOCK;
        float[] sum = blocks ? Scratch.mine().second(n) : total;
        Arrays.fill(sum, 0, n, 0);
        for (int i = 0; i < axis.size(); i++) {
            kernels.axpy(1, x, first + i * axis.inner(), sum, 0, n);
            if (blocks && ((i + 1) % ROW_BLOCK == 0 || i + 1 == axis.size())) {
                kernels.axpy(1, sum, 0, total, 0, n);
                Arrays.fill(sum, 0, n, 0);
            }
        }
    }

    private static void join(Reduction how, float[] x, int row, int n, float[] total) {
        for (int k = 0; k < n; k++) {
            float v = x[row + k];
            total[k] = how == Reduction.PROD ? total[k] * v
                    : how == Reduction.MAX ? Math.max(total[k], v) : Math.min(total[k], v);
        }
    }

    /** Where along the axis the first of the largest or smallest numbers stands, or the first NaN. */
    void argReduce(Reduction how, float[] x, Axis axis, float[] y) {
        float sign = how == Reduction.MAX ? -1 : 1;
        each(y.length, rowGrain(axis.size()), (start, end) -> {
            for (int i = start; i < end; i++) {
                int base = i / axis.inner() * axis.size() * axis.inner() + i % axis.inner();
                int best = 0;
                float leader = x[base];
                for (int j = 1; j < axis.size() && leader == leader; j++) {
                    float candidate = x[base + j * axis.inner()];
                    if (sign * candidate < sign * leader || candidate != candidate) {
                        best = j;
                        leader = candidate;
                    }
                }
                y[i] = best;
            }
        });
    }
}
