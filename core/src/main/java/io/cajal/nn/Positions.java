package io.cajal.nn;

import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/** What the ways to tell a network the places in a sequence have in common. */
final class Positions {
    private Positions() {
    }

    /** p / base^(2 pair / width): waves from 2π up to 2π · base places long. */
    static double angle(int place, int pair, int width, double base) {
        return place / StrictMath.pow(base, 2.0 * pair / width);
    }

    static void check(String who, Tensor x) {
        if (x.rank() < 2) {
            throw new ShapeException(
                    "%s: needs a sequence of vectors [N × L × width], got %s".formatted(who, x.shape()));
        }
    }
}
