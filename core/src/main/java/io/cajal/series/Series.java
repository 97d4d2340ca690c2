package io.cajal.series;

import io.cajal.base.CajalException;
import io.cajal.io.CsvReader;
import io.cajal.io.CsvStyle;
import io.cajal.io.Shown;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Values at regular times, one after the other: {@snippet :
 * Series passengers = Series.read(Path.of("airline-passengers.csv"), "Month", "Passengers");
 * }
 *
 * @param name of the column that the values are from
 * @param axis where they lie in time
 */
public record Series(String name, TimeAxis axis, double[] values) {

    public Series {
        values = values.clone();
    }

    /** Two columns of a file of separated values; the step of the times is found out. */
    public static Series read(Path path, String time, String value) throws IOException {
        return read(path, CsvStyle.FOUND.asking(List.of(time, value)), time, value);
    }

    /**
     * A gap, a time that comes twice or too early, and a value that is missing are errors that name the line: what
     * stands in for them is the user's to say.
     */
    public static Series read(Path path, CsvStyle style, String time, String value) throws IOException {
        List<Double> values = new ArrayList<>();
        Times times = new Times(path.toString(), time);
        try (CsvReader reader = CsvReader.open(path, style)) {
            int when = reader.column(time);
            int what = reader.column(value);
            while (reader.next()) {
                times.add(reader.row().get(when), reader.line());
                String cell = reader.row().get(what).strip();
                double number = CsvReader.number(cell);
                if (Double.isNaN(number)) {
                    throw new CajalException(
                            "%s line %d, column %s: expected the value at %s, a number, got %s"
                                    .formatted(path, reader.line(), Shown.of(value),
                                            reader.row().get(when).strip(),
                                            cell.isEmpty() ? "nothing" : Shown.of(cell)));
                }
                values.add(number);
            }
        }
        return new Series(value, times.axis(), values.stream().mapToDouble(v -> v).toArray());
    }

    public int length() {
        return values.length;
    }

    /** The time of a value, or of one that is still to come. */
    public String time(int place) {
        return axis.label(place);
    }

    /** The values before that place. */
    double[] before(int place) {
        return Arrays.copyOf(values, place);
    }

    @Override
    public double[] values() {
        return values.clone();
    }
}
