package io.cajal.studio.play;

import io.cajal.base.CajalException;
import io.cajal.io.Json;
import io.cajal.nn.PlaneFeatures;
import io.cajal.nn.activation.Activations;
import io.cajal.optim.Optimizers;
import io.cajal.studio.kit.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes a {@link Spec} of what a page says: checks each field, and fills in what is left out. */
final class SpecReader {
    private static final List<String> FIELDS = List.of("data", "inputs", "layers", "loss", "optimizer",
            "schedule",
            "penalty", "initial", "batch", "seed", "stop", "edits");
    static final List<String> OPTIMIZERS = Stream.concat(Optimizers.NAMES.stream(), Stream.of(Spec.LBFGS))
            .toList();
    static final List<String> LOSSES = List.of(Spec.CROSS_ENTROPY, Spec.SQUARE);
    static final List<String> PENALTIES = List.of("none", "l1", "l2");
    static final List<String> INITIALS = List.of("pytorch", "playground");
    /** μ, or β₁, if nothing is said. */
    static final Map<String, Double> MOMENTA = Map.of("sgd", 0.0, "rmsprop", 0.0, "adam", 0.9, "adamw", 0.9);

    private SpecReader() {
    }

    static Spec read(Message m) {
        m.only(FIELDS);
        Spec.Data data = data(part(m, "data"));
        int classes = classes(data);
        String asked = m.has("loss") ? m.choice("loss", LOSSES) : Spec.CROSS_ENTROPY;
        String loss = classes == 0 ? Spec.SQUARE : classes > 2 ? Spec.CROSS_ENTROPY : asked;
        Spec spec = new Spec(data, classes, inputs(m), layers(m), loss, optimizer(part(m, "optimizer")),
                schedule(part(m, "schedule")), penalty(part(m, "penalty")),
                m.has("initial") ? m.choice("initial", INITIALS) : INITIALS.getFirst(),
                m.has("batch") ? m.count("batch", 1, Limits.POINTS) : 10, seed(m), stop(part(m, "stop")),
                List.of());
        if (spec.parameters() > Limits.PARAMETERS) {
            throw new CajalException(
                    "layers: they have %,d weights and biases together, the playground takes %,d"
                            .formatted(spec.parameters(), Limits.PARAMETERS));
        }
        if (spec.hasNorm() && (spec.batch() == 1 || spec.trained() == 1)) {
            throw new CajalException("%s: batch norm needs 2 examples or more in a batch, got 1".formatted(
                    spec.batch() == 1 ? "batch" : "data"));
        }
        return m.has("edits") ? spec.withEdits(edits(m, spec)) : spec;
    }

    private static Message part(Message m, String field) {
        return m.has(field) ? m.object(field) : Message.of(Map.of());
    }

    // The task

    private static Spec.Data data(Message m) {
        m.only(List.of("name", "count", "noise", "share", "points", "values"));
        List<String> names = new ArrayList<>(DataSets.classes().keySet());
        names.add(Spec.Data.OWN);
        String name = m.has("name") ? m.choice("name", names) : "circle";
        double share = m.has("share") ? m.number("share", 0.1, 0.9) : 0.5;
        if (name.equals(Spec.Data.OWN)) {
            boolean values = m.has("values") && m.flag("values");
            List<List<Double>> points = points(m.list("points", Limits.POINTS), values);
            return new Spec.Data(name, points.size(), 0, share, points, values);
        }
        return new Spec.Data(name,
                m.has("count") ? m.count("count", Limits.FEWEST_POINTS, Limits.POINTS) : 500,
                m.has("noise") ? m.number("noise", 0, 0.5) : 0, share, List.of(), false);
    }

    private static List<List<Double>> points(List<?> list, boolean values) {
        if (list.size() < Limits.FEWEST_POINTS) {
            throw new CajalException("data.points: expected %d points or more, got %d".formatted(
                    Limits.FEWEST_POINTS, list.size()));
        }
        List<List<Double>> points = new ArrayList<>();
        for (Object entry : list) {
            int number = points.size();
            if (!(entry instanceof List<?> point) || point.size() != 3
                    || !point.stream().allMatch(Number.class::isInstance)) {
                throw new CajalException("data.points[%d]: expected [x, y, label]".formatted(number));
            }
            double x = ((Number) point.get(0)).doubleValue();
            double y = ((Number) point.get(1)).doubleValue();
            double label = ((Number) point.get(2)).doubleValue();
            if (Math.abs(x) > Limits.PLACE || Math.abs(y) > Limits.PLACE) {
                throw new CajalException(
                        "data.points[%d]: expected x and y from %s to %s, got %s and %s".formatted(
                                number, -Limits.PLACE, Limits.PLACE, x, y));
            }
            boolean fits = values ? Math.abs(label) <= Limits.PLACE
                    : label == Math.rint(label) && label >= 0 && label < Limits.CLASSES;
            if (!fits) {
                throw new CajalException("data.points[%d]: expected %s, got %s".formatted(number, values
                        ? "a value from -%s to %s".formatted(Limits.PLACE, Limits.PLACE)
                        : "a class number from 0 to %d".formatted(Limits.CLASSES - 1), Json.write(label)));
            }
            points.add(List.of(x, y, label));
        }
        return List.copyOf(points);
    }

