package io.cajal.train;

import io.cajal.io.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What happened in each epoch of a training. A value: the same seed gives the same history, but for the
 * seconds.
 */
public record History(List<Epoch> epochs) {

    /**
     * One pass over the training data.
     *
     * @param number counted from 1
     * @param trainLoss mean over the examples, as seen while the weights were changing
     * @param validationLoss mean over the validation part; NaN when there is none
     * @param metrics on the validation part, by name
     * @param learningRate at the end of the epoch
     * @param seconds of wall-clock time
     */
    public record Epoch(int number, double trainLoss, double validationLoss, Map<String, Double> metrics,
            double learningRate, double seconds) {
    }

    public static final History EMPTY = new History(List.of());

    public History {
        epochs = List.copyOf(epochs);
    }

    public History with(Epoch epoch) {
        List<Epoch> longer = new ArrayList<>(epochs);
        longer.add(epoch);
        return new History(longer);
    }

    public Epoch last() {
        return epochs.getLast();
    }

    /** A table with a header line, for spreadsheets. */
    public String toCsv() {
        Set<String> names = new LinkedHashSet<>();
        epochs.forEach(epoch -> names.addAll(epoch.metrics().keySet()));
        StringBuilder csv = new StringBuilder("epoch,train_loss,validation_loss");
        names.forEach(name -> csv.append(',').append(name));
        csv.append(",learning_rate,seconds\n");
        for (Epoch epoch : epochs) {
            csv.append(epoch.number()).append(',').append(epoch.trainLoss()).append(',');
            csv.append(Double.isNaN(epoch.validationLoss()) ? "" : epoch.validationLoss());
            for (String name : names) {
                csv.append(',').append(epoch.metrics().containsKey(name) ? epoch.metrics().get(name) : "");
            }
            csv.append(',').append(epoch.learningRate());
            csv.append(String.format(Locale.ROOT, ",%.3f%n", epoch.seconds()));
        }
        return csv.toString();
    }

    /** For checkpoints; without the seconds, so that equal trainings leave equal files. */
    String toJson() {
        List<Object> rows = new ArrayList<>();
        for (Epoch epoch : epochs) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("epoch", (long) epoch.number());
            row.put("train_loss", text(epoch.trainLoss()));
            row.put("validation_loss", text(epoch.validationLoss()));
            Map<String, Object> metrics = new LinkedHashMap<>();
            epoch.metrics().forEach((name, value) -> metrics.put(name, text(value)));
            row.put("metrics", metrics);
            row.put("learning_rate", text(epoch.learningRate()));
            rows.add(row);
        }
        return Json.write(rows);
    }

    static History fromJson(String json) {
        List<Epoch> epochs = new ArrayList<>();
        for (Object entry : (List<?>) Json.parse(json)) {
            Map<?, ?> row = (Map<?, ?>) entry;
            Map<String, Double> metrics = new LinkedHashMap<>();
            ((Map<?, ?>) row.get("metrics"))
                    .forEach((name, value) -> metrics.put((String) name, number(value)));
            epochs.add(new Epoch(((Number) row.get("epoch")).intValue(), number(row.get("train_loss")),
                    number(row.get("validation_loss")), metrics, number(row.get("learning_rate")), 0));
        }
        return new History(epochs);
    }

    /** JSON knows no NaN. */
    private static String text(double value) {
        return Double.toString(value);
    }

    private static double number(Object text) {
        return Double.parseDouble((String) text);
    }
}
