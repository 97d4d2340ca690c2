package io.cajal.runs;

import io.cajal.base.CajalException;
import io.cajal.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a finished run wrote into its folder: a training of a user's data, or a recipe.
 *
 * @param folder of the run
 * @param time at which it ended
 * @param values all that {@code run.json} says
 */
public record RunRecord(Path folder, Instant time, Map<String, Object> values) {
    static final String FILE = "run.json";
    private static final String RECIPE = "recipe";

    /**
     * What was reached on the test part; NaN where there is no such figure.
     *
     * @param metric the first that the run names, empty when it names none
     * @param value of the network, or of the recipe
     * @param linear of the linear model beside it
     * @param baseline of the answer that needs no model
     */
    public record Figures(String metric, double value, double linear, double baseline) {
        private static final Figures NONE = new Figures("", Double.NaN, Double.NaN, Double.NaN);
    }

    public RunRecord {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The record in a run folder. */
    public static RunRecord read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        try {
            if (Json.parse(Files.readString(file)) instanceof Map<?, ?> object) {
                Map<String, Object> values = new LinkedHashMap<>();
                object.forEach((key, value) -> values.put((String) key, value));
                return new RunRecord(folder, Files.getLastModifiedTime(file).toInstant(), values);
            }
        } catch (CajalException e) {
            throw new CajalException("%s: %s".formatted(file, e.getMessage()), e);
        }
        throw new CajalException(file + ": expected a JSON object");
    }

    public boolean isRecipe() {
        return values.containsKey(RECIPE);
    }

    /** The recipe, or the data and the column that was learned of it. */
    public String learned() {
        return isRecipe() ? text(RECIPE)
                : text("data") + (values.containsKey("target") ? ": " + text("target") : "");
    }

    /** A recipe has one figure; a training has them by metric and model. */
    public Figures figures() {
        if (isRecipe()) {
            return new Figures(text("metric"), number("value"), Double.NaN, number("baseline"));
        }
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            if (entry.getValue() instanceof Map<?, ?> models && models.containsKey("network")) {
                return new Figures(entry.getKey(), number(models.get("network")),
                        number(models.get("linear model")), number(models.values().iterator().next()));
            }
        }
        return Figures.NONE;
    }

    /** A value as a text; empty where there is none. */
    public String text(String key) {
        Object value = values.get(key);
        return value == null ? ""
                : value instanceof Double d && d == Math.rint(d) ? Long.toString(d.longValue())
                        : value.toString();
    }

    /** A value as a number; NaN where there is none. */
    public double number(String key) {
        return number(values.get(key));
    }

    private static double number(Object value) {
        return value instanceof Number n ? n.doubleValue() : Double.NaN;
    }
}
