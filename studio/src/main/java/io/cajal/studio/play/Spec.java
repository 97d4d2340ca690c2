package io.cajal.studio.play;

import io.cajal.base.Rng;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an experiment is: all that its course follows from. Equal specs give equal numbers, to the bit, so a
 * spec in an address is the whole experiment. {@link SpecReader} checks what comes from a page.
 *
 * @param classes of the task; 0 for values
 * @param loss {@code cross-entropy} or {@code square}, such as fits the task
 */
record Spec(Data data, int classes, List<String> inputs, List<Hidden> layers, String loss,
        Optimizing optimizer,
        Plan schedule, Penalty penalty, String initial, int batch, String seed, Stop stop, List<Edit> edits) {
    static final String CROSS_ENTROPY = "cross-entropy";
    static final String SQUARE = "square";
    static final String LBFGS = "lbfgs";

    /**
     * Where the points come from.
     *
     * @param share of them to learn from
     * @param points {@code [x, y, label]} of one's own; empty for those made by a formula
     * @param values whether the labels of one's own points are values
     */
    record Data(String name, int count, double noise, double share, List<List<Double>> points,
            boolean values) {
        static final String OWN = "own";

        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            if (name.equals(OWN)) {
                json.put("points", points);
                json.put("values", values);
            } else {
                json.put("count", count);
                json.put("noise", noise);
            }
            json.put("share", share);
            return json;
        }
    }

    /** A hidden layer. */
    record Hidden(int units, String activation, double dropout, boolean norm) {
        Map<String, Object> toJson() {
            return ordered("units", units, "activation", activation, "dropout", dropout, "norm", norm);
        }
    }

    /** @param momentum NaN for an optimizer that has none */
    record Optimizing(String name, double rate, double momentum) {
        Map<String, Object> toJson() {
            Map<String, Object> json = ordered("name", name, "rate", rate);
            if (!Double.isNaN(momentum)) {
                json.put("momentum", momentum);
            }
            return json;
        }
    }

    /** A schedule of the learning rate, with its settings by name. */
    record Plan(String name, Map<String, Double> settings) {
        Map<String, Object> toJson() {
            Map<String, Object> json = ordered("name", name);
            json.putAll(settings);
            return json;
        }
    }

    /** @param name {@code none}, {@code l1} or {@code l2} */
    record Penalty(String name, double rate) {
        Map<String, Object> toJson() {
            return ordered("name", name, "rate", rate);
        }
    }

    /**
     * When to stop by itself.
     *
     * @param epochs 0 for no such condition
     * @param loss of the test set; NaN for no such condition
     * @param accuracy of the test set; NaN for no such condition
     */
    record Stop(long epochs, double loss, double accuracy) {
        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            if (epochs > 0) {
                json.put("epochs", epochs);
            }
            if (!Double.isNaN(loss)) {
                json.put("loss", loss);
            }
            if (!Double.isNaN(accuracy)) {
                json.put("accuracy", accuracy);
            }
            return json;
        }
    }

    /** All that is drawn by chance is split off this. */
    Rng rng() {
        return Rng.of(0).split(seed);
    }

    Spec withEdits(List<Edit> others) {
        return new Spec(data, classes, inputs, layers, loss, optimizer, schedule, penalty, initial, batch,
                seed,
                stop, List.copyOf(others));
    }

    /** Units of each layer, from the first hidden one to the outputs. */
    List<Integer> sizes() {
        List<Integer> sizes = new ArrayList<>(layers.stream().map(Hidden::units).toList());
        sizes.add(outputs());
        return sizes;
    }

    /** Whether each step takes all training points: L-BFGS compares losses, which must be of the same points. */
    boolean learnsWhole() {
        return optimizer.name().equals(LBFGS);
    }

    /** Two classes are told apart by one number. */
    int outputs() {
        return classes > 2 ? classes : 1;
    }

    boolean hasNorm() {
        return layers.stream().anyMatch(Hidden::norm);
    }

    /** How many points it learns from. */
    int trained() {
        return Math.clamp(Math.round(data.count * data.share), 1, data.count);
    }

    /** Trainable numbers. */
    long parameters() {
        long sum = 0;
        int in = inputs.size();
        for (Hidden layer : layers) {
            sum += (in + 1L) * layer.units + (layer.norm ? 2L * layer.units : 0);
            in = layer.units;
        }
        return sum + (in + 1L) * outputs();
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("data", data.toJson());
        json.put("inputs", inputs);
        json.put("layers", layers.stream().map(Hidden::toJson).toList());
        json.put("loss", loss);
        json.put("optimizer", optimizer.toJson());
        json.put("schedule", schedule.toJson());
        json.put("penalty", penalty.toJson());
        json.put("initial", initial);
        json.put("batch", batch);
        json.put("seed", seed);
        json.put("stop", stop.toJson());
        json.put("edits", edits.stream().map(Edit::toJson).toList());
        return json;
    }

    /** Keys and values in turns. */
    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
