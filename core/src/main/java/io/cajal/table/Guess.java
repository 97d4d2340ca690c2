package io.cajal.table;

import io.cajal.data.Column;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds out, cell by cell, what a column is. */
final class Guess {
    /** More texts than these are no categories. */
    private static final int MOST_CATEGORIES = 1000;
    /** Rows that are needed to tell a number from an identifier. */
    private static final int FEW = 50;

    /** Words in the names of columns that tell rows apart. */
    private static final Set<String> IDENTIFYING = Set.of("id", "uid", "uuid", "key", "index", "nr", "no");

    /** Words that the cells of a column of texts have on average, at least. */
    private static final int WORDS = 3;

    private final String name;
    private final boolean first;
    private final Set<String> texts = new TreeSet<>();
    private int cells;
    private int missing;
    private boolean numbers = true;
    private boolean whole = true;
    private boolean dates = true;
    private boolean rising = true;
    /** As far as the texts are kept. */
    private boolean different = true;
    private double last = Double.NEGATIVE_INFINITY;
    /** Of the texts that are kept. */
    private int words;

    /** Of the column with that name, which may be the first of its table. */
    Guess(String name, boolean first) {
        this.name = name;
        this.first = first;
    }

    void see(String cell) {
        cells++;
        if (Cells.isMissing(cell)) {
            missing++;
            return;
        }
        if (numbers) {
            double number = Cells.number(cell);
            numbers = !Double.isNaN(number);
            whole &= number == Math.rint(number);
            rising &= number == last + 1 || last == Double.NEGATIVE_INFINITY;
            last = number;
        }
        dates = dates && !numbers && !Double.isNaN(Cells.days(cell));
        if (texts.size() <= MOST_CATEGORIES) {
            boolean isNew = texts.add(cell.strip());
            different &= isNew;
            words += isNew && !numbers && !dates ? cell.strip().split("\\s+").length : 0;
        }
    }

    int missing() {
        return missing;
    }

    private int present() {
        return cells - missing;
    }

    /** Numbers that only name the rows, or texts of which hardly one comes twice, say nothing about new rows. */
    private boolean isIdentifier() {
        return present() >= FEW && (numbers ? whole && (rising || different && mayIdentify())
                : texts.size() > Math.min(MOST_CATEGORIES, present() / 2));
    }

    private boolean mayIdentify() {
        return first
                || Stream.of(name.toLowerCase(Locale.ROOT).split("[^a-z]+")).anyMatch(IDENTIFYING::contains);
    }

    /** As a column to learn from. */
    Column feature() {
        if (present() > 0 && !numbers && !dates && isIdentifier() && words >= WORDS * texts.size()) {
            return Column.text(name);
        }
        if (present() == 0 || texts.size() == 1 || !dates && isIdentifier()) {
            return new Column(name, Column.Kind.IGNORED, List.of());
        }
        return numbers ? Column.number(name) : column();
    }

    /** As the column that orders the rows. */
    Column order() {
        return new Column(name, dates ? Column.Kind.DATE : Column.Kind.NUMBER, List.of());
    }

    /** As the column to learn: few whole numbers are taken for classes. */
    Column target() {
        if (dates && present() > 0) {
            return new Column(name, Column.Kind.DATE, List.of());
        }
        boolean classes = !numbers || whole && texts.size() <= Math.min(20, Math.max(2, present() / 5));
        return !classes ? Column.number(name)
                : new Column(name, Column.Kind.CATEGORY, numbers ? inOrder() : List.copyOf(texts));
    }

    /** Why {@link #feature} left the column out. */
    String reason() {
        return present() == 0 ? "it is empty" : texts.size() == 1 ? "it is the same in every row"
                : !numbers ? "hardly a text comes twice"
                        : rising ? "it counts the rows"
                                : "it has another whole number in every row, as identifiers have";
    }

    private Column column() {
        if (dates) {
            return new Column(name, Column.Kind.DATE, List.of());
        }
        List<String> booleans = Cells.booleans(texts);
        return booleans != null ? new Column(name, Column.Kind.BOOLEAN, booleans)
                : Column.category(name, List.copyOf(texts));
    }

    /** As the user says. */
    Column as(Column.Kind kind) {
        List<String> booleans = Cells.booleans(texts);
        return switch (kind) {
            case CATEGORY -> Column.category(name, numbers ? inOrder() : List.copyOf(texts));
            case BOOLEAN -> new Column(name, kind,
                    booleans != null ? booleans : texts.size() == 2 ? List.copyOf(texts) : List.of("0", "1"));
            default -> new Column(name, kind, List.of());
        };
    }

    /** 2 before 10. */
    private List<String> inOrder() {
        return texts.stream().sorted((a, b) -> Double.compare(Cells.number(a), Cells.number(b))).toList();
    }
}
