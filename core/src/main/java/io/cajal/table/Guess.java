package io.cajal.table;

import io.cajal.data.Column;
import io.cajal.data.Notation;
import io.cajal.io.CsvReader;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    private final Numbers points = new Numbers(Notation.STANDARD);
    private final Numbers commas = new Numbers(Notation.DECIMAL_COMMA);
    /** The notations in which all cells are dates. */
    private final Set<Notation> dates = EnumSet.of(Notation.STANDARD, Notation.MONTH_FIRST,
            Notation.DAY_FIRST);
    /** Whether the table's numbers have decimal commas, where a column alone leaves it open. */
    private boolean isComma;
    /** As far as the texts are kept. */
    private boolean different = true;
    /** Of the texts that are kept. */
    private int words;

    /** Whether all cells are numbers in a notation, and which. */
    private static final class Numbers {
        private final Notation notation;
        private boolean all = true;
        private boolean whole = true;
        private boolean rising = true;
        private double last = Double.NEGATIVE_INFINITY;

        Numbers(Notation notation) {
            this.notation = notation;
        }

        void see(String cell) {
            double number = notation.number(cell);
            all = !Double.isNaN(number);
            whole &= number == Math.rint(number);
            rising &= number == last + 1 || last == Double.NEGATIVE_INFINITY;
            last = number;
        }
    }

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
        if (points.all) {
            points.see(cell);
        }
        if (commas.all) {
            commas.see(cell);
        }
        dates.removeIf(notation -> points.all || Double.isNaN(notation.days(cell)));
        if (texts.size() <= MOST_CATEGORIES) {
            boolean isNew = texts.add(cell.strip());
            different &= isNew;
            words += isNew && !isNumbers() && dates.isEmpty() ? cell.strip().split("\\s+").length : 0;
        }
    }

    int missing() {
        return missing;
    }

    /** Whether these can only be numbers with decimal commas: 12,50. */
    boolean hasDecimalCommas() {
        return present() > 0 && commas.all && !points.all;
    }

    /** Whether these can be numbers with decimal commas, or with commas before thousands: 1,234. */
    boolean mayHaveDecimalCommas() {
        return present() > 0 && commas.all && texts.stream().anyMatch(text -> text.indexOf(',') >= 0);
    }

    /** Says what the other columns show: whether the table's numbers have decimal commas. */
    void settle(boolean decimalCommas) {
        isComma = decimalCommas && commas.all;
    }

    /** What the cells are as numbers, in the notation that is settled. */
    private Numbers numbers() {
        return isComma || !points.all ? commas : points;
    }

    private boolean isNumbers() {
        return points.all || commas.all;
    }

    private boolean isDates() {
        return !dates.isEmpty();
    }

    /** Whether nothing says if the day or the month of these dates comes first. */
    private boolean isOpen() {
        return dates.contains(Notation.MONTH_FIRST) && dates.contains(Notation.DAY_FIRST)
                && !dates.contains(Notation.STANDARD);
    }

    private Column number() {
        return new Column(name, Column.Kind.NUMBER, List.of(), numbers().notation);
    }

    private Column date() {
        return new Column(name, Column.Kind.DATE, List.of(),
                isDates() ? dates.iterator().next() : Notation.STANDARD);
    }

    private int present() {
        return cells - missing;
    }

    /** Numbers that only name the rows, or texts of which hardly one comes twice, say nothing about new rows. */
    private boolean isIdentifier() {
        return present() >= FEW
                && (isNumbers() ? numbers().whole && (numbers().rising || different && mayIdentify())
                        : texts.size() > Math.min(MOST_CATEGORIES, present() / 2));
    }

    private boolean mayIdentify() {
        return first
                || Stream.of(name.toLowerCase(Locale.ROOT).split("[^a-z]+")).anyMatch(IDENTIFYING::contains);
    }

    /** As a column to learn from. */
    Column feature() {
        if (present() > 0 && !isNumbers() && !isDates() && isIdentifier() && words >= WORDS * texts.size()) {
            return Column.text(name);
        }
        if (present() == 0 || texts.size() == 1 || !isDates() && isIdentifier()) {
            return new Column(name, Column.Kind.IGNORED, List.of());
        }
        return isNumbers() ? number() : column();
    }

    /** As the column that orders the rows. */
    Column order() {
        return isDates() ? date() : number();
    }

    /** As the column to learn: few whole numbers are taken for classes. */
    Column target() {
        if (isDates() && present() > 0) {
            return date();
        }
        boolean classes = !isNumbers()
                || numbers().whole && texts.size() <= Math.min(20, Math.max(2, present() / 5));
        return !classes ? number()
                : new Column(name, Column.Kind.CATEGORY, isNumbers() ? inOrder() : List.copyOf(texts));
    }

    /** Why {@link #feature} left the column out. */
    String reason() {
        return present() == 0 ? "it is empty" : texts.size() == 1 ? "it is the same in every row"
                : !isNumbers() ? "hardly a text comes twice"
                        : numbers().rising ? "it counts the rows"
                                : "it has another whole number in every row, as identifiers have";
    }

    /** How the longest of its unusual cells is read, for a user to check: "1.234,50 is read as 1234.5". */
    Optional<String> reading(Column column) {
        boolean isDate = column.kind() == Column.Kind.DATE;
        return texts.stream().filter(text -> isUnusual(column, text))
                .max(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))
                .map(text -> "%s is read as %s%s".formatted(text,
                        Cells.shown(column, (float) (isDate ? column.notation().days(text)
                                : column.notation().number(text))),
                        isDate && isOpen()
                                ? "; if the day comes first, say --column \"%s=day-first\"".formatted(name)
                                : ""));
    }

    private static boolean isUnusual(Column column, String text) {
        return switch (column.kind()) {
            case NUMBER -> CsvReader.number(text) != column.notation().number(text);
            case DATE -> column.notation() != Notation.STANDARD && Double.isNaN(Notation.STANDARD.days(text));
            default -> false;
        };
    }

    private Column column() {
        if (isDates()) {
            return date();
        }
        List<String> booleans = Cells.booleans(texts);
        return booleans != null ? new Column(name, Column.Kind.BOOLEAN, booleans)
                : Column.category(name, List.copyOf(texts));
    }

    /** As the user says. */
    Column as(Column.Kind kind) {
        List<String> booleans = Cells.booleans(texts);
        return switch (kind) {
            case CATEGORY -> Column.category(name, isNumbers() ? inOrder() : List.copyOf(texts));
            case BOOLEAN -> new Column(name, kind,
                    booleans != null ? booleans : texts.size() == 2 ? List.copyOf(texts) : List.of("0", "1"));
            case NUMBER -> isNumbers() ? number() : Column.number(name);
            case DATE -> date();
            default -> new Column(name, kind, List.of());
        };
    }

    /** 2 before 10. */
    private List<String> inOrder() {
        return texts.stream()
                .sorted((a, b) -> Double.compare(numbers().notation.number(a), numbers().notation.number(b)))
                .toList();
    }
}
