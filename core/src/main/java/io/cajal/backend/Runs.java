package io.cajal.backend;

/**
 * Walks two views of one shape in row-major order, as few long runs as possible: neighbouring axes that both
 * views step through evenly are taken as one.
 */
public final class Runs {
    private final int[] sizes;
    private final int[] aStrides;
    private final int[] bStrides;
    private final int aOffset;
    private final int bOffset;
    private final int rank;

    /**
     * A run of n elements: a at ao, ao+as, …; b at bo, bo+bs, …; element number {@code at} and following of
     * the walk.
     */
    @FunctionalInterface
    public interface Body {
        void run(int ao, int as, int bo, int bs, int at, int n);
    }

    public Runs(View a, View b) {
        int[] shape = a.shape().sizes();
        sizes = new int[shape.length];
        aStrides = new int[shape.length];
        bStrides = new int[shape.length];
        aOffset = a.offset();
        bOffset = b.offset();
        int last = -1;
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] == 1) {
                continue;
            }
            boolean joins = last >= 0 && aStrides[last] == a.strides()[i] * shape[i]
                    && bStrides[last] == b.strides()[i] * shape[i];
            if (joins) {
                sizes[last] *= shape[i];
            } else {
                sizes[++last] = shape[i];
            }
            aStrides[last] = a.strides()[i];
            bStrides[last] = b.strides()[i];
        }
        rank = last + 1;
    }

    /** Elements in one run. */
    public int runLength() {
        return rank == 0 ? 1 : sizes[rank - 1];
    }

    /** How many runs there are. */
    public int count() {
        int count = 1;
        for (int i = 0; i < rank - 1; i++) {
            count *= sizes[i];
        }
        return count;
    }

    /** Runs number {@code from … to−1}. */
    public void forEach(int from, int to, Body body) {
        if (from >= to) { // also where a size is 0
            return;
        }
        int n = runLength();
        int as = rank == 0 ? 0 : aStrides[rank - 1];
        int bs = rank == 0 ? 0 : bStrides[rank - 1];
        int[] index = new int[Math.max(rank - 1, 0)];
        int ao = aOffset;
        int bo = bOffset;
        for (int axis = index.length - 1, rest = from; axis >= 0; axis--) {
            index[axis] = rest % sizes[axis];
            rest /= sizes[axis];
            ao += index[axis] * aStrides[axis];
            bo += index[axis] * bStrides[axis];
        }
        for (int run = from; run < to; run++) {
            body.run(ao, as, bo, bs, run * n, n);
            for (int axis = index.length - 1; axis >= 0; axis--) {
                ao += aStrides[axis];
                bo += bStrides[axis];
                if (++index[axis] < sizes[axis]) {
                    break;
                }
                ao -= sizes[axis] * aStrides[axis];
                bo -= sizes[axis] * bStrides[axis];
                index[axis] = 0;
            }
        }
    }

    public void forEach(Body body) {
        if (runLength() > 0) {
            forEach(0, count(), body);
        }
    }
}
