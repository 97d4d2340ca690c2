package io.cajal.studio.play;

import java.util.ArrayList;
import java.util.List;

/** Numbers as JSON takes them: what is NaN or infinite is null. */
final class Texts {
    private Texts() {
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
