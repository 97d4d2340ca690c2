package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Column;
import io.cajal.explain.GradientImportance;
import io.cajal.explain.PermutationImportance;
import io.cajal.io.Json;
import io.cajal.report.TextTable;
import io.cajal.tensor.Tensor;
import io.cajal.train.Metric;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** How much each column counts for a model, over the rows of a table. */
record ColumnImportance(Model model, Path data) {

    /** On {@code most} rows at most. */
    void print(AnsweredExamples examples, int most, int repeats, Rng rng, boolean json) throws IOException {
        AnsweredExamples.All all = examples.all();
        int n = all.x().size(0);
        if (n < 2) {
            throw new CajalException(data + " has one row with an answer, and shuffling needs more");
        }
        int[] some = Arrays.stream(rng.split("rows").permutation(n)).limit(most).sorted().toArray();
        Tensor x = all.x().indexSelect(0, some);
        Tensor y = all.y().indexSelect(0, some);
        boolean classes = !model.classes().isEmpty();
        Metric metric = Metric.usual(classes).getFirst();
        PermutationImportance shuffled = PermutationImportance.of(model.network(), x, model.input().layout(),
                y,
                metric, repeats, rng.split("shuffles"));
        double[] gradients = GradientImportance.of(model.network(), x, model.input().columns(), classes);
        if (json) {
            System.out.println(Json.write(object(metric, shuffled, gradients, some.length)));
            return;
        }
        if (all.leftOut() > 0) {
            System.out.println(examples.note(all.leftOut()));
        }
        System.out.printf(Locale.ROOT, "%s is %.4g on %,d%s rows of %s.%n", metric.name(), shuffled.score(),
                some.length, some.length < n ? " of the %,d".formatted(n) : "", data);
        System.out.printf(Locale.ROOT,
                "lost: how much of it goes when the column is shuffled, mean and deviation of %d times%n",
                repeats);
        System.out.printf("moves: how far %s goes with a deviation of the column, by its gradient; "
                + "from lowest to highest over categories, dates and texts%n%n",
                classes ? "the logit of a row's class" : "the output");
        System.out.println(table(shuffled, gradients));
    }

    private String table(PermutationImportance shuffled, double[] gradients) {
        Bars bars = new Bars(shuffled.means());
        List<Column> columns = model.input().columns();
        TextTable table = new TextTable("column", "   lost", "±", "", "moves");
        for (int i : order(shuffled)) {
            table.row(columns.get(i).name(), String.format(Locale.ROOT, "%7.4f", shuffled.means()[i]),
                    String.format(Locale.ROOT, "%.4f", shuffled.deviations()[i]),
                    bars.of(shuffled.means()[i]),
                    String.format(Locale.ROOT, gradients[i] < 1000 ? "%.3g" : "%,.0f", gradients[i]));
        }
        return table.toString();
    }

    private Map<String, Object> object(Metric metric, PermutationImportance shuffled, double[] gradients,
            int rows) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("metric", metric.name());
        object.put("score", shuffled.score());
        object.put("rows", rows);
        List<Object> columns = new ArrayList<>();
        for (int i : order(shuffled)) {
            Map<String, Object> column = new LinkedHashMap<>();
            column.put("column", model.input().columns().get(i).name());
            column.put("lost", shuffled.means()[i]);
            column.put("deviation", shuffled.deviations()[i]);
            column.put("gradient", gradients[i]);
            columns.add(column);
        }
        object.put("columns", columns);
        return object;
    }

    private static int[] order(PermutationImportance shuffled) {
        double[] means = shuffled.means();
        return IntStream.range(0, means.length).boxed().sorted((a, b) -> Double.compare(means[b], means[a]))
                .mapToInt(i -> i).toArray();
    }
}
