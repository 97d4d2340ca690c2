package io.cajal.series;

import io.cajal.base.CajalException;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A saved model that forecasts: its inputs are the last values of a series, and its provenance names the columns and how
 * far it looks ahead.
 *
 * @param time the column of the times
 * @param value the column of the values
 */
public record SeriesModel(Model model, String time, String value, int horizon, int season) {
    private static final String TIME = "time";
    private static final String VALUE = "target";
    private static final String HORIZON = "horizon";
    private static final String SEASON = "season";

    /** What a model's file says of a forecaster. */
    public static Map<String, String> provenance(String time, String value, int horizon, int season) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put(TIME, time);
        provenance.put(VALUE, value);
        provenance.put(HORIZON, Integer.toString(horizon));
        provenance.put(SEASON, Integer.toString(season));
        return provenance;
    }

    /** The values before time t, the oldest first: {@code t-3, t-2, t-1}. */
    public static Model.Input input(int length) {
        return Model.Input
                .numbers(IntStream.iterate(length, i -> i > 0, i -> i - 1).mapToObj(i -> "t-" + i).toList());
    }

    /** Empty for a model of another kind. */
    public static Optional<SeriesModel> of(Model model) {
        Map<String, String> said = model.provenance();
        if (!List.of(TIME, VALUE, HORIZON, SEASON).stream().allMatch(said::containsKey)) {
            return Optional.empty();
        }
        return Optional.of(new SeriesModel(model, said.get(TIME), said.get(VALUE), number(said, HORIZON),
                number(said, SEASON)));
    }

    private static int number(Map<String, String> said, String key) {
        try {
            int number = Integer.parseInt(said.get(key));
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new CajalException("model: expected a %s of 1 or more, got %s".formatted(key, said.get(key)));
    }

    /** A series for it, long enough for one forecast. */
    public Series read(Path path) throws IOException {
        Series series = Series.read(path, time, value);
        if (series.length() < length()) {
            throw new CajalException(
                    "%s: the model looks at the last %d values, the series has %d".formatted(path,
                            length(), series.length()));
        }
        return series;
    }

    /** Values that a forecast needs. */
    public int length() {
        return model.input().elements();
    }

    /** It has learned already: it takes any past as it is. */
    public Forecaster forecaster(String name) {
        return NetworkForecaster.trained(name, model.network(), length());
    }
}
