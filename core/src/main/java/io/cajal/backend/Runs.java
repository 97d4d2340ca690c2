package io.cajal.backend;

import io.cajal.base.Known;
import java.util.Arrays;

/**
 * Walks two views of one shape in row-major order, as few long runs as possible: neighbouring axes that both
 * views step through evenly are taken as one.
 */
public final class Runs {
    private static final Runs[] KNOWN = new Runs[Known.PLACES];

    private final View a;
    private final View b;
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

    private Runs(View a, View b) {
        this.a = a;
        this.b = b;
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

    /** The last walks are kept, as those of one training come again and again. */
    public static Runs of(View a, View b) {
        int place = Known.place(hash(a), hash(b));
        Runs known = KNOWN[place];
        if (known == null || !(isSame(known.a, a) && isSame(known.b, b))) {
            known = new Runs(a, b);
            KNOWN[place] = known;
        }
        return known;
    }

    private static int hash(View view) {
        return (view.shape().hashCode() * 31 + Arrays.hashCode(view.strides())) * 31 + view.offset();
    }

    private static boolean isSame(View one, View other) {
        return one.offset() == other.offset() && one.shape().equals(other.shape())
                && Arrays.equals(one.strides(), other.strides());
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
        int row = rank < 2 ? 1 : sizes[rank - 2]; // runs that follow each other evenly
        int aStep = rank < 2 ? 0 : aStrides[rank - 2];
        int bStep = rank < 2 ? 0 : bStrides[rank - 2];
        for (int run = from; run < to;) {
            int ao = start(run, aOffset, aStrides);
            int bo = start(run, bOffset, bStrides);
            int end = Math.min(to, run - run % row + row);
            for (; run < end; run++, ao += aStep, bo += bStep) {
                body.run(ao, as, bo, bs, run * n, n);
            }
        }
    }

    /** Where run number {@code run} starts. */
    private int start(int run, int offset, int[] strides) {
        int at = offset;
        for (int axis = rank - 2, rest = run; axis >= 0; axis--) {
            at += rest % sizes[axis] * strides[axis];
            rest /= sizes[axis];
        }
        return at;
    }

    public void forEach(Body body) {
        if (runLength() > 0) {
            forEach(0, count(), body);
        }
    }
}
