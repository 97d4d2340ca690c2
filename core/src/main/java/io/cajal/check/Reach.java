package io.cajal.check;

import io.cajal.nn.Elementwise;
import io.cajal.nn.Layer;
import io.cajal.nn.activation.Softmax;
import io.cajal.nn.activation.Softmin;
import io.cajal.tensor.UnaryOp;
import java.util.Locale;

/**
 * Which numbers a layer can give, found by trying: so it also holds for functions of one's own.
 *
 * @param low −∞ when there is no limit
 * @param isFlatBelow whether it gives one and the same number, without a slope, for all that is far below 0
 * @param isRising whether it still rises around 0 on both sides
 */
record Reach(double low, double high, boolean isFlatBelow, boolean isRising) {
    private static final double FAR = 1e6;
    private static final double UNLIMITED = 1e3;

    /** Null for layers that are no function of each element, and no softmax. */
    static Reach of(Layer layer) {
        if (layer instanceof Softmax || layer instanceof Softmin) {
            return new Reach(0, 1, false, true);
        }
        if (!(layer instanceof Elementwise elementwise)) {
            return null;
        }
        UnaryOp f = elementwise.function();
        double low = Math.min(f.at(-FAR), f.at(FAR));
        double high = Math.max(f.at(-FAR), f.at(FAR));
        for (double x = -20; x <= 20; x += 0.125) {
            low = Math.min(low, f.at(x));
            high = Math.max(high, f.at(x));
        }
        return new Reach(low < -UNLIMITED ? Double.NEGATIVE_INFINITY : low,
                high > UNLIMITED ? Double.POSITIVE_INFINITY : high,
                f.at(-2) == f.at(-1) && f.at(-2) == f.at(-10), f.at(-1) < f.at(0) && f.at(0) < f.at(1));
    }

    boolean isBounded() {
        return isBelowBounded() && isAboveBounded();
    }

    boolean isBelowBounded() {
        return low > Double.NEGATIVE_INFINITY;
    }

    boolean isAboveBounded() {
        return high < Double.POSITIVE_INFINITY;
    }

    /** {@code 0 … 1}, {@code 0 and more}. */
    String text() {
        return !isAboveBounded() ? number(low) + " and more"
                : !isBelowBounded() ? number(high) + " and less" : number(low) + " … " + number(high);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.3g", value);
    }
}
