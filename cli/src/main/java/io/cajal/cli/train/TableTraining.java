package io.cajal.cli.train;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Column;
import io.cajal.report.TableReport;
import io.cajal.runs.RunFolder;
import io.cajal.table.Table;
import io.cajal.table.Plan;
import io.cajal.table.TableSearch;
import io.cajal.table.TableTask;
import io.cajal.train.Evaluation;
import io.cajal.train.Metric;
import io.cajal.train.RateFinder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A training on a table from what was found in it to its report: the plan, a search for a better one, cross-validation,
 * the network beside a trivial answer and a linear model.
 */
public record TableTraining(Path data, String target, String time, NetworkOptions options, int search,
        int folds,
        int seeds, long seed) {
    /** Classes that differ so many times in size are worth a hint. */
    private static final int UNEVEN = 10;

    /** Trains and leaves everything in the folder; what is returned stands in its {@code run.json}. */
    public Map<String, Object> run(Table table, RunFolder folder, BooleanSupplier stop)
            throws IOException {
        long start = System.nanoTime();
        Rng root = Rng.of(seed);
        TableTask task = task(table, root);
        describe(table, task, folder);
        Rng rng = root.split("training");
        Plan plan = plan(task, rng, folder, stop);
        folder.say("%d features a row; %s".formatted(task.features(), plan));
        for (Repeats repeats : repeats(table, plan, stop)) {
            folder.say("");
            folder.say(repeats.toString());
        }
        folder.say("");
        TableTask.Trained trained = task.train(plan, rng.split("network"),
                trainer -> folder.watched(trainer, stop));
        TableTask.Trained linear = task.linear(plan, rng.split("linear"), trainer -> trainer.stopWhen(stop));
        folder.say("");
        Tested tested = tested(task, trained, linear);
        folder.say(tested.toString());
        folder.say("");
        folder.say("report: "
                + TableReport.write(folder.page(), data + ": " + target, table, task, plan, trained,
                        tested.models()));
        Origin origin = new Origin(data, target, seed, plan);
        Map<String, Object> record = origin.record(tested, folder, start);
        return folder.finish(trained.history(), record, task.model(trained.network(),
                origin.provenance(task.isClasses() ? "CrossEntropy" : "Mse", task.split().train())));
    }

    private void describe(Table table, TableTask task, RunFolder folder) {
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

    private Plan plan(TableTask task, Rng rng, RunFolder folder, BooleanSupplier stop)
            throws IOException {
        Plan plan = options.applied(task.plan());
        if (options.findsRate()) {
            RateFinder.Curve curve = task.rates(plan, rng.split("rates"));
            plan = plan.rate(curve.suggestion());
            folder.say("learning rate: %.2g, of %d tried from %.0e to %.2g".formatted(plan.rate(),
                    curve.rates().size(),
                    curve.rates().getFirst(), curve.rates().getLast()));
        }
        if (search == 0) {
            return plan;
        }
        if (search < 2) {
            throw new CajalException("--search %d: a search needs 2 plans or more".formatted(search));
        }
        String metric = Metric.usual(task.isClasses()).getFirst().name();
        folder.say("");
        folder.say("%5s  %6s  %10s  plan".formatted("trial", "epochs", metric));
        TableSearch.Trial best = new TableSearch(task, rng.split("search"), trainer -> trainer.stopWhen(stop),
                folder.search()).best(search, plan,
                        trial -> folder.say(String.format(Locale.ROOT,
                                "%5d  %6d  %10.4f  %s", trial.number(), trial.epochs(), trial.score(),
                                trial.plan())));
        folder.say("best: trial %d".formatted(best.number()));
        folder.say("");
        return best.plan();
    }

    private List<Repeats> repeats(Table table, Plan plan, BooleanSupplier stop) {
        List<Repeats> repeats = new ArrayList<>();
        if (folds > 0) {
            repeats.add(crossValidated(table, plan, stop));
        }
        if (seeds > 1) {
            repeats.add(otherSeeds(table, plan, stop));
        }
        return repeats;
    }

    /** Each row is in the test part once. */
    private Repeats crossValidated(Table table, Plan plan, BooleanSupplier stop) {
        if (time != null) {
            throw new CajalException(
                    "--folds and --time exclude each other: folds would learn from the future");
        }
        Rng rng = Rng.of(seed);
        List<TableTask> tasks = TableTask.folds(table, target, folds, rng.split("folds"));
        List<Tested> tested = new ArrayList<>();
        for (int i = 0; i < folds; i++) {
            tested.add(tested(tasks.get(i), plan, rng.split("fold").split(i), stop));
        }
        return new Repeats("%d folds".formatted(folds), tested);
    }

    /** What {@code --seed} gives with this seed and the next ones: other test rows, other first weights. */
    private Repeats otherSeeds(Table table, Plan plan, BooleanSupplier stop) {
        List<Tested> tested = new ArrayList<>();
        for (long other = seed; other < seed + seeds; other++) {
            Rng root = Rng.of(other);
            tested.add(tested(task(table, root), plan, root.split("training"), stop));
        }
        return new Repeats("%d seeds".formatted(seeds), tested);
    }

    private TableTask task(Table table, Rng root) {
        return time == null ? TableTask.of(table, target, root.split("split"))
                : TableTask.inTime(table, target, time);
    }

    private static Tested tested(TableTask task, Plan plan, Rng rng, BooleanSupplier stop) {
        TableTask.Trained network = task.train(plan, rng.split("network"), trainer -> trainer.stopWhen(stop));
        return tested(task, network,
                task.linear(plan, rng.split("linear"), trainer -> trainer.stopWhen(stop)));
    }

    private static Tested tested(TableTask task, TableTask.Trained network, TableTask.Trained linear) {
        Map<String, Evaluation> models = new LinkedHashMap<>();
        models.put(Tested.baseline(task.isClasses()),
                Evaluation.trivial(task.split().train(), task.split().test()));
        models.put(Tested.LINEAR, Evaluation.of(linear.network(), task.split().test()));
        models.put(Tested.NETWORK, Evaluation.of(network.network(), task.split().test()));
        return new Tested(task.isClasses(), models);
    }
}
