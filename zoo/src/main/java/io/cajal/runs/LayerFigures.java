package io.cajal.runs;

import io.cajal.check.Units;
import io.cajal.nn.Elementwise;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Listener;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a layer fares in a step of a training. A gradient that vanishes or explodes, weights that run away and units that are
 * off are seen here long before the loss tells.
 *
 * @param name in the state dictionary
 * @param kind of the layer
 * @param gradient the norm of the loss's gradient by the layer's own parameters; NaN where it has none
 * @param norm of these parameters
 * @param weights how they are spread, biases left out where there is anything else; null without parameters
 * @param dead the share of an activation's units that give the same number to all of some examples; NaN for other layers
 */
public record LayerFigures(String name, String kind, double gradient, double norm, Histogram weights,
        double dead) {
    private static final int BINS = 32;
    /** Examples of the batch that are sent through once more. */
    private static final int EXAMPLES = 64;
    /** Of fewer a unit is easily the same for all. */
    private static final int LEAST_EXAMPLES = 8;

    /** Of the layers that have parameters or are activations, in the order of the network. */
    static List<LayerFigures> of(Listener.Look look) {
        Map<String, List<Param>> params = new LinkedHashMap<>();
        Parts.params(look.model()).forEach((name, param) -> params
                .computeIfAbsent(name.substring(0, Math.max(0, name.lastIndexOf('.'))),
                        _ -> new ArrayList<>())
                .add(param));
        Map<Layer, Double> dead = dead(look);
        List<LayerFigures> figures = new ArrayList<>();
        Parts.layers(look.model()).forEach((name, layer) -> {
            List<Param> own = params.getOrDefault(name, List.of());
            if (!own.isEmpty() || dead.containsKey(layer)) {
                figures.add(of(name, layer, own, look, dead.getOrDefault(layer, Double.NaN)));
            }
        });
        return figures;
    }

    private static LayerFigures of(String name, Layer layer, List<Param> own, Listener.Look look,
            double dead) {
        if (own.isEmpty()) {
            return new LayerFigures(name, Parts.kind(layer), Double.NaN, Double.NaN, null, dead);
        }
        Spread gradient = new Spread(0);
        own.stream().filter(look.gradients()::has).forEach(p -> gradient.add(look.gradients().get(p)));
        Spread all = new Spread(0);
        own.forEach(all::add);
        List<Param> matrices = own.stream().filter(param -> param.rank() > 1).toList();
        List<Param> shown = matrices.isEmpty() ? own : matrices;
        Spread weights = new Spread(shown.stream().mapToInt(param -> param.shape().elements()).sum());
        shown.forEach(weights::add);
        return new LayerFigures(name, Parts.kind(layer), gradient.norm(), all.norm(), weights.histogram(BINS),
                dead);
    }

    /** By activation, on the first examples of the batch, without the noise of training. */
    private static Map<Layer, Double> dead(Listener.Look look) {
        Map<Layer, Double> shares = new IdentityHashMap<>();
        Tensor x = look.batch().x();
        int rows = Math.min(EXAMPLES, look.batch().size());
        if (rows < LEAST_EXAMPLES || Parts.layers(look.model()).values().stream()
                .noneMatch(Elementwise.class::isInstance)) {
            return shares;
        }
        Run.Observer observer = (layer, _, out) -> {
            if (layer instanceof Elementwise activation && out.rank() > 1) {
                Units units = Units.of(out);
                shares.merge(activation, (double) units.constant() / Math.max(1, units.count()), Math::max);
            }
        };
        Run.observed(observer).run(() -> look.model().apply(rows < x.size(0) ? x.narrow(0, 0, rows) : x));
        return shares;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("kind", kind);
        if (weights != null) {
            json.put("gradient", Fields.shortened(gradient));
            json.put("norm", Fields.shortened(norm));
            json.put("least", Fields.shortened(weights.least()));
            json.put("largest", Fields.shortened(weights.largest()));
            json.put("counts", weights.counts());
        }
        if (!Double.isNaN(dead)) {
            json.put("dead", Fields.shortened(dead));
        }
        return json;
    }

    static LayerFigures of(Fields json) {
        List<Integer> counts = json.list("counts").stream().map(count -> (int) Fields.number(count)).toList();
        return new LayerFigures(json.text("name"), json.text("kind"), json.number("gradient"),
                json.number("norm"),
                counts.isEmpty() ? null
                        : new Histogram(json.number("least"), json.number("largest"), counts),
                json.number("dead"));
    }
}
