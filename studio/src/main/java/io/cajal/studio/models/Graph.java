package io.cajal.studio.models;

import io.cajal.base.CajalException;
import io.cajal.nn.Averaged;
import io.cajal.nn.Ensemble;
import io.cajal.nn.Layer;
import io.cajal.nn.MultiheadAttention;
import io.cajal.nn.Parallel;
import io.cajal.nn.Parts;
import io.cajal.nn.Residual;
import io.cajal.nn.Spans;
import io.cajal.nn.Summary;
import io.cajal.nn.TemporalConv;
import io.cajal.nn.TransformerBlock;
import io.cajal.tensor.Run;
import io.cajal.train.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A network as it is drawn: boxes one after the other, and places where the way forks and comes together again. Which
 * layers follow each other inside a layer of unknown kind is not read off its parts but off a run: in their order there.
 */
final class Graph {
    private static final int MOST_LAYERS = 2000;

    private final Map<String, Summary.Row> rows = new HashMap<>();
    /** When each layer was done first. */
    private final Map<Object, Integer> turns = new IdentityHashMap<>();

    private Graph(Bundle bundle) {
        bundle.summary().rows().forEach(row -> rows.put(row.name(), row));
        Model model = bundle.model();
        Run.evaluation().run(() -> Run.observed((layer, _, _) -> turns.putIfAbsent(layer, turns.size()))
                .run(() -> model.network().apply(model.input().blank(1))));
    }

    /** As the page gets it: nodes that are a {@code box}, a {@code chain} of nodes, or a {@code fork} of chains. */
    static Map<String, Object> of(Bundle bundle) {
        if (bundle.summary().rows().size() > MOST_LAYERS) {
            throw new CajalException("%s has %,d layers, the studio draws up to %,d: use cajal summary"
                    .formatted(bundle.name(), bundle.summary().rows().size(), MOST_LAYERS));
        }
        return new Graph(bundle).node("", bundle.model().network());
    }

    private Map<String, Object> node(String name, Layer layer) {
        Map<String, Layer> inner = inner(name, layer);
        return switch (layer) {
            case MultiheadAttention _ -> box(name, layer);
            case Residual residual -> fork(name, layer, "+", List.of(
                    List.of(node(part(name, "body"), residual.body())),
                    residual.shortcut() == null ? List.of()
                            : List.of(node(part(name, "shortcut"), residual.shortcut()))));
            case Parallel _,Spans _ -> fork(name, layer, "concat", branches(inner));
            case Ensemble _,Averaged _ -> fork(name, layer, "mean", branches(inner));
            case TemporalConv _ -> fork(name, layer, "+", List.of(
                    nodes(name, inner, "conv1", "dropout1", "conv2", "dropout2"),
                    nodes(name, inner, "downsample")));
            case TransformerBlock _ -> chain(name, layer, List.of(
                    fork("", null, "+",
                            List.of(nodes(name, inner, "norm1", "self_attn", "dropout1"), List.of())),
                    fork("", null, "+",
                            List.of(nodes(name, inner, "norm2", "linear1", "activation", "dropout",
                                    "linear2", "dropout2"), List.of()))));
            default -> inner.isEmpty() ? box(name, layer) : chain(name, layer, inOrder(inner));
        };
    }

    /** The layers directly inside, by their full names. */
    private static Map<String, Layer> inner(String name, Layer layer) {
        Map<String, Layer> inner = new LinkedHashMap<>();
        String last = null;
        for (Map.Entry<String, Layer> entry : Parts.layers(layer).entrySet()) {
            boolean isDirect = !entry.getKey().isEmpty()
                    && (last == null || !entry.getKey().startsWith(last + "."));
            if (isDirect) {
                last = entry.getKey();
                inner.put(part(name, last), entry.getValue());
            }
        }
        return inner;
    }

    private static String part(String name, String inner) {
        return name.isEmpty() ? inner : name + "." + inner;
    }

    private List<Map<String, Object>> nodes(String name, Map<String, Layer> inner, String... parts) {
        return Stream.of(parts).map(one -> part(name, one)).filter(inner::containsKey)
                .map(one -> node(one, inner.get(one))).toList();
    }

    private List<List<Map<String, Object>>> branches(Map<String, Layer> inner) {
        List<List<Map<String, Object>>> branches = new ArrayList<>();
        inner.forEach((name, layer) -> branches.add(List.of(node(name, layer))));
        return branches;
    }

    /** Those that did not run stand where their parent has them, at the end. */
    private List<Map<String, Object>> inOrder(Map<String, Layer> inner) {
        return inner.entrySet().stream()
                .sorted(Comparator
                        .comparingInt(entry -> turns.getOrDefault(entry.getValue(), Integer.MAX_VALUE)))
                .map(entry -> node(entry.getKey(), entry.getValue())).toList();
    }

    private Map<String, Object> box(String name, Layer layer) {
        long parameters = 0;
        long work = 0;
        boolean isShared = false;
        for (String inside : Parts.layers(layer).keySet()) {
            Summary.Row row = rows.get(inside.isEmpty() ? name : part(name, inside));
            parameters += row.parameters();
            work += row.multiplyAdds();
            isShared |= row.shared();
        }
        Summary.Row row = rows.get(name);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", "box");
        json.put("layer", name);
        json.put("type", LayerWords.type(layer));
        json.put("family", LayerWords.family(layer));
        json.put("settings", LayerWords.settings(layer));
        json.put("output", row.output() == null ? "" : row.output().toString());
        json.put("parameters", parameters);
        json.put("work", work);
        json.put("shared", isShared);
        return json;
    }

    private static Map<String, Object> chain(String name, Layer layer, List<Map<String, Object>> parts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", "chain");
        json.put("layer", name);
        json.put("type", LayerWords.type(layer));
        json.put("parts", parts);
        return json;
    }

    private static Map<String, Object> fork(String name, Layer layer, String join,
            List<List<Map<String, Object>>> branches) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", "fork");
        json.put("layer", name);
        json.put("type", layer == null ? "" : LayerWords.type(layer));
        json.put("join", join);
        json.put("branches", branches);
        return json;
    }
}
