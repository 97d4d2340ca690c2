package io.cajal.nn;

import io.cajal.base.Shape;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A model's layers in a table: name, type, shape of the output, parameters.
 *
 * @param rows outer layers before inner ones
 */
public record Summary(List<Row> rows, int parameters) {

    /** One layer; the output's shape is null when the input did not pass through it. */
    public record Row(String name, String type, Shape output, int parameters) {
    }

    /** Finds the shapes by sending zeros of the shape {@code input}, batch axis included, through the model. */
    public static Summary of(Layer model, Shape input) {
        Map<Object, Shape> outputs = new IdentityHashMap<>();
        Run.evaluation().run(() -> Run.observed((layer, x, y) -> outputs.put(layer, y.shape()))
                .run(() -> model.apply(Tensor.full(input, 0))));
        List<Row> rows = new ArrayList<>();
        Parts.layers(model).forEach((name, layer) -> {
            int own = 0;
            for (Object value : values(layer)) {
                own += value instanceof Param param ? param.shape().elements() : 0;
            }
            rows.add(new Row(name, layer.getClass().getSimpleName(), outputs.get(layer), own));
        });
        return new Summary(List.copyOf(rows), Parts.count(model));
    }

    private static List<Object> values(Layer layer) {
        List<Object> values = new ArrayList<>();
        for (var component : Parts.components(layer.getClass())) {
            Object value = Parts.value(layer, component);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    @Override
    public String toString() {
        int nameWidth = 5;
        int typeWidth = 4;
        int shapeWidth = 6;
        for (Row row : rows) {
            nameWidth = Math.max(nameWidth, row.name.length());
            typeWidth = Math.max(typeWidth, row.type.length());
            shapeWidth = Math.max(shapeWidth, String.valueOf(row.output).length());
        }
        String line = "%-" + nameWidth + "s  %-" + typeWidth + "s  %-" + shapeWidth + "s  %12s%n";
        StringBuilder text = new StringBuilder(String.format(line, "layer", "type", "output", "parameters"));
        text.append("─".repeat(nameWidth + typeWidth + shapeWidth + 18)).append('\n');
        for (Row row : rows) {
            text.append(
                    String.format(Locale.ROOT, line, row.name, row.type, row.output == null ? "" : row.output,
                            row.parameters == 0 ? "" : String.format(Locale.ROOT, "%,d", row.parameters)));
        }
        text.append(String.format(Locale.ROOT, line, "total", "", "",
                String.format(Locale.ROOT, "%,d", parameters)));
        return text.toString().stripTrailing();
    }
}
