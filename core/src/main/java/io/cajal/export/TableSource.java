package io.cajal.export;

import io.cajal.nn.EmbeddingBag;
import io.cajal.table.Features;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** {@link Features} and {@link EmbeddingBag} in plain Java. */
final class TableSource {
    private TableSource() {
    }

    static LayerSource features(Features layer) {
        Map<String, Object> constants = new LinkedHashMap<>();
        StringBuilder body = new StringBuilder(
                "float[] y = new float[%s];\nint at = 0;\n".formatted(layer.width()));
        if (layer.numbers() > 0) {
            constants.put("mean", layer.mean().toFloats());
            constants.put("deviation", layer.deviation().toFloats());
            body.append(numbers(layer, constants));
        }
        if (layer.flagged().length > 0) {
            constants.put("flagged", layer.flagged());
            body.append("""
                    for (int i : flagged) {
                        y[at++] = Float.isNaN(x[i]) ? 1 : 0;
                    }
                    """);
        }
        if (layer.dates().length > 0) {
            constants.put("dates", layer.dates());
            body.append(dates());
        }
        if (layer.categories().length > 0) {
            constants.put("sizes", layer.categories());
            body.append(Template.fill("""
                    for (int i = 0; i < sizes.length; i++) { // categories: 1 for the one it is
                        int place = (int) x[$numbers + i];
                        if (place >= 0) {
                            y[at + place] = 1;
                        }
                        at += sizes[i];
                    }
                    """, "numbers", layer.numbers()));
        }
        return new LayerSource("features",
                "What the network sees of a row: %s numbers.".formatted(layer.width()),
                constants, body + "return y;\n");
    }

    static LayerSource bag(EmbeddingBag layer) {
        return new LayerSource("bag", "The mean of the learned vectors of some of %s things.".formatted(
                layer.weight().size(0)), Map.of("weight", layer.weight().toFloats()), Template.fill("""
                        float[] y = new float[$width];
                        int count = 0;
                        for (float thing : x) { // -1 is none
                            if (thing >= 0) {
                                count++;
                                for (int i = 0; i < $width; i++) {
                                    y[i] += weight[(int) thing * $width + i];
                                }
                            }
                        }
                        for (int i = 0; i < $width; i++) {
                            y[i] /= Math.max(1, count);
                        }
                        return y;
                        """, "width", layer.weight().size(1)));
    }

    private static String numbers(Features layer, Map<String, Object> constants) {
        float[] logarithmic = layer.logarithmic().toFloats();
        boolean anySkewed = IntStream.range(0, logarithmic.length).anyMatch(i -> logarithmic[i] != 0);
        if (anySkewed) {
            constants.put("logarithmic", logarithmic);
        }
        return Template.fill("""
                for (int i = 0; i < $numbers; i++) { // NaN where one is missing
                    float value = $value;
                    value = (value - mean[i]) / deviation[i];
                    y[at++] = Float.isNaN(value) ? 0 : Math.min(Math.max(value, -$far), $far);
                }
                """, "numbers", layer.numbers(), "far", Features.FAR, "value", anySkewed
                ? "logarithmic[i] == 0 ? x[i] : (float) (Math.signum(x[i]) * Math.log1p(Math.abs(x[i])))"
                : "x[i]");
    }

    /** The angle is rounded to a float, as in the layer: days are large against a turn of the week. */
    private static String dates() {
        return Template.fill("""
                for (float turn : new float[] {$year, $week}) { // of the year and of the week, by day
                    for (int i : dates) {
                        y[at++] = Float.isNaN(x[i]) ? 0 : (float) Math.sin(x[i] * turn);
                    }
                    for (int i : dates) {
                        y[at++] = Float.isNaN(x[i]) ? 1 : (float) Math.cos(x[i] * turn);
                    }
                }
                """, "year", Numbers.literal((float) (2 * Math.PI / Features.YEAR)), "week",
                Numbers.literal((float) (2 * Math.PI / Features.WEEK)));
    }
}
