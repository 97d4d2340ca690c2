package io.cajal.studio.runs;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Numbers on their way to a page: few digits, and null for those that JSON has no form for. */
final class Numbers {
    private static final MathContext DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

    private Numbers() {
    }

    static Double of(double value) {
        return Double.isFinite(value) ? (Double) new BigDecimal(value).round(DIGITS).doubleValue() : null;
    }

    static List<Double> of(int count, IntToDoubleFunction values) {
        List<Double> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(of(values.applyAsDouble(i)));
        }
        return list;
    }

    /**
     * Which of {@code count} points to draw: all, or of each piece of the way the least and the largest, so that
     * no spike is lost.
     */
    static List<Integer> shown(int count, int most, IntToDoubleFunction values) {
        List<Integer> shown = new ArrayList<>();
        int pieces = count <= most ? count : most / 2;
        for (int piece = 0; piece < pieces; piece++) {
            int from = (int) ((long) count * piece / pieces);
            int to = (int) ((long) count * (piece + 1) / pieces);
            int least = from;
            int largest = from;
            for (int i = from + 1; i < to; i++) {
                least = values.applyAsDouble(i) < values.applyAsDouble(least) ? i : least;
                largest = values.applyAsDouble(i) > values.applyAsDouble(largest) ? i : largest;
            }
            shown.add(Math.min(least, largest));
            if (least != largest) {
                shown.add(Math.max(least, largest));
            }
        }
        if (count > 0 && shown.getLast() != count - 1) {
            shown.add(count - 1);
        }
        return shown;
    }
}
