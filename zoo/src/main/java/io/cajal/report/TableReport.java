package io.cajal.report;

import io.cajal.base.Rng;
import io.cajal.base.Version;
import io.cajal.data.Batch;
import io.cajal.data.Column;
import io.cajal.data.Dataset;
import io.cajal.data.Layout;
import io.cajal.data.Ngrams;
import io.cajal.explain.GradientImportance;
import io.cajal.explain.PermutationImportance;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.table.Table;
import io.cajal.table.Plan;
import io.cajal.table.TableTask;
import io.cajal.train.CalibrationError;
import io.cajal.train.ConfusionMatrix;
import io.cajal.train.Evaluation;
import io.cajal.train.Metric;
import io.cajal.train.RocAuc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The report of a training on a table: what was in it, how the training went, and where the network is wrong. */
public final class TableReport {
    /** Columns whose importance is shown, rows that it is found on, and how often each is shuffled. */
    private static final int MOST_COLUMNS = 25;
    private static final int MOST_ROWS = 2000;
    private static final int REPEATS = 5;

    private final Page page;
    private final TableTask task;
    private final Evaluation network;

    private TableReport(Page page, TableTask task, Evaluation network) {
        this.page = page;
        this.task = task;
        this.network = network;
    }

    /** {@code tested} has the network's evaluation under "network", beside what it is compared with. */
    public static Path write(Page page, String title, Table table, TableTask task, Plan plan,
            TableTask.Trained trained, Map<String, Evaluation> tested) throws IOException {
        TableReport report = new TableReport(page, task, tested.get("network"));
        Answers answers = new Answers(page, task.target().categories());
        answers.figures(tested);
        report.columns(table);
        report.page.picture("curves", "Loss by epoch", "",
                () -> Charts.losses(Map.of("", trained.history())));
        if (task.isClasses()) {
            answers.classes(report.network);
        } else {
            report.values();
        }
        report.importance(trained.network());
        answers.worst(report.network, task.inputs().stream().map(Column::name).toList(), task::tested);
        return report.page.write(title,
                String.format(Locale.ROOT, "%,d rows · %s · %,d parameters · Cajal %s",
                        table.rows(), plan, Parts.count(trained.network()), Version.TEXT));
    }

    // The data

    private void columns(Table table) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("column", "kind", "missing", "what is in it"));
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columns().get(i);
            float[] values = table.values()[i];
            boolean used = column.kind() != Column.Kind.IGNORED;
            String[] texts = table.texts()[i];
            long missing = IntStream.range(0, values.length).filter(r -> Float.isNaN(values[r])).count()
                    + Arrays.stream(texts).filter(String::isBlank).count();
            rows.add(List.of(column.name() + (column.name().equals(task.target().name()) ? " (learned)" : ""),
                    used ? column.kind().name().toLowerCase(Locale.ROOT) : "left out",
                    used ? missing == 0 ? "" : "%,d".formatted(missing) : "",
                    !used ? "" : texts.length > 0 ? content(texts) : content(column, values)));
        }
        page.table("The data", String.join("; ", table.notes()), rows);
    }

    private static String content(String[] texts) {
        double words = Arrays.stream(texts).mapToInt(text -> Ngrams.words(text).size()).average().orElse(0);
        return String.format(Locale.ROOT, "%.1f words, such as: %s", words, Answers.cut(texts[0]));
    }

    private static String content(Column column, float[] values) {
        if (column.kind() == Column.Kind.CATEGORY) {
            int[] counts = new int[column.categories().size()];
            for (float value : values) {
                if (!Float.isNaN(value)) {
                    counts[(int) value]++;
                }
            }
            List<String> parts = new ArrayList<>();
            IntStream.range(0, counts.length).boxed().sorted(Comparator.comparingInt(c -> -counts[c]))
                    .limit(4)
                    .forEach(c -> parts.add("%s %,d".formatted(column.categories().get(c), counts[c])));
            return "%d: %s%s".formatted(counts.length, String.join(", ", parts),
                    counts.length > 4 ? ", …" : "");
        }
        double[] known = IntStream.range(0, values.length).mapToDouble(i -> values[i])
                .filter(v -> !Double.isNaN(v)).sorted().toArray();
        if (known.length == 0) {
            return "";
        }
        double low = known[0];
        double middle = known[known.length / 2];
        double high = known[known.length - 1];
        return column.kind() == Column.Kind.DATE
                ? "%s … %s".formatted(LocalDate.ofEpochDay((long) low), LocalDate.ofEpochDay((long) high))
                : "%s … %s, median %s".formatted(Answers.number(low), Answers.number(high),
                        Answers.number(middle));
    }

    // Values

    private void values() throws IOException {
        double[] predicted = network.outputs().toDoubles();
        double[] true_ = network.targets().toDoubles();
        page.picture("predictions", "Predicted against true", "On the diagonal lies what is right.",
                () -> Charts.points("true " + task.target().name(), "predicted",
                        Map.of("test rows", new double[][] {true_, predicted})));
        double[] residuals = IntStream.range(0, true_.length).mapToDouble(i -> true_[i] - predicted[i])
                .sorted()
                .toArray();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("share of the test rows", "true minus predicted is at most"));
        for (double share : new double[] {0.05, 0.25, 0.5, 0.75, 0.95}) {
            rows.add(List.of("%.0f %%".formatted(share * 100),
                    Answers.number(residuals[(int) Math.round(share * (residuals.length - 1))])));
        }
        page.table("Errors", "", rows);
    }

    // Columns

    private void importance(Layer network) {
        Dataset test = task.split().test();
        Batch some = test.range(0, Math.min(MOST_ROWS, test.size())).all();
        if (some.size() < 2) {
            return;
        }
        Metric metric = Metric.usual(task.isClasses()).getFirst();
        PermutationImportance lost = PermutationImportance.of(network, some.x(), Layout.of(task.inputs()),
                some.y(), metric, REPEATS, Rng.of(1));
        page.bars("What counts: %s lost without a column".formatted(metric.name()),
                "On test rows in which the cells of that column are shuffled; the mean of %d times."
                        .formatted(REPEATS),
                sorted(lost.means()));
        page.bars("What counts: how far a column moves the answer",
                "The gradient of the answer times the column's deviation; from lowest to highest over categories, dates and some texts.",
                sorted(GradientImportance.of(network, some.x(), task.inputs(), task.isClasses())));
    }

    private Map<String, Double> sorted(double[] values) {
        Map<String, Double> sorted = new LinkedHashMap<>();
        IntStream.range(0, values.length).boxed().sorted(Comparator.comparingDouble(i -> -values[i]))
                .limit(MOST_COLUMNS)
                .forEach(i -> sorted.put(task.inputs().get(i).name(), values[i]));
        return sorted;
    }
}
