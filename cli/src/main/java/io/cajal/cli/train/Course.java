package io.cajal.cli.train;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.nn.Layer;
import io.cajal.runs.RunFolder;
import io.cajal.table.Plan;
import io.cajal.table.PlanSearch;
import io.cajal.table.Task;
import io.cajal.train.Evaluation;
import io.cajal.train.Metric;
import io.cajal.train.RateFinder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The course of a training, whatever is learned from: a plan with the options that were given, a search for a better one,
 * cross-validation and other seeds, the network beside a trivial answer and a linear model, and what is left in the folder.
 */
public record Course(NetworkOptions options, Tries tries, long seed) {

    /** Trains and leaves everything in the folder; what is returned stands in its {@code run.json}. */
    public <T extends Task> Map<String, Object> run(Material<T> material, RunFolder folder,
            BooleanSupplier stop)
            throws IOException {
        long start = System.nanoTime();
        Rng root = Rng.of(seed);
        T task = material.task(root.split("split"));
        material.describe(task, folder);
        Rng rng = root.split("training");
        Plan plan = plan(task, material::words, rng, folder, stop);
        folder.say(material.network(task, plan));
        for (Repeats repeats : repeats(material, plan, trainer -> trainer.stopWhen(stop))) {
            folder.say("");
            folder.say(repeats.toString());
        }
        folder.say("");
        Task.Trained trained = task.train(plan, rng.split("network"),
                trainer -> folder.watched(trainer, stop));
        Evaluation linear = material.linear(task, plan, rng.split("linear"),
                trainer -> trainer.stopWhen(stop));
        folder.say("");
        Tested tested = tested(task, trained.network(), linear);
        folder.say(tested.toString());
        folder.say("");
        folder.say("report: " + material.report(task, plan, trained, tested, folder.page()));
        Origin origin = new Origin(material.data(), material.target(), seed, material.words(plan));
        Map<String, Object> record = origin.record(tested.record(), folder, start);
        return folder.finish(trained.history(), record, material.model(task, trained.network(),
                origin.provenance(task.isClasses() ? "CrossEntropy" : "Mse", task.split().train())));
    }

    /**
     * The usual plan with what was asked for, its rate and the plan itself looked for where that was asked.
     *
     * @param words a plan in a line
     */
    Plan plan(Task task, Function<Plan, String> words, Rng rng, RunFolder folder, BooleanSupplier stop)
            throws IOException {
        if (options.balances() && !task.isClasses()) {
            throw new CajalException(
                    "--balanced lets classes count the same, and here values are learned: leave it out");
        }
        Plan plan = options.applied(task.plan());
        if (options.findsRate()) {
            RateFinder.Curve curve = task.rates(plan, rng.split("rates"));
            plan = plan.rate(curve.suggestion());
            folder.say("learning rate: %.2g, of %d tried from %.0e to %.2g".formatted(plan.rate(),
                    curve.rates().size(), curve.rates().getFirst(), curve.rates().getLast()));
        }
        return tries.search() == 0 ? plan : searched(task, plan, words, rng.split("search"), folder, stop);
    }

    private Plan searched(Task task, Plan plan, Function<Plan, String> words, Rng rng, RunFolder folder,
            BooleanSupplier stop)
            throws IOException {
        if (tries.search() < 2) {
            throw new CajalException("--search %d: a search needs 2 plans or more".formatted(tries.search()));
        }
        String metric = Metric.usual(task.isClasses()).getFirst().name();
        folder.say("");
        folder.say("%5s  %6s  %10s  plan".formatted("trial", "epochs", metric));
        PlanSearch.Trial best = new PlanSearch(task, rng, trainer -> trainer.stopWhen(stop), folder.search())
                .best(tries.search(), plan, trial -> folder.say(String.format(Locale.ROOT,
                        "%5d  %6d  %10.4f  %s", trial.number(), trial.epochs(), trial.score(),
                        words.apply(trial.plan()))));
        folder.say("best: trial %d".formatted(best.number()));
        folder.say("");
        return best.plan();
    }

    private <T extends Task> List<Repeats> repeats(Material<T> material, Plan plan, Task.Setup setup) {
        List<Repeats> repeats = new ArrayList<>();
        if (tries.folds() > 0) {
            Rng rng = Rng.of(seed);
            List<T> tasks = material.folds(tries.folds(), rng.split("folds"));
            List<Map<String, Map<String, Double>>> figures = new ArrayList<>();
            for (int i = 0; i < tries.folds(); i++) {
                figures.add(figures(material, tasks.get(i), plan, rng.split("fold").split(i), setup));
            }
            repeats.add(new Repeats("%d folds".formatted(tries.folds()), figures));
        }
        if (tries.seeds() > 1) {
            repeats.add(overSeeds(root -> figures(material, material.task(root.split("split")), plan,
                    root.split("training"), setup)));
        }
        return repeats;
    }

    /** What a training reaches whose generator is this. */
    @FunctionalInterface
    interface Reached {
        /** By metric, then by model. */
        Map<String, Map<String, Double>> by(Rng root);
    }

    /** What {@code --seed} gives with this seed and the next ones: other first weights, and other test examples. */
    Repeats overSeeds(Reached reached) {
        List<Map<String, Map<String, Double>>> figures = new ArrayList<>();
        for (long other = seed; other < seed + tries.seeds(); other++) {
            figures.add(reached.by(Rng.of(other)));
        }
        return new Repeats("%d seeds".formatted(tries.seeds()), figures);
    }

    private static <T extends Task> Map<String, Map<String, Double>> figures(Material<T> material, T task,
            Plan plan, Rng rng, Task.Setup setup) {
        Layer network = task.train(plan, rng.split("network"), setup).network();
        return tested(task, network, material.linear(task, plan, rng.split("linear"), setup)).record();
    }

    private static Tested tested(Task task, Layer network, Evaluation linear) {
        Map<String, Evaluation> models = new LinkedHashMap<>();
        models.put(Tested.baseline(task.isClasses()),
                Evaluation.trivial(task.split().train(), task.split().test()));
        models.put(Tested.LINEAR, linear);
        models.put(Tested.NETWORK, Evaluation.of(network, task.split().test()));
        return new Tested(task.isClasses(), models);
    }
}
