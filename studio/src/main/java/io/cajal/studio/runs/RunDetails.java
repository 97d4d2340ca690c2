package io.cajal.studio.runs;

import io.cajal.runs.Histogram;
import io.cajal.runs.LayerFigures;
import io.cajal.runs.LiveRun;
import io.cajal.train.Listener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** One run as a page draws it, in pieces that change at different times. Curves come in no more points than a screen has. */
final class RunDetails {
    private static final int MOST_STEPS = 400;
    private static final int MOST_EPOCHS = 400;
    private static final int MOST_LOOKS = 100;
    private static final int MOST_LAYERS = 80;
    private static final int MOST_METRICS = 8;
    private static final int MOST_TRAININGS = 100;
    private static final int MOST_SLICES = 60;

    private final WatchedRun run;
    private final Seen seen;
    private final LiveRun.Training training;
    private final int index;

    /** @param wanted which training of the run, or −1 for the last */
    RunDetails(WatchedRun run, int wanted) {
        this.run = run;
        seen = run.look();
        List<LiveRun.Training> trainings = seen.trainings();
        index = wanted >= 0 && wanted < trainings.size() ? wanted : trainings.size() - 1;
        training = index < 0 ? null : trainings.get(index);
    }

    /** What it is and how it stands. */
    Map<String, Object> head() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", seen.what());
        json.put("state", seen.state().name().toLowerCase(Locale.ROOT));
        json.put("heard", seen.heard().toEpochMilli());
        json.put("problem", seen.problem());
        json.put("trainings", seen.trainings().stream().limit(MOST_TRAININGS).map(LiveRun.Training::name)
                .toList());
        json.put("training", index);
        if (seen.live() != null) {
            json.put("began", seen.live().began().toEpochMilli());
            json.put("reason", seen.live().reason());
            json.put("pid", seen.live().pid());
            json.put("command", seen.live().command().text());
        }
        if (seen.state() == LiveRun.State.STOPPED || seen.state() == LiveRun.State.LOST) {
            Resumption resumption = new Resumption(run);
            String obstacle = resumption.obstacle();
            json.put("obstacle", obstacle);
            json.put("again", obstacle.isEmpty() ? resumption.command().text() : "");
            json.put("resuming", run.isBeingResumed());
        }
        if (training != null) {
            json.put("now", now());
        }
        Settings settings = Settings.of(seen);
        json.put("told", settings.told());
        json.put("reached", settings.reached());
        json.putAll(run.filesJson());
        return json;
    }

    private Map<String, Object> now() {
        Map<String, Object> json = new LinkedHashMap<>();
        Listener.Plan plan = training.plan();
        json.put("epochs", plan.epochs());
        json.put("steps", plan.stepsPerEpoch());
        json.put("done", Numbers.of(ListedRun.done(training)));
        if (!training.steps().isEmpty()) {
            LiveRun.Step last = training.steps().getLast();
            json.put("epoch", last.step().epoch());
            json.put("step", last.step().step());
            json.put("loss", Numbers.of(last.step().meanLoss()));
            json.put("speed", Numbers.of(last.step().examplesPerSecond()));
            json.put("left", Numbers.of(last.secondsLeft()));
        }
        if (!training.epochs().isEmpty()) {
            var last = training.epochs().getLast().epoch();
            json.put("epoch", Math.max(last.number(), json.get("epoch") instanceof Integer i ? i : 0));
            json.put("validation", Numbers.of(last.validationLoss()));
        }
        return json;
    }

    /** Losses and metrics; places are epochs, of steps with their fractions. */
    Map<String, Object> curves() {
        Map<String, Object> json = new LinkedHashMap<>();
        if (training != null) {
            json.put("steps", steps());
            json.put("epochs", epochs());
        }
        return json;
    }

    private Map<String, Object> steps() {
        List<LiveRun.Step> all = training.steps();
        List<LiveRun.Step> shown = Numbers.shown(all.size(), MOST_STEPS, i -> all.get(i).step().loss())
                .stream()
                .map(all::get).toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", numbers(shown, step -> place(step.step().epoch(), step.step().step())));
        json.put("loss", numbers(shown, step -> step.step().loss()));
        json.put("mean", numbers(shown, step -> step.step().meanLoss()));
        json.put("speed", numbers(shown, step -> step.step().examplesPerSecond()));
        return json;
    }

    private double place(int epoch, int step) {
        double steps = Math.max(1, training.plan().stepsPerEpoch());
        return Math.rint((epoch - 1 + step / steps) * 1e4) / 1e4;
    }

    private Map<String, Object> epochs() {
        List<LiveRun.Epoch> all = training.epochs();
        List<LiveRun.Epoch> shown = Numbers
                .shown(all.size(), MOST_EPOCHS, i -> all.get(i).epoch().trainLoss())
                .stream().map(all::get).toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", numbers(shown, epoch -> epoch.epoch().number()));
        json.put("train", numbers(shown, epoch -> epoch.epoch().trainLoss()));
        json.put("validation", numbers(shown, epoch -> epoch.epoch().validationLoss()));
        json.put("rate", numbers(shown, epoch -> epoch.epoch().learningRate()));
        json.put("best", all.stream().filter(LiveRun.Epoch::best).reduce((_, last) -> last)
                .map(best -> best.epoch().number()).orElse(0));
        Set<String> names = new LinkedHashSet<>();
        shown.forEach(epoch -> names.addAll(epoch.epoch().metrics().keySet()));
        Map<String, Object> metrics = new LinkedHashMap<>();
        names.stream().limit(MOST_METRICS).forEach(name -> metrics.put(name,
                numbers(shown, epoch -> epoch.epoch().metrics().getOrDefault(name, Double.NaN))));
        json.put("metrics", metrics);
        return json;
    }

    private static <T> List<Double> numbers(List<T> points, ToDoubleFunction<T> value) {
        return Numbers.of(points.size(), i -> value.applyAsDouble(points.get(i)));
    }

    /**
     * How the layers fared so far. Of {@code opened} all histograms, of the others the first and the last.
     *
     * @param opened the name of a layer, or null
     */
    Map<String, Object> layers(String opened) {
        if (training == null || training.looks().isEmpty()) {
            return Map.of("layers", List.of());
        }
        List<LiveRun.Look> shown = every(training.looks(), MOST_LOOKS);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", numbers(shown, look -> place(look.epoch(), look.step())));
        List<LayerFigures> last = shown.getLast().layers();
        List<Object> layers = new ArrayList<>();
        for (int i = 0; i < Math.min(last.size(), MOST_LAYERS); i++) {
            layers.add(layer(shown, last.get(i).name(), opened));
        }
        json.put("layers", layers);
        json.put("all", last.size());
        return json;
    }

    private static Map<String, Object> layer(List<LiveRun.Look> shown, String name, String opened) {
        List<LayerFigures> course = shown.stream().map(look -> named(look, name)).toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("kind", course.getLast().kind());
        if (course.stream().anyMatch(layer -> layer.weights() != null)) {
            json.put("gradient", numbers(course, LayerFigures::gradient));
            json.put("norm", numbers(course, LayerFigures::norm));
            json.put("first", histogram(course.getFirst().weights()));
            json.put("last", histogram(course.getLast().weights()));
            if (name.equals(opened)) {
                json.put("course", every(course, MOST_SLICES).stream()
                        .map(layer -> histogram(layer.weights())).toList());
            }
        }
        if (course.stream().anyMatch(layer -> !Double.isNaN(layer.dead()))) {
            json.put("dead", numbers(course, LayerFigures::dead));
        }
        return json;
    }

    private static LayerFigures named(LiveRun.Look look, String name) {
        return look.layers().stream().filter(layer -> layer.name().equals(name)).findFirst()
                .orElse(new LayerFigures(name, "", Double.NaN, Double.NaN, null, Double.NaN));
    }

    private static Map<String, Object> histogram(Histogram histogram) {
        if (histogram == null) {
            return Map.of();
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("least", Numbers.of(histogram.least()));
        json.put("largest", Numbers.of(histogram.largest()));
        json.put("counts", histogram.counts());
        return json;
    }

    /** So many of them at most, the first and the last among them. */
    private static <T> List<T> every(List<T> all, int most) {
        List<T> some = new ArrayList<>();
        int count = Math.min(all.size(), most);
        for (int i = 0; i < count; i++) {
            some.add(all.get(count == 1 ? 0 : (int) ((long) i * (all.size() - 1) / (count - 1))));
        }
        return some;
    }

    Map<String, Object> log() {
        return Map.of("lines", run.files().log());
    }
}
