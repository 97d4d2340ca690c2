package io.cajal.zoo.margin;

import io.cajal.tensor.Tensor;
import java.util.Arrays;

/**
 * The rows of a kernel's matrix over n examples that were asked for so far. Some rows at a time come out of one
 * product of matrices, which takes little longer than one row alone: either way all examples are read once. Beyond
 * a limit those are forgotten that were not used for longest.
 */
final class KernelRows {
    /** So many fit in any case: those of a step, and those that are computed together. */
    private static final int LEAST = 200;

    private final Kernel kernel;
    private final Tensor x;
    private final Tensor across;
    private final Tensor squares;
    private final float[] diagonal;
    private final float[][] rows;
    private final long[] used;
    private final int most;
    private long clock;
    private int held;
    private long made;

    /**
     * @param x examples [n × D]
     * @param megabytes that the rows may take
     */
    KernelRows(Kernel kernel, Tensor x, int megabytes) {
        this.kernel = kernel;
        this.x = x;
        this.across = x.t();
        this.squares = x.square().sum(1);
        this.diagonal = kernel.ofItself(squares).toFloats();
        int n = x.size(0);
        this.rows = new float[n][];
        this.used = new long[n];
        this.most = (int) Math.max(LEAST, megabytes * (1L << 20) / (4L * n));
    }

    int size() {
        return rows.length;
    }

    /** How many rows were computed, those that were forgotten and made again among them. */
    long made() {
        return made;
    }

    double diagonal(int i) {
        return diagonal[i];
    }

    boolean has(int i) {
        return rows[i] != null;
    }

    /** k(xᵢ, ·), which must be there. */
    float[] get(int i) {
        used[i] = ++clock;
        return rows[i];
    }

    /** Computes the rows of these examples, none of which is there. */
    void make(int[] which) {
        if (held + which.length > most) {
            forget(held + which.length - most);
        }
        float[] block = kernel.of(x.indexSelect(0, which).matmul(across),
                squares.indexSelect(0, which).unsqueeze(1), squares).toFloats();
        int n = rows.length;
        for (int k = 0; k < which.length; k++) {
            rows[which[k]] = Arrays.copyOfRange(block, k * n, (k + 1) * n);
            used[which[k]] = ++clock;
        }
        held += which.length;
        made += which.length;
    }

    private void forget(int count) {
        long[] times = new long[held];
        int at = 0;
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] != null) {
                times[at++] = used[i];
            }
        }
        Arrays.sort(times);
        long last = times[Math.min(held, count) - 1];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] != null && used[i] <= last) {
                rows[i] = null;
                held--;
            }
        }
    }
}
