package io.cajal.serve;

import io.cajal.io.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Writes predictions as JSON, in the form in which the examples came. */
final class Answers {
    /** Characters that are handed over together. */
    private static final int PART = 1 << 16;

    private Answers() {
    }

    /** Hands over all but the last part, and gives that back. */
    static String write(Served served, Examples examples, List<float[]> outputs, Consumer<String> parts) {
        StringBuilder out = new StringBuilder(switch (examples.form()) {
            case ONE -> "";
            case LIST -> "[";
            case INSTANCES -> "{\"predictions\":[";
        });
        int width = served.outputs();
        int number = 0;
        String separator = "";
        for (float[] batch : outputs) {
            for (int from = 0; from < batch.length; from += width) {
                out.append(separator)
                        .append(Json.write(answer(served, Arrays.copyOfRange(batch, from, from + width),
                                examples.rows().get(number++).notes())));
                separator = ",";
                if (out.length() > PART) {
                    parts.accept(out.toString());
                    out.setLength(0);
                }
            }
        }
        return out.append(switch (examples.form()) {
            case ONE -> "";
            case LIST -> "]";
            case INSTANCES -> "]}";
        }).append('\n').toString();
    }

    /** The class, its probability and all probabilities; or the value, or values; and notes where there are some. */
    private static Map<String, Object> answer(Served served, float[] outputs, List<String> notes) {
        Map<String, Object> answer = new LinkedHashMap<>();
        List<String> classes = served.model().classes();
        if (!classes.isEmpty()) {
            int best = best(outputs);
            Map<String, Object> probabilities = new LinkedHashMap<>();
            for (int i = 0; i < outputs.length; i++) {
                probabilities.put(classes.get(i), outputs[i]);
            }
            answer.put("class", classes.get(best));
            answer.put("probability", outputs[best]);
            answer.put("probabilities", probabilities);
        } else if (outputs.length == 1) {
            answer.put("value", outputs[0]);
        } else {
            List<Object> values = new ArrayList<>();
            for (float output : outputs) {
                values.add(output);
            }
            answer.put("values", values);
        }
        if (!notes.isEmpty()) {
            answer.put("notes", notes);
        }
        return answer;
    }

    private static int best(float[] outputs) {
        int best = 0;
        for (int i = 1; i < outputs.length; i++) {
            best = outputs[i] > outputs[best] ? i : best;
        }
        return best;
    }
}
