package io.cajal.studio.play;

import java.util.List;
import java.util.Map;

/**
 * Somebody's hand in the course of a training: a number that is set when {@code step} steps have been done.
 *
 * @param layer −1 where it has no meaning, as are {@code unit} and {@code input}
 */
record Edit(long step, String set, int layer, int unit, int input, double value) {
    static final String WEIGHT = "weight";
    static final String BIAS = "bias";
    static final String RATE = "rate";
    static final String PENALTY_RATE = "penalty-rate";
    static final List<String> KINDS = List.of(WEIGHT, BIAS, RATE, PENALTY_RATE);

    /** The same at another step. */
    Edit at(long other) {
        return new Edit(other, set, layer, unit, input, value);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = Spec.ordered("step", step, "set", set);
        if (layer >= 0) {
            json.put("layer", layer);
            json.put("unit", unit);
        }
        if (input >= 0) {
            json.put("input", input);
        }
        json.put("value", value);
        return json;
    }
}
