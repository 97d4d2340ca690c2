package io.cajal.table;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.io.Json;
import io.cajal.train.Evaluation;
import io.cajal.train.Metric;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for a better plan by chance and selection: random plans (Bergstra and Bengio 2012) learn for a ninth of the
 * epochs, the better third of them for a third, and the best of those for all (successive halving, Jamieson and
 * Talwalkar 2016). The plan that one would take without a search is among them. A plan is judged on the validation part;
 * where that is small, on each of five parts of the examples that are not for the test, or what else {@link Task#inner} gives.
 * The test part is never seen.
 */
public final class PlanSearch {
    private static final int ETA = 3;
    private static final int RUNGS = 3;
    private static final int FOLDS = 5;

    /**
     * A plan that was tried.
     *
     * @param number counted from 1; 1 is the usual plan
     * @param epochs for which it has learned
     * @param score of the first of {@link Metric#usual}
     */
    public record Trial(int number, Plan plan, int epochs, double score) {
    }

    /** Hears of each trial that is done. */
    @FunctionalInterface
    public interface Watcher {
        void tried(Trial trial);
    }

    private final List<? extends Task> judges;
    private final Choices choices;
    private final Rng rng;
    private final Metric metric;
    private final Task.Setup setup;
    private final Path journal;
    private final Map<String, Double> known = new HashMap<>();

    /**
     * @param journal a file that keeps what was tried, a JSON object a line; when it is there, the search goes on from it
     */
    public PlanSearch(Task task, Rng rng, Task.Setup setup, Path journal) throws IOException {
        this.rng = rng;
        this.setup = setup;
        this.journal = journal;
        choices = task.choices();
        metric = Metric.usual(task.isClasses()).getFirst();
        judges = task.split().validation().size() >= Plan.TRUSTED ? List.of(task)
                : task.inner(Math.min(FOLDS, task.split().train().size()), rng.split("folds"));
        if (Files.exists(journal)) {
            remember();
        }
    }

    private void remember() throws IOException {
        for (String line : Files.readAllLines(journal)) {
            try {
                Map<?, ?> trial = (Map<?, ?>) Json.parse(line);
                known.put((String) trial.get("key"), ((Number) trial.get("score")).doubleValue());
            } catch (CajalException | ClassCastException | NullPointerException _) {
                // A line that was cut off: that trial is made again.
            }
        }
    }

    /** The best of so many plans. */
    public Trial best(int trials, Plan usual, Watcher watcher) throws IOException {
        List<Trial> alive = new ArrayList<>();
        for (int i = 1; i <= trials; i++) {
            alive.add(
                    new Trial(i, i == 1 ? usual : choices.drawn(usual, rng.split("plan").split(i)), 0,
                            Double.NaN));
        }
        for (int rung = RUNGS - 1; rung >= 0; rung--) {
            int share = (int) Math.pow(ETA, rung);
            List<Trial> judged = new ArrayList<>();
            for (Trial trial : alive) {
                Trial done = judge(trial, Math.ceilDiv(trial.plan().epochs(), share));
                watcher.tried(done);
                judged.add(done);
            }
            Comparator<Trial> order = Comparator.comparingDouble(Trial::score);
            judged.sort(metric.lowerIsBetter() ? order : order.reversed());
            alive = judged.subList(0, rung == 0 ? 1 : Math.ceilDiv(judged.size(), ETA));
        }
        return alive.getFirst();
    }

    private Trial judge(Trial trial, int epochs) throws IOException {
        String key = "trial %d: %s; %d folds; %d epochs; %016x".formatted(trial.number(), trial.plan(),
                judges.size(), epochs, rng.key());
        Double score = known.get(key);
        if (score == null) {
            double sum = 0;
            for (int i = 0; i < judges.size(); i++) {
                Task judge = judges.get(i);
                Task.Trained trained = judge.train(trial.plan().epochs(epochs),
                        rng.split("training").split(trial.number()).split(i), setup);
                sum += Evaluation.of(trained.network(), judge.split().validation()).of(metric);
            }
            score = sum / judges.size();
            write(key, score);
        }
        return new Trial(trial.number(), trial.plan(), epochs, score);
    }

    private void write(String key, double score) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("key", key);
        line.put("score", score);
        Files.writeString(journal, Json.write(line) + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
