package io.cajal.cli;

import io.cajal.io.Json;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Prints what a model says, a line an example. */
final class Predictions {
    private static final int RUNNERS_UP = 2;
    private final Model model;
    private final boolean json;
    private int count;

    Predictions(Model model, boolean json) {
        this.model = model;
        this.json = json;
    }

    /** For a batch of examples [N × …]. */
    void print(PrintStream out, Tensor batch) {
        Tensor outputs = model.predict(batch);
        double[] values = outputs.toDoubles();
        int width = values.length / batch.size(0);
        for (int i = 0; i < batch.size(0); i++) {
            double[] row = Arrays.copyOfRange(values, i * width, (i + 1) * width);
            out.println(json ? Json.write(object(row)) : text(row));
            count++;
        }
    }

    /** What is said of one example [1 × …]. */
    String line(Tensor example) {
        return text(model.predict(example).toDoubles());
    }

    private String text(double[] row) {
        StringBuilder line = new StringBuilder();
        if (model.classes().isEmpty()) {
            for (double value : row) {
                line.append(line.isEmpty() ? "" : " ").append(String.format(Locale.ROOT, "%.6g", value));
            }
            return line.toString();
        }
        int[] order = ranked(row);
        line.append(String.format(Locale.ROOT, "%s  %.2f %%", model.classes().get(order[0]),
                100 * row[order[0]]));
        for (int i = 1; i <= RUNNERS_UP && i < order.length; i++) {
            line.append(String.format(Locale.ROOT, "%s%s %.2f %%", i == 1 ? "   then " : ", ",
                    model.classes().get(order[i]), 100 * row[order[i]]));
        }
        return line.toString();
    }

    private Map<String, Object> object(double[] row) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("example", count);
        if (model.classes().isEmpty()) {
            List<Object> values = new ArrayList<>();
            for (double value : row) {
                values.add(value);
            }
            object.put("values", values);
        } else {
            object.put("class", model.classes().get(ranked(row)[0]));
            Map<String, Object> probabilities = new LinkedHashMap<>();
            for (int i = 0; i < row.length; i++) {
                probabilities.put(model.classes().get(i), row[i]);
            }
            object.put("probabilities", probabilities);
        }
        return object;
    }

    /** Class numbers, most probable first. */
    private static int[] ranked(double[] row) {
        return IntStream.range(0, row.length).boxed()
                .sorted((a, b) -> Double.compare(row[b], row[a])).mapToInt(i -> i).toArray();
    }
}
