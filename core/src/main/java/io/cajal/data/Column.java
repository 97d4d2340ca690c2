package io.cajal.data;

import java.util.List;

/**
 * A column of a table.
 *
 * @param categories the texts of a category, of which a cell has one; of a boolean, first the one for no, then
 *     the one for yes; empty for other kinds
 * @param notation how the numbers or dates of its cells are written
 */
public record Column(String name, Kind kind, List<String> categories, Notation notation) {
    /** What the cells are. */
    public enum Kind {
        NUMBER, BOOLEAN, DATE, CATEGORY, TEXT, IGNORED
    }

    public Column {
        categories = List.copyOf(categories);
    }

    public Column(String name, Kind kind, List<String> categories) {
        this(name, kind, categories, Notation.STANDARD);
    }

    public static Column number(String name) {
        return new Column(name, Kind.NUMBER, List.of());
    }

    /** Words, as {@link Ngrams} has them. */
    public static Column text(String name) {
        return new Column(name, Kind.TEXT, List.of());
    }

    /** Numbers that a cell takes in a row. */
    public int width() {
        return kind == Kind.TEXT ? Ngrams.SLOTS : 1;
    }

    public static Column category(String name, List<String> categories) {
        return new Column(name, Kind.CATEGORY, categories);
    }
}
