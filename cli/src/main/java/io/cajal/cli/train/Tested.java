package io.cajal.cli.train;

import io.cajal.report.TextTable;
import io.cajal.train.Evaluation;
import io.cajal.train.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What models reach on the same test examples.
 *
 * @param classes whether the answers are classes, or else values
 * @param models by name, the network as {@value #NETWORK}
 */
public record Tested(boolean classes, Map<String, Evaluation> models) {
    public static final String NETWORK = "network";
    public static final String LINEAR = "linear model";

    /** The name of the answer that needs no model. */
    static String baseline(boolean classes) {
        return classes ? "most frequent" : "mean";
    }

    Evaluation network() {
        return models.get(NETWORK);
    }

    @Override
    public String toString() {
        List<Metric> metrics = Metric.usual(classes);
        TextTable lines = new TextTable(cells("on the test part", metrics, Metric::name));
        models.forEach((name, evaluation) -> lines.row(cells(name, metrics,
                metric -> String.format(Locale.ROOT, "%.4g", evaluation.of(metric)))));
        return lines.toString();
    }

    /** By metric, then by model. */
    Map<String, Map<String, Double>> record() {
        Map<String, Map<String, Double>> record = new LinkedHashMap<>();
        for (Metric metric : Metric.usual(classes)) {
            Map<String, Double> figures = new LinkedHashMap<>();
            models.forEach((name, evaluation) -> figures.put(name, evaluation.of(metric)));
            record.put(metric.name(), figures);
        }
        return record;
    }

    private static String[] cells(String first, List<Metric> metrics, Function<Metric, String> cell) {
        List<String> cells = new ArrayList<>(List.of(first));
        metrics.forEach(metric -> cells.add(cell.apply(metric)));
        return cells.toArray(String[]::new);
    }
}
