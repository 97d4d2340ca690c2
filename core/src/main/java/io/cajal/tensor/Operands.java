package io.cajal.tensor;

import java.util.Arrays;

/**
 * Arrays that a thread keeps for the operands of the operation it runs, as most operations are not recorded and need
 * theirs for a moment only. One for each number of operands is enough: an operation that runs others meanwhile finds
 * it taken, and they make their own.
 */
final class Operands {
    /** One operand of which nothing is known. */
    static final Tensor[] UNKNOWN = new Tensor[1];

    private static final int MOST = 3;
    private static final ThreadLocal<Operands> MINE = ThreadLocal.withInitial(Operands::new);

    private final Tensor[][] free = new Tensor[MOST + 1][];

    private Operands() {
    }

    static Operands mine() {
        return MINE.get();
    }

    Tensor[] with(Tensor a) {
        Tensor[] in = take(1);
        in[0] = a;
        return in;
    }

    Tensor[] with(Tensor a, Tensor b) {
        Tensor[] in = take(2);
        in[0] = a;
        in[1] = b;
        return in;
    }

    Tensor[] with(Tensor a, Tensor b, Tensor c) {
        Tensor[] in = take(3);
        in[0] = a;
        in[1] = b;
        in[2] = c;
        return in;
    }

    /** Gives it back, empty: no tensor lives longer for having been an operand. */
    void back(Tensor[] in) {
        Arrays.fill(in, null);
        free[in.length] = in;
    }

    private Tensor[] take(int count) {
        Tensor[] in = free[count];
        free[count] = null;
        return in == null ? new Tensor[count] : in;
    }
}
