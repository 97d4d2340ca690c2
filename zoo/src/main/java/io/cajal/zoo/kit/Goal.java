package io.cajal.zoo.kit;

import java.util.Locale;

/**
 * The figure that a recipe must reach.
 *
 * @param metric what is measured, with its unit: {@code test error %}
 * @param reference the published or independently measured figure, NaN where there is none
 * @param source where the reference comes from
 * @param accept the gate
 * @param lowerIsBetter whether the gate is an upper bound
 */
public record Goal(String metric, double reference, String source, double accept, boolean lowerIsBetter) {

    public static Goal atMost(double accept, String metric, double reference, String source) {
        return new Goal(metric, reference, source, accept, true);
    }

    public static Goal atLeast(double accept, String metric, double reference, String source) {
        return new Goal(metric, reference, source, accept, false);
    }

    public boolean met(double value) {
        return lowerIsBetter ? value <= accept : value >= accept;
    }

    /** {@code ≤ 1.8}. */
    public String acceptText() {
        return (lowerIsBetter ? "≤ " : "≥ ") + number(accept);
    }

    public String referenceText() {
        return Double.isNaN(reference) ? "–" : number(reference);
    }

    /** A figure with as many digits as a reader needs. */
    public static String number(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e6) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return size >= 1e-2 && size < 1e6 ? String.format(Locale.ROOT, size < 1 ? "%.4f" : "%.2f", value)
                : String.format(Locale.ROOT, "%.2g", value);
    }
}
