package io.cajal.table;

import io.cajal.base.CajalException;
import io.cajal.data.Column;
import io.cajal.data.Notation;
import io.cajal.io.CsvReader;
import io.cajal.io.CsvStyle;
import io.cajal.io.Shown;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads tables to learn from. What each column is follows from all of its cells: numbers, dates, booleans (true and
 * false, yes and no), categories, texts of several words. Columns that say nothing about new rows are left out: those that are
 * empty or the same in every row, that count the rows, or in which hardly a text comes twice. {@snippet :
 * Table table = Tables.read(Path.of("houses.csv")).target("price").table();
 * }
 * So does how numbers and dates are written, as a {@link Notation}; what is unusual of that stands in the table's notes.
 * A file is read twice, so that no more than its numbers and texts is ever in memory.
 */
public final class Tables {
    /** Columns whose numbers or dates are written in a way of their own, and that are told one by one. */
    private static final int MOST_READINGS = 3;

    private final Path path;
    private CsvStyle style = CsvStyle.FOUND;
    private String target;
    private String order;
    private final Map<String, Column.Kind> kinds = new HashMap<>();
    private final Map<String, Notation> notations = new HashMap<>();
    private final Set<String> embedded = new HashSet<>();
    private String only;

    private Tables(Path path) {
        this.path = path;
    }

    public static Tables read(Path path) {
        return new Tables(path);
    }

    public Tables style(CsvStyle given) {
        style = given;
        return this;
    }

    /** The column to be learned. Rows without it are left out; few whole numbers in it are taken for classes. */
    public Tables target(String name) {
        target = name;
        return this;
    }

    /** The column that will order the rows: its values are kept, even if they say nothing about new rows. */
    public Tables order(String name) {
        order = name;
        return this;
    }

    /** What a column is, whatever its cells look like. */
    public Tables column(String name, Column.Kind kind) {
        kinds.put(name, kind);
        return this;
    }

    /** A column of numbers or dates, and how they are written. */
    public Tables column(String name, Column.Kind kind, Notation notation) {
        notations.put(name, notation);
        return column(name, kind);
    }

    /** A category that becomes a learned vector, however few values it has. */
    public Tables embed(String name) {
        embedded.add(name);
        return column(name, Column.Kind.CATEGORY);
    }

    /** To learn from the words of this column alone. */
    public Tables text(String name) {
        only = name;
        return column(name, Column.Kind.TEXT);
    }

    public Table table() throws IOException {
        List<String> notes = new ArrayList<>();
        List<Guess> guesses = new ArrayList<>();
        int rows = 0;
        try (CsvReader reader = CsvReader.open(path, style)) {
            checkNames(reader);
            reader.header().forEach(name -> guesses.add(new Guess(name, guesses.isEmpty())));
            while (reader.next()) {
                List<String> cells = reader.row();
                for (int i = 0; i < cells.size(); i++) {
                    guesses.get(i).see(cells.get(i));
                }
                rows++;
            }
            boolean isComma = guesses.stream().anyMatch(Guess::hasDecimalCommas)
                    || reader.separator() == ';' && guesses.stream().anyMatch(Guess::mayHaveDecimalCommas);
            guesses.forEach(guess -> guess.settle(isComma));
            List<Column> columns = columns(reader.header(), guesses, rows, notes);
            return filled(columns, rows, notes);
        }
    }

    private void checkNames(CsvReader reader) {
        Set<String> seen = new HashSet<>();
        for (String name : reader.header()) {
            if (!seen.add(name)) {
                throw new CajalException(
                        "%s has the column %s twice: give each a name of its own".formatted(path,
                                Shown.of(name)));
            }
        }
        kinds.keySet().forEach(reader::column);
        if (target != null) {
            reader.column(target);
        }
        if (order != null) {
            reader.column(order);
        }
    }

    private List<Column> columns(List<String> header, List<Guess> guesses, int rows, List<String> notes) {
        List<Column> columns = new ArrayList<>();
        List<String> readings = new ArrayList<>();
        for (int i = 0; i < guesses.size(); i++) {
            Guess guess = guesses.get(i);
            String name = header.get(i);
            String shown = name.isEmpty() ? "number %d, which has no name,".formatted(i + 1) : name;
            Column.Kind given = kinds.get(name);
            Column column = given != null ? guess.as(given)
                    : only != null && !name.equals(target) ? new Column(name, Column.Kind.IGNORED, List.of())
                            : name.equals(target) ? guess.target()
                                    : name.equals(order) ? guess.order() : guess.feature();
            if (notations.containsKey(name)) {
                column = new Column(name, column.kind(), column.categories(), notations.get(name));
            }
            columns.add(column);
            guess.reading(column).map(reading -> "column %s: %s".formatted(shown, reading))
                    .ifPresent(readings::add);
            if (column.kind() == Column.Kind.IGNORED && given == null && only == null) {
                notes.add("column %s is left out: %s".formatted(shown, guess.reason()));
            } else if (guess.missing() > 0 && column.kind() != Column.Kind.IGNORED) {
                notes.add("column %s: %,d of %,d values are missing".formatted(shown, guess.missing(), rows)
                        + (name.equals(target) ? "; their rows are left out" : ""));
            }
        }
        readings.stream().limit(MOST_READINGS).forEach(notes::add);
        if (readings.size() > MOST_READINGS) {
            notes.add(
                    "numbers and dates of %,d more in such ways".formatted(readings.size() - MOST_READINGS));
        }
        return columns;
    }

    private Table filled(List<Column> columns, int rows, List<String> notes) throws IOException {
        float[][] values = new float[columns.size()][];
        String[][] texts = new String[values.length][];
        Cells[] cells = new Cells[values.length];
        for (int i = 0; i < values.length; i++) {
            cells[i] = new Cells(columns.get(i));
            Column.Kind kind = columns.get(i).kind();
            texts[i] = new String[kind == Column.Kind.TEXT ? rows : 0];
            values[i] = new float[kind == Column.Kind.TEXT || kind == Column.Kind.IGNORED ? 0 : rows];
        }
        int count = 0;
        try (CsvReader reader = CsvReader.open(path, style)) {
            int wanted = target == null ? -1 : reader.column(target);
            int ordering = order == null ? -1 : reader.column(order);
            while (reader.next()) {
                if (count == rows) {
                    throw new CajalException(path + " has grown while it was read: try again");
                }
                for (int i = 0; i < values.length; i++) {
                    if (values[i].length > 0) {
                        values[i][count] = cells[i].value(reader.row().get(i), path, reader.line());
                    } else if (texts[i].length > 0) {
                        texts[i][count] = reader.row().get(i);
                    }
                }
                boolean isLearned = wanted < 0 || !Float.isNaN(values[wanted][count]);
                if (isLearned && ordering >= 0 && Float.isNaN(values[ordering][count])) {
                    throw new CajalException(
                            "%s line %d: column %s is missing, and the rows are ordered by it"
                                    .formatted(path, reader.line(), Shown.of(order)));
                }
                count += isLearned ? 1 : 0;
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i].length > count ? Arrays.copyOf(values[i], count) : values[i];
            texts[i] = texts[i].length > count ? Arrays.copyOf(texts[i], count) : texts[i];
        }
        return new Table(path.toString(), columns, values, texts, embedded, count, notes);
    }
}
