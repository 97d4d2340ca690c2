package io.cajal.report;

import io.cajal.train.CalibrationError;
import io.cajal.train.ConfusionMatrix;
import io.cajal.train.Evaluation;
import io.cajal.train.Metric;
import io.cajal.train.RocAuc;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The sections of a report on how good answers are.
 *
 * @param names of the classes; none when answers are values
 */
record Answers(Page page, List<String> names) {
    private static final int BINS = 10;
    private static final int MOST_CURVES = 6;
    /** Classes whose confusion can still be drawn. */
    private static final int MOST_CLASSES = 30;
    private static final int WORST = 15;
    /** Characters of a text that are shown. */
    private static final int LONG = 300;

    void figures(Map<String, Evaluation> tested) {
        List<Metric> metrics = new ArrayList<>(Metric.usual(!names.isEmpty()));
        if (!names.isEmpty()) {
            metrics.add(new RocAuc());
            metrics.add(new CalibrationError());
        }
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of(""));
        metrics.forEach(metric -> header.add(metric.name()));
        rows.add(header);
        tested.forEach((name, evaluation) -> {
            List<String> row = new ArrayList<>(List.of(name));
            metrics.forEach(metric -> row.add(number(evaluation.of(metric))));
            rows.add(row);
        });
        page.table("How good it is",
                "On %,d examples that were not learned from."
                        .formatted(tested.values().iterator().next().targets().size(0)),
                rows);
    }

    void classes(Evaluation network) throws IOException {
        ConfusionMatrix confusion = ConfusionMatrix.of(network.outputs(), network.targets());
        if (names.size() <= MOST_CLASSES) {
            page.picture("confusion", "What was taken for what",
                    "Rows are the true classes, columns the predicted ones; right answers are left out.",
                    () -> Charts.confusion(confusion, names));
        }
        page.picture("calibration", "How far to believe it",
                "Test rows by the probability of the predicted class, and how many of them are right; on the diagonal "
                        + "a probability of 80 % is right in 80 % of the cases.",
                () -> Charts.shares("probability", "share that is right",
                        Map.of("network", calibration(network))));
        Map<String, double[][]> curves = roc(network);
        if (!curves.isEmpty()) {
            page.picture("roc", "Hits against false alarms",
                    "Receiver operating characteristic: how many of a class are found when so many of the others are "
                            + "taken for it, too.",
                    () -> Charts.shares("false alarms", "hits", curves));
        }
    }

    private double[][] calibration(Evaluation network) {
        double[][] probabilities = rows(network.outputs().softmax(1).toFloats(),
                names.size());
        float[] labels = network.targets().toFloats();
        double[] sums = new double[BINS];
        double[] right = new double[BINS];
        int[] counts = new int[BINS];
        for (int i = 0; i < labels.length; i++) {
            int best = best(probabilities[i]);
            int bin = Math.min(BINS - 1, (int) (probabilities[i][best] * BINS));
            sums[bin] += probabilities[i][best];
            right[bin] += best == (int) labels[i] ? 1 : 0;
            counts[bin]++;
        }
        int[] filled = IntStream.range(0, BINS).filter(b -> counts[b] > 0).toArray();
        return new double[][] {Arrays.stream(filled).mapToDouble(b -> sums[b] / counts[b]).toArray(),
                Arrays.stream(filled).mapToDouble(b -> right[b] / counts[b]).toArray()};
    }

    /** Of two classes the second, of more each against the others, as many as can be told apart in a picture. */
    private Map<String, double[][]> roc(Evaluation network) {
        double[][] probabilities = rows(network.outputs().softmax(1).toFloats(), names.size());
        float[] labels = network.targets().toFloats();
        Map<String, double[][]> curves = new LinkedHashMap<>();
        for (int c = names.size() == 2 ? 1 : 0; c < Math.min(MOST_CURVES, names.size()); c++) {
            int positive = c;
            int[] order = IntStream.range(0, labels.length).boxed()
                    .sorted(Comparator.comparingDouble(i -> -probabilities[i][positive])).mapToInt(i -> i)
                    .toArray();
            long positives = IntStream.range(0, labels.length).filter(i -> labels[i] == positive).count();
            if (positives == 0 || positives == labels.length) {
                continue;
            }
            double[] across = new double[labels.length + 1];
            double[] up = new double[labels.length + 1];
            for (int i = 0; i < order.length; i++) {
                boolean hit = labels[order[i]] == positive;
                across[i + 1] = across[i] + (hit ? 0 : 1.0 / (labels.length - positives));
                up[i + 1] = up[i] + (hit ? 1.0 / positives : 0);
            }
            curves.put(names.get(c), new double[][] {across, up});
        }
        return curves;
    }

    /** The answers that are furthest off; {@code cells} has an example's, one for each of the columns. */
    void worst(Evaluation network, List<String> columns, IntFunction<List<String>> cells) {
        boolean classes = !names.isEmpty();
        float[] labels = network.targets().toFloats();
        double[][] outputs = rows((classes ? network.outputs().softmax(1) : network.outputs()).toFloats(),
                network.outputs().size(1));
        double[] badness = IntStream.range(0, labels.length).mapToDouble(i -> classes
                ? 1 - outputs[i][(int) labels[i]] : Math.abs(outputs[i][0] - labels[i])).toArray();
        int[] worst = IntStream.range(0, labels.length).boxed()
                .sorted(Comparator.comparingDouble(i -> -badness[i]))
                .filter(i -> !classes || best(outputs[i]) != (int) labels[i]).limit(WORST)
                .mapToInt(i -> i).toArray();
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(classes ? List.of("true", "predicted", "with")
                : List.of("true", "predicted"));
        header.addAll(columns);
        rows.add(header);
        for (int i : worst) {
            List<String> row = new ArrayList<>(classes
                    ? List.of(names.get((int) labels[i]), names.get(best(outputs[i])),
                            "%.0f %%".formatted(100 * outputs[i][best(outputs[i])]))
                    : List.of(number(labels[i]), number(outputs[i][0])));
            cells.apply(i).forEach(cell -> row.add(cut(cell)));
            rows.add(row);
        }
        if (worst.length > 0) {
            page.table("The worst errors", "%d of %,d test rows.".formatted(worst.length, labels.length),
                    rows);
        }
    }

    static String cut(String text) {
        return text.length() > LONG ? text.substring(0, LONG) + "…" : text;
    }

    static double[][] rows(float[] all, int width) {
        double[][] rows = new double[all.length / width][width];
        for (int i = 0; i < all.length; i++) {
            rows[i / width][i % width] = all[i];
        }
        return rows;
    }

    static int best(double[] row) {
        return IntStream.range(0, row.length).reduce(0, (best, i) -> row[i] > row[best] ? i : best);
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e7 ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }
}
