package io.cajal.cli.train;

import io.cajal.report.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The same test several times over: the mean of every figure, and how far single ones lie from it.
 *
 * @param all figures by metric, then by model
 */
record Repeats(String title, List<Map<String, Map<String, Double>>> all) {
    /** A deviation so far below the mean comes of adding up alone. */
    private static final double ROUNDING = 1e-12;

    @Override
    public String toString() {
        Map<String, Map<String, Double>> first = all.getFirst();
        List<String> header = new ArrayList<>(List.of(title));
        header.addAll(first.keySet());
        TextTable lines = new TextTable(header.toArray(String[]::new));
        for (String model : first.values().iterator().next().keySet()) {
            List<String> cells = new ArrayList<>(List.of(model));
            first.keySet().forEach(metric -> cells.add(figure(model, metric)));
            lines.row(cells.toArray(String[]::new));
        }
        return lines.toString();
    }

    private String figure(String model, String metric) {
        double[] values = all.stream().mapToDouble(figures -> figures.get(metric).get(model)).toArray();
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        double deviation = Math.sqrt(squares / Math.max(1, values.length - 1));
        boolean same = deviation <= ROUNDING * Math.abs(mean);
        return String.format(Locale.ROOT, same ? "%.4g ± 0" : "%.4g ± %.2g", mean, deviation);
    }
}
