package io.cajal.studio.runs;

import io.cajal.runs.LiveRun;
import io.cajal.runs.RunRecord;
import io.cajal.train.History;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A run as a line of the list.
 *
 * @param began when the process at work on it began
 * @param fraction that is done of the present training; NaN where nobody knows
 * @param metric that is shown of it, empty where there is none
 * @param spark the loss so far, in few points
 */
record ListedRun(String name, String what, LiveRun.State state, Instant changed, Instant began, Instant heard,
        double fraction, String metric, double value, List<Double> spark) {
    private static final int SPARK = 32;

    static ListedRun of(Seen seen) {
        LiveRun.Training training = seen.trainings().isEmpty() ? null : seen.trainings().getLast();
        RunRecord.Figures figures = seen.record() == null ? new RunRecord.Figures("", Double.NaN, 0, 0)
                : seen.record().figures();
        String metric = figures.metric();
        double value = figures.value();
        if (metric.isEmpty() && training != null && !training.epochs().isEmpty()) {
            History.Epoch last = training.epochs().getLast().epoch();
            var first = last.metrics().entrySet().stream().findFirst();
            metric = first.map(Map.Entry::getKey).orElse("loss");
            value = first.map(Map.Entry::getValue).orElse(last.trainLoss());
        }
        return new ListedRun(seen.name(), seen.what(), seen.state(), seen.changed(),
                seen.live() == null ? Instant.EPOCH : seen.live().began(), seen.heard(), done(training),
                metric,
                value, spark(training));
    }

    /** Of the epochs of a training. */
    static double done(LiveRun.Training training) {
        if (training == null || training.plan().epochs() < 1) {
            return Double.NaN;
        }
        double epochs = training.epochs().isEmpty() ? training.plan().firstEpoch() - 1
                : training.epochs().getLast().epoch().number();
        if (!training.steps().isEmpty()) {
            var last = training.steps().getLast().step();
            epochs = Math.max(epochs,
                    last.epoch() - 1 + (double) last.step() / Math.max(1, training.plan().stepsPerEpoch()));
        }
        return Math.clamp(epochs / training.plan().epochs(), 0, 1);
    }

    private static List<Double> spark(LiveRun.Training training) {
        if (training == null) {
            return List.of();
        }
        List<LiveRun.Epoch> epochs = training.epochs();
        if (epochs.size() > 2) {
            return Numbers.of(Math.min(SPARK, epochs.size()), i -> {
                History.Epoch epoch = epochs.get(place(i, epochs.size())).epoch();
                return Double.isNaN(epoch.validationLoss()) ? epoch.trainLoss() : epoch.validationLoss();
            });
        }
        List<LiveRun.Step> steps = training.steps();
        return Numbers.of(Math.min(SPARK, steps.size()),
                i -> steps.get(place(i, steps.size())).step().meanLoss());
    }

    private static int place(int i, int count) {
        return count <= SPARK ? i : (int) ((long) i * (count - 1) / (SPARK - 1));
    }

    boolean isRunning() {
        return state == LiveRun.State.RUNNING;
    }

    /** Whether all these words, in small letters, are in what is said of it. */
    boolean says(List<String> words) {
        String said = (name + " " + what + " " + metric).toLowerCase(Locale.ROOT);
        return words.stream().allMatch(said::contains);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("what", what);
        json.put("state", state.name().toLowerCase(Locale.ROOT));
        json.put("heard", isRunning() ? began.toEpochMilli() : heard.toEpochMilli());
        json.put("done", Numbers.of(fraction));
        json.put("metric", metric);
        json.put("value", Numbers.of(value));
        json.put("spark", spark);
        return json;
    }
}
