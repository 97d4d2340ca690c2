package io.cajal.nn;

import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/** Sequences [N × C × L] as images of one row, so that layers over both share their operations. */
final class Series {
    private Series() {
    }

    static Tensor images(String who, Tensor x) {
        check(who, x);
        return x.unsqueeze(2);
    }

    static void check(String who, Tensor x) {
        if (x.rank() != 3) {
            throw new ShapeException(
                    "%s: needs sequences of shape [N × channels × length], got %s".formatted(who, x.shape()));
        }
    }
}