    private static int classes(Spec.Data data) {
        if (!data.name().equals(Spec.Data.OWN)) {
            return DataSets.classes().get(data.name());
        }
        return data.values() ? 0
                : Math.max(2,
                        data.points().stream().mapToInt(point -> point.get(2).intValue()).max().orElse(0)
                                + 1);
    }

    // The network

    private static List<String> inputs(Message m) {
        if (!m.has("inputs")) {
            return List.of("x", "y");
        }
        List<?> names = m.list("inputs", PlaneFeatures.NAMES.size());
        if (names.isEmpty() || new HashSet<>(names).size() < names.size()
                || !PlaneFeatures.NAMES.containsAll(names)) {
            throw new CajalException("inputs: expected one or more of %s, each once".formatted(
                    String.join(", ", PlaneFeatures.NAMES)));
        }
        return names.stream().map(String.class::cast).toList();
    }

    private static List<Spec.Hidden> layers(Message m) {
        if (!m.has("layers")) {
            return List.of(new Spec.Hidden(4, "Tanh", 0, false));
        }
        List<Spec.Hidden> layers = new ArrayList<>();
        for (Message layer : m.objects("layers", Limits.LAYERS)) {
            layer.only(List.of("units", "activation", "dropout", "norm"));
            layers.add(new Spec.Hidden(layer.count("units", 1, Limits.UNITS),
                    layer.has("activation") ? layer.choice("activation", Activations.names()) : "Tanh",
                    layer.has("dropout") ? layer.number("dropout", 0, 0.9) : 0,
                    layer.has("norm") && layer.flag("norm")));
        }
        return List.copyOf(layers);
    }

    // How it learns

    private static Spec.Optimizing optimizer(Message m) {
        m.only(List.of("name", "rate", "momentum"));
        String name = m.has("name") ? m.choice("name", OPTIMIZERS) : "sgd";
        double rate = m.has("rate") ? m.number("rate", 0, Limits.RATE) : 0.03;
        if (!MOMENTA.containsKey(name)) {
            return new Spec.Optimizing(name, rate, Double.NaN);
        }
        return new Spec.Optimizing(name, rate,
                m.has("momentum") ? m.number("momentum", 0, 0.999) : MOMENTA.get(name));
    }

    private static Spec.Plan schedule(Message m) {
        String name = m.has("name") ? m.choice("name", Plans.ALL.keySet()) : "constant";
        List<String> fields = new ArrayList<>(List.of("name"));
        fields.addAll(Plans.ALL.get(name).keySet());
        m.only(fields);
        Map<String, Double> settings = new LinkedHashMap<>();
        Plans.ALL.get(name).forEach((field, usual) -> settings.put(field, !m.has(field) ? (Double) usual
                : Plans.isWhole(field)
                        ? m.whole(field, (long) Plans.least(field), (long) Plans.most(field))
                        : m.number(field, Plans.least(field), Plans.most(field))));
        return new Spec.Plan(name, settings);
    }

    private static Spec.Penalty penalty(Message m) {
        m.only(List.of("name", "rate"));
        return new Spec.Penalty(m.has("name") ? m.choice("name", PENALTIES) : "none",
                m.has("rate") ? m.number("rate", 0, Limits.RATE) : 0);
    }

    private static String seed(Message m) {
        String seed = m.has("seed") ? m.text("seed") : "cajal";
        if (seed.length() > Limits.SEED) {
            throw new CajalException(
                    "seed: expected a text of %d characters at most, got %d".formatted(Limits.SEED,
                            seed.length()));
        }
        return seed;
    }

    private static Spec.Stop stop(Message m) {
        m.only(List.of("epochs", "loss", "accuracy"));
        return new Spec.Stop(m.has("epochs") ? m.whole("epochs", 1, Limits.STEPS) : 0,
                m.has("loss") ? m.number("loss", 0, Limits.VALUE) : Double.NaN,
                m.has("accuracy") ? m.number("accuracy", 0, 1) : Double.NaN);
    }

    // Edits

    private static List<Edit> edits(Message m, Spec spec) {
        List<Edit> edits = new ArrayList<>();
        for (Message edit : m.objects("edits", Limits.EDITS)) {
            edit.only(List.of("step", "set", "layer", "unit", "input", "value"));
            edits.add(edit(edit, edit.whole("step", 0, Limits.STEPS), spec));
        }
        edits.sort(Comparator.comparingLong(Edit::step)); // of one step, the order stays
        return edits;
    }

    /** An edit of this network. */
    static Edit edit(Message m, long step, Spec spec) {
        String set = m.choice("set", Edit.KINDS);
        if (set.equals(Edit.RATE) || set.equals(Edit.PENALTY_RATE)) {
            return new Edit(step, set, -1, -1, -1, m.number("value", 0, Limits.RATE));
        }
        Link link = Link.read(m, spec, set.equals(Edit.WEIGHT));
        return new Edit(step, set, link.layer(), link.unit(), link.input(),
                m.number("value", -Limits.VALUE, Limits.VALUE));
    }
}
