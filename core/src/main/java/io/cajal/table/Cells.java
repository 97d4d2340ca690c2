package io.cajal.table;

import io.cajal.base.CajalException;
import io.cajal.data.Column;
import io.cajal.data.Ngrams;
import io.cajal.data.Notation;
import io.cajal.io.Shown;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the cells of one column as numbers of a row: texts of a file, or values of JSON. */
public final class Cells {
    private static final Set<String> MISSING = Set.of("", "?", "na", "n/a", "nan", "null", "none");
    private static final List<List<String>> BOOLEANS = List.of(List.of("false", "true"), List.of("no", "yes"),
            List.of("n", "y"), List.of("f", "t"), List.of("off", "on"));

    private final Column column;
    private final Map<String, Integer> places = new HashMap<>();

    public Cells(Column column) {
        this.column = column;
        boolean isBoolean = column.kind() == Column.Kind.BOOLEAN;
        for (int i = 0; i < column.categories().size(); i++) {
            String text = column.categories().get(i);
            places.put(isBoolean ? text.toLowerCase(Locale.ROOT) : text, i);
        }
    }

    static boolean isMissing(String cell) {
        return cell.length() <= 4 && MISSING.contains(cell.strip().toLowerCase(Locale.ROOT));
    }

    /** The two words of a boolean column, first the one for no; null when these texts are no such words. */
    static List<String> booleans(Set<String> texts) {
        return BOOLEANS.stream().filter(pair -> texts.stream()
                .allMatch(text -> pair.contains(text.toLowerCase(Locale.ROOT)))).findFirst().orElse(null);
    }

    /** A value of a row as it may stand in a file; empty when it is missing. */
    public static String shown(Column column, float value) {
        boolean isPlace = !column.categories().isEmpty();
        if (Float.isNaN(value) || isPlace && !(value >= 0 && value < column.categories().size())) {
            return "";
        }
        return isPlace ? column.categories().get((int) value)
                : column.kind() == Column.Kind.DATE
                        ? LocalDate.ofEpochDay((long) Math.floor(value)).toString()
                        : new BigDecimal(Float.toString(value)).stripTrailingZeros().toPlainString();
    }

    /**
     * The cell as a number: a date as days since 1970, a boolean as 0 or 1, a category as its place; NaN when
     * it is missing or a category that was never seen.
     *
     * @param path for the message, as is the line
     */
    float value(String cell, Path path, int line) {
        if (isMissing(cell)) {
            return Float.NaN;
        }
        double value = switch (column.kind()) {
            case NUMBER -> column.notation().number(cell);
            case DATE -> column.notation().days(cell);
            case BOOLEAN, CATEGORY -> place(cell);
            case TEXT, IGNORED -> Double.NaN;
        };
        if (Double.isNaN(value) && !mayBeUnknown()) {
            throw new CajalException(
                    "%s line %d, %s".formatted(path, line, mismatch(cell.strip(), written())));
        }
        return (float) value;
    }

    /** The same as a model takes it, into a row from {@code at} on. */
    void put(String cell, Path path, int line, float[] row, int at) {
        if (column.kind() == Column.Kind.TEXT) {
            put(cell, row, at);
        } else {
            row[at] = TableData.input(column, value(cell, path, line));
        }
    }

    private static void put(String text, float[] row, int at) {
        System.arraycopy(Ngrams.of(text), 0, row, at, Ngrams.SLOTS);
    }

    /**
     * Puts a value of JSON into a row from {@code at} on, as a model for tables takes it: a number, a text for a date, a
     * category or words, true or false or their words for a boolean, null for what is missing. A category that
     * was never seen is taken for missing, as in a file, and a sentence says so; any other value that does not
     * fit is an error, and so is a number that no float holds.
     *
     * @return what the caller should know; null for nothing
     */
    public String put(Object value, float[] row, int at) {
        if (column.kind() == Column.Kind.TEXT) {
            if (value != null && !(value instanceof String)) {
                throw new CajalException(mismatch(value, ""));
            }
            put(value == null ? "" : (String) value, row, at);
            return null;
        }
        row[at] = input(value);
        boolean isUnknown = column.kind() == Column.Kind.CATEGORY && row[at] < 0 && value != null
                && !(value instanceof String text && isMissing(text));
        return isUnknown ? "column %s: %s is none of the %,d categories in training, and counts as missing"
                .formatted(Shown.of(column.name()), Shown.of(value), column.categories().size()) : null;
    }

    private float input(Object value) {
        double number = switch (value) {
            case Boolean yes when column.kind() == Column.Kind.BOOLEAN -> yes ? 1 : 0;
            case Boolean yes -> place(yes.toString());
            case Number given when column.kind() == Column.Kind.NUMBER -> given.doubleValue();
            case String text when column.kind() == Column.Kind.DATE -> column.notation().days(text);
            case String text -> place(text);
            case Long whole -> place(whole.toString());
            case Double real ->
                place(real == Math.rint(real) ? Long.toString(real.longValue()) : real.toString());
            case null, default -> Double.NaN;
        };
        boolean isPart = value instanceof Map || value instanceof List;
        if (Double.isNaN(number) && value != null && (isPart || !mayBeUnknown())
                || Float.isInfinite((float) number)) {
            throw new CajalException(mismatch(value, ""));
        }
        return TableData.input(column, (float) number);
    }

    /** Of a boolean or a category; NaN for a text that is none. */
    private double place(String text) {
        String known = text.strip();
        Integer place = places
                .get(column.kind() == Column.Kind.BOOLEAN ? known.toLowerCase(Locale.ROOT) : known);
        return place == null ? Double.NaN : place;
    }

    private boolean mayBeUnknown() {
        return column.kind() == Column.Kind.CATEGORY || column.kind() == Column.Kind.IGNORED;
    }

    /** How a number of a file is written, as far as that is not plain. */
    private String written() {
        return column.notation() == Notation.DECIMAL_COMMA ? " with a decimal comma" : "";
    }

    private String mismatch(Object cell, String written) {
        String expected = switch (column.kind()) {
            case NUMBER -> "a number" + (cell instanceof Number ? " that a float holds" : written);
            case DATE -> "a date such as " + switch (column.notation()) {
                case MONTH_FIRST -> "2/29/2024";
                case DAY_FIRST -> "29/2/2024";
                default -> "2024-02-29";
            };
            case CATEGORY, TEXT -> "a text";
            default -> "one of " + String.join(", ", column.categories());
        };
        return "column %s: expected %s, got %s".formatted(Shown.of(column.name()), expected, Shown.of(cell));
    }
}
