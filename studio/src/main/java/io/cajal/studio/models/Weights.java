package io.cajal.studio.models;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.io.Shown;
import io.cajal.nn.Embedding;
import io.cajal.nn.EmbeddingBag;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Lstm;
import io.cajal.nn.Gru;
import io.cajal.nn.Parts;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Stored;
import io.cajal.train.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The numbers of a layer: what they amount to, how they are spread, and what they look like. */
final class Weights {
    private Weights() {
    }

    /** The layer of that name, with its parameters and buffers. */
    static Map<String, Object> of(Bundle bundle, String name) {
        Map<String, Layer> layers = Parts.layers(bundle.model().network());
        Layer layer = layers.get(name);
        if (layer == null) {
            throw new CajalException("%s has no layer %s%s".formatted(bundle.name(), Shown.of(name),
                    name.length() > 100 ? "" : Nearest.hint(name, layers.keySet())));
        }
        List<Object> parameters = new ArrayList<>();
        Parts.stored(layer).forEach((part, stored) -> parameters.add(numbers(bundle, layer, part, stored)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("layer", name);
        json.put("type", LayerWords.type(layer));
        json.put("settings", LayerWords.settings(layer));
        json.put("parameters", parameters);
        return json;
    }

    private static Map<String, Object> numbers(Bundle bundle, Layer layer, String part, Stored stored) {
        float[] values = stored.toFloats();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", part);
        json.put("trained", !(stored instanceof Buffer));
        json.put("shape", stored.shape().toString());
        json.put("statistics", Statistics.of(values).toJson());
        WeightPicture picture = picture(bundle.model(), layer, part, stored, values);
        if (picture != null) {
            json.put("picture", picture.toJson());
        }
        return json;
    }

    /** Where a picture helps; else null. */
    private static WeightPicture picture(Model model, Layer layer, String part, Stored stored,
            float[] values) {
        int rank = stored.rank();
        if (values.length == 0 || rank < 2) {
            return null;
        }
        if (rank == 4 && stored.size(2) * stored.size(3) > 1) {
            return WeightPicture.kernels(values, stored.size(0), stored.size(1), stored.size(2),
                    stored.size(3));
        }
        if (layer instanceof Linear && isPicture(model, stored.size(1)) && part.endsWith("weight")) {
            List<Integer> shape = model.input().shape();
            return WeightPicture.kernels(values, stored.size(0), 1, shape.get(1), shape.get(2));
        }
        int rows = stored.size(0);
        if (layer instanceof Embedding || layer instanceof EmbeddingBag) {
            return WeightPicture.rows(values, rows, values.length / rows, names(model, rows));
        }
        return WeightPicture.map(values, rows, values.length / rows, bands(layer));
    }

    /** Whether a unit's weights lie over the pixels of a grey picture. */
    private static boolean isPicture(Model model, int inputs) {
        List<Integer> shape = model.input().shape();
        return model.input().kind().equals("image") && shape.getFirst() == 1
                && shape.get(1) * shape.get(2) == inputs;
    }

    private static List<String> bands(Layer layer) {
        return switch (layer) {
            case Lstm _ -> List.of("i", "f", "g", "o");
            case Gru _ -> List.of("r", "z", "n");
            default -> List.of();
        };
    }

    /** What the rows of an embedding stand for, where that is known. */
    private static List<String> names(Model model, int rows) {
        var tokenizer = model.input().tokenizer();
        if (tokenizer == null || tokenizer.size() != rows) {
            return List.of();
        }
        return IntStream.range(0, Math.min(rows, WeightPicture.MOST_ROWS))
                .mapToObj(i -> shown(tokenizer.decode(i)))
                .toList();
    }

    private static String shown(String token) {
        return token.equals(" ") ? "␣" : token.equals("\n") ? "↵" : token;
    }
}
