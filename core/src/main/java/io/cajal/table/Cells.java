package io.cajal.table;

import io.cajal.base.CajalException;
import io.cajal.data.Column;
import io.cajal.io.CsvReader;
import io.cajal.io.Shown;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the cells of one column as numbers. */
final class Cells {
    private static final Set<String> MISSING = Set.of("", "?", "na", "n/a", "nan", "null", "none");
    private static final List<List<String>> BOOLEANS = List.of(List.of("false", "true"), List.of("no", "yes"),
            List.of("n", "y"), List.of("f", "t"), List.of("off", "on"));
    private static final double SECONDS_PER_DAY = 86_400;
    /** 2024-02-29, 2024/02/29, 29.02.2024, 2024-02-29T13:45:00, 2024-02-29 13:45. */
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendOptional(DateTimeFormatter.ofPattern("uuuu-MM-dd"))
            .appendOptional(DateTimeFormatter.ofPattern("uuuu/MM/dd"))
            .appendOptional(DateTimeFormatter.ofPattern("dd.MM.uuuu"))
            .appendOptional(DateTimeFormatter.ofPattern("['T'][' ']HH:mm[:ss][.SSS]['Z']"))
            .toFormatter(Locale.ROOT);

    private final Column column;
    private final Map<String, Integer> places = new HashMap<>();

    Cells(Column column) {
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

    /** A finite number, or NaN for any other text. */
    static double number(String cell) {
        return CsvReader.number(cell.strip());
    }

    /** Days since 1970, or NaN for any text that is no date. */
    static double days(String cell) {
        try {
            var parsed = DATE.parseBest(cell.strip(), LocalDateTime::from, LocalDate::from);
            return parsed instanceof LocalDateTime time ? time.toEpochSecond(ZoneOffset.UTC) / SECONDS_PER_DAY
                    : ((LocalDate) parsed).toEpochDay();
        } catch (DateTimeException e) {
            return Double.NaN;
        }
    }

    /**
     * The cell as a number: a date as days since 1970, a boolean as 0 or 1, a category as its place; NaN when it is
     * missing or a category that was never seen.
     *
     * @param path for the message, as is the line
     */
    float value(String cell, Path path, int line) {
        if (isMissing(cell)) {
            return Float.NaN;
        }
        double value = switch (column.kind()) {
            case NUMBER -> number(cell);
            case DATE -> days(cell);
            case BOOLEAN -> places.getOrDefault(cell.strip().toLowerCase(Locale.ROOT), -1);
            case CATEGORY -> places.containsKey(cell.strip()) ? places.get(cell.strip()) : -2;
            case IGNORED -> -2;
        };
        if (value == -2) {
            return Float.NaN;
        }
        boolean bad = column.kind() == Column.Kind.BOOLEAN ? value < 0 : Double.isNaN(value);
        if (bad) {
            throw new CajalException("%s line %d, column %s: expected %s, got %s".formatted(path, line,
                    Shown.of(column.name()), expected(), Shown.of(cell.strip())));
        }
        return (float) value;
    }

    private String expected() {
        return switch (column.kind()) {
            case NUMBER -> "a number";
            case DATE -> "a date such as 2024-02-29";
            default -> "one of " + String.join(", ", column.categories());
        };
    }
}
