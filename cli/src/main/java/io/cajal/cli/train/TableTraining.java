package io.cajal.cli.train;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Column;
import io.cajal.nn.Layer;
import io.cajal.report.Page;
import io.cajal.report.TableReport;
import io.cajal.runs.RunFolder;
import io.cajal.table.Plan;
import io.cajal.table.Table;
import io.cajal.table.TableTask;
import io.cajal.table.Task;
import io.cajal.train.Evaluation;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A table to learn a column of: the network learns beside a linear model of the columns.
 *
 * @param time the column that orders the rows, or null
 */
public record TableTraining(Path data, String target, String time,
        Table table) implements Material<TableTask> {
    /** Classes that differ so many times in size are worth a hint. */
    private static final int UNEVEN = 10;

    @Override
    public TableTask task(Rng rng) {
        return time == null ? TableTask.of(table, target, rng) : TableTask.inTime(table, target, time);
    }

    @Override
    public List<TableTask> folds(int k, Rng rng) {
        if (time != null) {
            throw new CajalException(
                    "--folds and --time exclude each other: folds would learn from the future");
        }
        return TableTask.folds(table, target, k, rng);
    }

    @Override
    public void describe(TableTask task, RunFolder folder) {
        int columns = task.inputs().size();
        folder.say("%s: %,d rows, %d column%s to learn %s from: %s".formatted(data, table.rows(), columns,
                columns == 1 ? "" : "s", target, summary(task)));
        table.notes().forEach(note -> folder.say("  " + note));
        if (task.isClasses()) {
            int[] counts = task.classCounts();
            int most = Arrays.stream(counts).max().orElse(0);
            int least = Arrays.stream(counts).min().orElse(0);
            if (most > UNEVEN * least) {
                folder.say(
                        "  the largest class has %,d rows, the smallest %,d: accuracy says little; look at macro F1, "
                                .formatted(most, least) + "and try --balanced");
            }
        }
        folder.say("%,d rows to learn from, %,d to watch, %,d for the test".formatted(
                task.split().train().size(), task.split().validation().size(), task.split().test().size()));
    }

    private static String summary(TableTask task) {
        Map<Column.Kind, Long> counts = task.inputs().stream()
                .collect(Collectors.groupingBy(Column::kind, TreeMap::new, Collectors.counting()));
        List<String> parts = new ArrayList<>();
        counts.forEach((kind, count) -> parts.add("%d %s%s".formatted(count,
                kind == Column.Kind.CATEGORY ? "categor" : kind.name().toLowerCase(Locale.ROOT),
                kind == Column.Kind.CATEGORY ? count == 1 ? "y" : "ies" : count == 1 ? "" : "s")));
        return String.join(", ", parts) + (task.isClasses()
                ? "; %d classes".formatted(task.target().categories().size()) : "; a number");
    }

    @Override
    public String network(TableTask task, Plan plan) {
        return "%d features a row; %s".formatted(task.features(), plan);
    }

    @Override
    public Evaluation linear(TableTask task, Plan plan, Rng rng, Task.Setup setup) {
        return Evaluation.of(task.linear(plan, rng, setup).network(), task.split().test());
    }

    @Override
    public Path report(TableTask task, Plan plan, Task.Trained trained, Tested tested, Page page)
            throws IOException {
        return TableReport.write(page, data + ": " + target, table, task, plan, trained, tested.models());
    }

    @Override
    public Model model(TableTask task, Layer network, Map<String, String> provenance) {
        return task.model(network, provenance);
    }
}
