package io.cajal.studio.runs;

import io.cajal.runs.LiveRun;
import io.cajal.train.History;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a run was told to do, and what it reached: names and values, to be laid beside those of other runs. */
final class Settings {
    private static final int MOST = 120;
    private static final int MOST_LENGTH = 300;
    /** Where it worked and how it was watched makes no run another. */
    private static final Set<String> LEFT_OUT = Set.of("out", "resume", "json");
    private static final Set<String> REACHED = Set.of("value", "baseline", "reference", "accept", "passed",
            "seconds");

    private final Map<String, Object> told = new LinkedHashMap<>();
    private final Map<String, Object> reached = new LinkedHashMap<>();

    private Settings() {
    }

    static Settings of(Seen seen) {
        Settings settings = new Settings();
        if (seen.live() != null) {
            settings.command(seen.live().command().words());
        }
        if (!seen.trainings().isEmpty()) {
            settings.training(seen.trainings().getLast());
        }
        if (seen.record() != null) {
            String metric = seen.record().isRecipe() ? seen.record().figures().metric() : "";
            seen.record().values().forEach(
                    (key, value) -> settings.recorded(key.equals("value") && !metric.isEmpty() ? metric : key,
                            value,
                            key));
        }
        return settings;
    }

    private static void put(Map<String, Object> map, String key, Object value) {
        if (map.size() < MOST) {
            map.put(cut(key), switch (value) {
                case Boolean b -> b;
                case Number n -> Numbers.of(n.doubleValue());
                case null -> null;
                default -> cut(value.toString());
            });
        }
    }

    private static String cut(String text) {
        return text.length() > MOST_LENGTH ? text.substring(0, MOST_LENGTH) + "…" : text;
    }

    private void command(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                put(told, i == 0 ? "command" : "input", word);
                continue;
            }
            int equals = word.indexOf('=');
            String name = word.substring(2, equals < 0 ? word.length() : equals);
            boolean takesNext = equals < 0 && i + 1 < words.size() && !words.get(i + 1).startsWith("--");
            Object value = equals >= 0 ? word.substring(equals + 1)
                    : takesNext ? words.get(++i) : (Object) true;
            if (!LEFT_OUT.contains(name)) {
                put(told, name, value);
            }
        }
    }

    private void training(LiveRun.Training training) {
        if (training.plan().examples() > 0) {
            put(told, "examples", training.plan().examples());
            put(told, "batch", training.plan().batchSize());
        }
        if (training.plan().epochs() > 0) {
            put(told, "epochs", training.plan().epochs());
        }
        if (training.parameters() > 0) {
            put(told, "parameters", training.parameters());
        }
        List<LiveRun.Epoch> epochs = training.epochs();
        if (!epochs.isEmpty()) {
            History.Epoch last = epochs.getLast().epoch();
            put(reached, "last epoch", last.number());
            put(reached, "training loss", last.trainLoss());
            epochs.stream().map(LiveRun.Epoch::epoch).filter(epoch -> !Double.isNaN(epoch.validationLoss()))
                    .min((a, b) -> Double.compare(a.validationLoss(), b.validationLoss())).ifPresent(best -> {
                        put(reached, "best validation loss", best.validationLoss());
                        put(reached, "best epoch", best.number());
                    });
            last.metrics().forEach((name, value) -> put(reached, "validation " + name, value));
        }
    }

    /** @param name by which the value is shown */
    private void recorded(String name, Object value, String key) {
        if (value instanceof Map<?, ?> models) {
            models.forEach((model, figure) -> put(reached, key + ", " + model, figure));
        } else if (REACHED.contains(key)) {
            put(reached, name, value);
        } else {
            put(told, key, value);
        }
    }

    Map<String, Object> told() {
        return told;
    }

    Map<String, Object> reached() {
        return reached;
    }
}
