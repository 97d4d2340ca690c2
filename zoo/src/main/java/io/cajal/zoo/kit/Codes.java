package io.cajal.zoo.kit;

import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;

/** Codes to decode for pictures of what a code's numbers mean. */
final class Codes {
    private Codes() {
    }

    /**
     * A code [D] so many times, with number {@code dimension} going evenly from one value to another: [steps
     * × D].
     */
    static Tensor line(Tensor code, int dimension, double from, double to, int steps) {
        if (code.rank() != 1 || dimension < 0 || dimension >= code.size(0) || steps < 2) {
            throw new CajalException(
                    "codes: needs a code [D], one of its D dimensions and 2 steps or more, got %s, %d and %d"
                            .formatted(code.shape(), dimension, steps));
        }
        float[] one = code.toFloats();
        float[] all = new float[steps * one.length];
        for (int i = 0; i < steps; i++) {
            System.arraycopy(one, 0, all, i * one.length, one.length);
            all[i * one.length + dimension] = (float) (from + (to - from) * i / (steps - 1));
        }
        return Tensor.of(code.shape().insert(0, steps), all);
    }

    /**
     * The plane of codes of two numbers, as a map shows it: the first from left to right, the second from
     * below to above, −reach … reach, [side² × 2].
     */
    static Tensor plane(double reach, int side) {
        if (side < 2) {
            throw new CajalException("codes: a plane needs a side of 2 or more, got " + side);
        }
        double[][] codes = new double[side * side][];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = new double[] {reach * (2.0 * (i % side) / (side - 1) - 1),
                    reach * (1 - 2.0 * (i / side) / (side - 1))};
        }
        return Tensor.of(codes);
    }
}
