package io.cajal.studio.runs;

import io.cajal.runs.LiveRun;
import io.cajal.train.History;
import io.cajal.train.Listener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code history.csv}, for runs of which nothing else tells the epochs. Lines that make no sense are passed by. */
final class HistoryFile {
    private static final int MOST_COLUMNS = 40;

    private HistoryFile() {
    }

    /** @param name of the training */
    static LiveRun.Training training(String name, String csv) {
        List<String> lines = csv.lines().toList();
        List<String> header = lines.isEmpty() ? List.of()
                : List.of(lines.getFirst().split(",", MOST_COLUMNS));
        List<LiveRun.Epoch> epochs = new ArrayList<>();
        double best = Double.POSITIVE_INFINITY;
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            Map<String, Double> cells = cells(header, line);
            double number = cells.getOrDefault("epoch", Double.NaN);
            if (number >= 1 && number <= Integer.MAX_VALUE) {
                double validation = cells.getOrDefault("validation_loss", Double.NaN);
                epochs.add(epoch((int) number, cells, validation < best));
                best = validation < best ? validation : best;
            }
        }
        int last = epochs.isEmpty() ? 0 : epochs.getLast().epoch().number();
        return new LiveRun.Training(name, 0, List.of(), new Listener.Plan(0, 0, 0, 1, last), List.of(),
                List.of(), epochs);
    }

    private static Map<String, Double> cells(List<String> header, String line) {
        Map<String, Double> cells = new LinkedHashMap<>();
        String[] texts = line.split(",", MOST_COLUMNS);
        for (int i = 0; i < Math.min(texts.length, header.size()); i++) {
            try {
                cells.put(header.get(i), Double.parseDouble(texts[i]));
            } catch (NumberFormatException _) {
                // there is none
            }
        }
        return cells;
    }

    private static LiveRun.Epoch epoch(int number, Map<String, Double> cells, boolean best) {
        Map<String, Double> metrics = new LinkedHashMap<>(cells);
        metrics.remove("epoch");
        double train = orNaN(metrics.remove("train_loss"));
        double validation = orNaN(metrics.remove("validation_loss"));
        double rate = orNaN(metrics.remove("learning_rate"));
        double seconds = orNaN(metrics.remove("seconds"));
        return new LiveRun.Epoch(Instant.EPOCH,
                new History.Epoch(number, train, validation, metrics, rate, seconds), best);
    }

    private static double orNaN(Double value) {
        return value == null ? Double.NaN : value;
    }
}
