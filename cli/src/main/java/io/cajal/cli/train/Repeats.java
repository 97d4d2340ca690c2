package io.cajal.cli.train;

import io.cajal.report.TextTable;
import io.cajal.train.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The same test on several parts of the data: the mean of every figure, and how far single ones lie from it. */
record Repeats(String title, List<Tested> all) {

    @Override
    public String toString() {
        Tested first = all.getFirst();
        List<Metric> metrics = Metric.usual(first.classes());
        TextTable lines = new TextTable(Tested.cells(title, metrics, Metric::name));
        for (String model : first.models().keySet()) {
            lines.row(Tested.cells(model, metrics, metric -> figure(model, metric)));
        }
        return lines.toString();
    }

    private String figure(String model, Metric metric) {
        double[] values = all.stream().mapToDouble(tested -> tested.models().get(model).of(metric)).toArray();
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return String.format(Locale.ROOT, "%.4g ± %.2g", mean,
                Math.sqrt(squares / Math.max(1, values.length - 1)));
    }
}
