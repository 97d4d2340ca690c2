package io.cajal.studio.models;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Some numbers in brief.
 *
 * @param zeros the share that is exactly 0
 * @param small the share below a hundredth of the largest
 * @param broken how many are NaN or infinite; the others are what all else is of
 * @param histogram counts in as many equal parts of min … max
 */
record Statistics(int count, double mean, double deviation, double min, double max, double zeros,
        double small,
        int broken, long[] histogram) {
    private static final int BINS = 48;
    private static final double SMALL = 0.01;

    static Statistics of(float[] values) {
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        int fine = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                sum += value;
                min = Math.min(min, value);
                max = Math.max(max, value);
                fine++;
            }
        }
        if (fine == 0) {
            return new Statistics(values.length, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 0,
                    values.length,
                    new long[0]);
        }
        double mean = sum / fine;
        double largest = Math.max(Math.abs(min), Math.abs(max));
        double squares = 0;
        int zeros = 0;
        int small = 0;
        long[] histogram = new long[BINS];
        for (float value : values) {
            if (Float.isFinite(value)) {
                squares += (value - mean) * (value - mean);
                zeros += value == 0 ? 1 : 0;
                small += Math.abs(value) < SMALL * largest || value == 0 ? 1 : 0;
                histogram[max == min ? BINS / 2
                        : Math.min(BINS - 1, (int) (BINS * ((value - min) / (max - min))))]++;
            }
        }
        return new Statistics(values.length, mean, Math.sqrt(squares / fine), min, max, (double) zeros / fine,
                (double) small / fine, values.length - fine, histogram);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", (long) count);
        json.put("mean", orNull(mean));
        json.put("deviation", orNull(deviation));
        json.put("min", orNull(min));
        json.put("max", orNull(max));
        json.put("zeros", zeros);
        json.put("small", small);
        json.put("broken", (long) broken);
        json.put("histogram", Arrays.stream(histogram).boxed().toList());
        return json;
    }

    private static Double orNull(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
