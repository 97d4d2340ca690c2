package io.cajal.studio.play;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Numbers as JSON takes them: what is NaN or infinite is null; and as sentences have them. */
final class Numbers {
    private Numbers() {
    }

    /** Three digits: {@code 0.03}, {@code 10}, {@code 2.86E+35}. */
    static String shown(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
        return value != 0 && (Math.abs(value) >= 1e6 || Math.abs(value) < 1e-6) ? rounded.toString()
                : rounded.toPlainString();
    }

    static Double finite(double value) {
        return Double.isFinite(value) ? (Double) value : null;
    }

    /** With the digits of a float. */
    static Float finite(float value) {
        return Float.isFinite(value) ? (Float) value : null;
    }

    static List<Float> list(float[] values, int from, int to) {
        List<Float> list = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            list.add(finite(values[i]));
        }
        return list;
    }

    static List<Double> list(double... values) {
        List<Double> list = new ArrayList<>(values.length);
        for (double value : values) {
            list.add(finite(value));
        }
        return list;
    }
}
