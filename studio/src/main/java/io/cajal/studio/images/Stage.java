package io.cajal.studio.images;

import io.cajal.nn.AvgPool2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.MinPool2d;
import io.cajal.tensor.Param;
import io.cajal.tensor.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is shown together: a layer that computes something new, and the functions, normalisations and changes of form that
 * follow it.
 *
 * @param label after LeCun et al. 1998: C for convolutions, S for pooling (subsampling), F for full connections, and the
 *     number in the row
 * @param layers all of them, in their order
 * @param core which of the layers computes something new; its result is what there is before the activation
 * @param input the shape that comes, before it is flattened; without the batch
 * @param shape the shape that goes on
 * @param field null when it is the whole picture, or unknown
 */
record Stage(String label, Kind kind, List<Layer> layers, int core, List<Integer> input, List<Integer> shape,
        Field field) {
    enum Kind {
        PREPARE, CONV, POOL, FULL, BLOCK
    }

    /** Weighted sums, or null. */
    Param weight() {
        return switch (layers.get(core)) {
            case Conv2d conv -> conv.weight();
            case Linear linear -> linear.weight();
            default -> null;
        };
    }

    Param bias() {
        return switch (layers.get(core)) {
            case Conv2d conv -> conv.bias();
            case Linear linear -> linear.bias();
            default -> null;
        };
    }

    /** Maps, or units where there are no maps. */
    int units() {
        return shape.isEmpty() ? 1 : shape.getFirst();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("label", label);
        json.put("kind", kind.name().toLowerCase(Locale.ROOT));
        json.put("layers", layers.stream().map(layer -> layer.getClass().getSimpleName()).toList());
        json.put("activated", core < layers.size() - 1);
        json.put("input", input);
        json.put("shape", shape);
        json.put("field", field == null ? null : field.numbers());
        json.put("window", window() == null ? null : List.of(window().height(), window().width()));
        if (layers.get(core) instanceof Conv2d conv) {
            json.put("groups", conv.groups());
        }
        return json;
    }

    /** What slides over the maps, or null. */
    private Window window() {
        return switch (layers.get(core)) {
            case Conv2d conv -> conv.window();
            case MaxPool2d pool -> pool.window();
            case MinPool2d pool -> pool.window();
            case AvgPool2d pool -> pool.window();
            default -> null;
        };
    }
}
