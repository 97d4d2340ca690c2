package io.cajal.loss;

import io.cajal.base.CajalException;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;
import java.util.function.DoublePredicate;

/** What losses ask of their operands. */
final class Checks {
    private Checks() {
    }

    static void positive(String what, double value) {
        if (!(value > 0)) {
            throw new CajalException("%s must be above 0, got %s".formatted(what, value));
        }
    }

    static void classWeights(String loss, Tensor weights, int classes) {
        if (weights != null && (weights.rank() != 1 || weights.size(0) != classes)) {
            throw new ShapeException("%s: needs class weights [%d], got %s".formatted(loss, classes,
                    weights.shape()));
        }
    }

    /**
     * That targets are −1 and +1: with 0 for −1, which other losses take, these would learn nothing of the
     * negatives.
     */
    static void signs(String loss, Tensor target) {
        values(loss, "target", target, v -> v == -1 || v == 1, "−1 or +1");
    }

    /** NaN passes, to be found as the loss. */
    static void probabilities(String loss, String what, Tensor tensor, String hint) {
        values(loss, what, tensor, v -> !(v < 0 || v > 1), "a probability in 0 … 1" + hint);
    }

    private static void values(String loss, String what, Tensor tensor, DoublePredicate good,
            String expected) {
        float[] values = tensor.toFloats();
        for (int i = 0; i < values.length; i++) {
            if (!good.test(values[i])) {
                throw new CajalException("%s: element %d of the %s %s is %s, expected %s".formatted(loss, i,
                        what, tensor.shape(), values[i], expected));
            }
        }
    }
}
