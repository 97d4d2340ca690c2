package io.cajal.runs;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/** The values of a JSON object, in which any may be missing or of another kind than expected. */
record Fields(Map<?, ?> values) {
    /** Digits that a watcher can make use of. */
    private static final MathContext DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

    /** None where this is no object. */
    static Fields of(Object json) {
        return new Fields(json instanceof Map<?, ?> object ? object : Map.of());
    }

    /** NaN where there is no number. */
    static double number(Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** A number as JSON can have it, in few digits: null for NaN and the infinities. */
    static Double shortened(double value) {
        return Double.isFinite(value) ? (Double) new BigDecimal(value).round(DIGITS).doubleValue() : null;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    double number(String key) {
        return number(values.get(key));
    }

    /** 0 where there is no number. */
    long whole(String key) {
        return values.get(key) instanceof Number number ? number.longValue() : 0;
    }

    /** Empty where there is no text. */
    String text(String key) {
        return values.get(key) instanceof String text ? text : "";
    }

    Map<?, ?> object(String key) {
        return values.get(key) instanceof Map<?, ?> object ? object : Map.of();
    }

    List<?> list(String key) {
        return values.get(key) instanceof List<?> list ? list : List.of();
    }
}
