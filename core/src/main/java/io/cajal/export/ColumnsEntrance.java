package io.cajal.export;

import io.cajal.base.CajalException;
import io.cajal.data.Column;
import io.cajal.data.Layout;
import io.cajal.nn.Parts;
import io.cajal.table.Features;
import io.cajal.train.Model;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** For rows of a table: a value for each column, as parameters, or where there are many as fields of a Row. */
final class ColumnsEntrance implements Entrance {
    /** More than these nobody passes in the right order. */
    private static final int MOST_PARAMETERS = 12;
    /** What one method can pass on within 64 KiB of code. */
    private static final int MOST_COLUMNS = 4000;
    private static final int SHOWN = 12;
    private static final int LINE_CHARS = 70;

    private final Model model;
    private final String className;
    private final int outputs;
    private final List<Column> columns;
    private final List<String> names;

    ColumnsEntrance(Model model, String className, int outputs) {
        this.model = model;
        this.className = className;
        this.outputs = outputs;
        columns = model.input().columns();
        Set<String> taken = new HashSet<>(Set.of("row", "cells"));
        names = columns.stream().map(column -> Words.identifier(column.name(), taken)).toList();
        if (columns.size() > MOST_COLUMNS) {
            throw new CajalException(
                    "export: the model has %,d columns, and a Java class is written for %,d at most"
                            .formatted(columns.size(), MOST_COLUMNS));
        }
    }

    private boolean asRow() {
        return columns.size() > MOST_PARAMETERS;
    }

    private boolean hasClasses() {
        return !model.classes().isEmpty();
    }

    private String target() {
        return Words
                .comment(model.provenance().getOrDefault("target", hasClasses() ? "the class" : "values"));
    }

    // Comments

    @Override
    public List<String> about() {
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add("Predicts %s from %s of a row.".formatted(target(),
                columns.size() == 1 ? "a column" : columns.size() + " columns"));
        paragraphs.add("<pre>\n" + example() + "</pre>");
        if (model.input().kind().equals("table")) {
            paragraphs.add(
                    "A value may be missing: pass NaN for a number, null for anything else. A category that "
                            + "training never saw counts as missing.");
        }
        return paragraphs;
    }

    private String example() {
        String call = hasClasses()
                ? "String answer = %s.predictClass(%s);\nfloat[] probabilities = %s.predict(%s);\n"
                : outputs == 1 ? "float value = %s.predict(%s)[0];\n" : "float[] values = %s.predict(%s);\n";
        if (!asRow()) {
            StringJoiner values = new StringJoiner(", ");
            IntStream.range(0, columns.size()).forEach(i -> values.add(Words.comment(typical(i))));
            return call.formatted(className, values, className, values);
        }
        StringBuilder text = new StringBuilder(
                "%s.Row row = new %s.Row();\n".formatted(className, className));
        for (int i = 0; i < Math.min(SHOWN, columns.size()); i++) {
            text.append("row.%s = %s;\n".formatted(names.get(i), Words.comment(typical(i))));
        }
        return text.append(columns.size() > SHOWN ? "// ... and so on\n" : "")
                .append(call.formatted(className, "row", className, "row")).toString();
    }

    /** What a row may have in column i: its mean, or its first category. */
    private String typical(int i) {
        Features features = Parts.layers(model.network()).values().stream()
                .filter(Features.class::isInstance).map(Features.class::cast).findFirst().orElse(null);
        double mean = features == null || i >= features.numbers() ? 0 : features.mean().toFloats()[i];
        boolean skewed = features != null && i < features.numbers()
                && features.logarithmic().toFloats()[i] != 0;
        double number = skewed ? Math.signum(mean) * Math.expm1(Math.abs(mean)) : mean;
        return switch (columns.get(i).kind()) {
            case BOOLEAN -> Boolean.toString(mean >= 0.5);
            case DATE -> {
                LocalDate date = LocalDate.ofEpochDay(Math.round(number));
                yield "LocalDate.of(%s, %s, %s)".formatted(date.getYear(), date.getMonthValue(),
                        date.getDayOfMonth());
            }
            case CATEGORY -> columns.get(i).categories().isEmpty() ? "null"
                    : Words.literal(columns.get(i).categories().getFirst());
            case TEXT -> "\"some words\"";
            default -> Double.toString(Double.parseDouble(String.format(Locale.ROOT, "%.3g", number)));
        };
    }

    private String meaning(int i) {
        Column column = columns.get(i);
        boolean canMiss = model.input().kind().equals("table");
        String words = column.categories().stream().limit(SHOWN).map(Words::comment)
                .collect(Collectors.joining(", "));
        String more = column.categories().size() > SHOWN ? ", ... (%s)".formatted(column.categories().size())
                : "";
        return "column %s: ".formatted(Words.comment(column.name())) + switch (column.kind()) {
            case BOOLEAN -> "true or false, or null";
            case DATE -> "a LocalDate or LocalDateTime, or null";
            case CATEGORY -> "one of " + words + more + ", or null";
            case TEXT -> "a text, or null";
            default -> canMiss ? "a number, or NaN" : "a number";
        };
    }

    // Code

    private static String type(Column column) {
        return switch (column.kind()) {
            case BOOLEAN -> "Boolean";
            case DATE -> "Temporal";
            case CATEGORY, TEXT -> "String";
            default -> "double";
        };
    }

    private String value(int i) {
        return asRow() ? "row." + names.get(i) : names.get(i);
    }

    private String cell(int i) {
        String value = value(i);
        return switch (columns.get(i).kind()) {
            case BOOLEAN -> "flag(%s)".formatted(value);
            case DATE -> "days(%s)".formatted(value);
            case CATEGORY -> "place(Categories.%s, %s)".formatted(constant(i), value);
            default -> "(float) " + value;
        };
    }

    private String constant(int i) {
        return names.get(i).replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    @Override
    public List<String> methods() {
        List<String> methods = new ArrayList<>();
        if (hasClasses()) {
            methods.add(javadoc("The most probable %s.".formatted(target()))
                    + "public static String predictClass(%s) {\n    return mostProbable(predict(%s));\n}\n"
                            .formatted(parameters(), asRow() ? "row" : String.join(", ", names)));
        }
        methods.add(javadoc(hasClasses() ? "The probability of each of {@link #CLASSES}."
                : "The predicted %s%s.".formatted(target(),
                        outputs == 1 ? ", as the only number of the array" : ""))
                + "public static float[] predict(%s) {\n%s}\n".formatted(parameters(), body().indent(4)));
        return methods;
    }

    /** One array of all cells; texts take many. */
    private String body() {
        Layout layout = Layout.of(columns);
        if (layout.width() == columns.size()) {
            return "return network(new float[] {\n%s});\n".formatted(IntStream.range(0, columns.size())
                    .mapToObj(i -> "    " + cell(i)).collect(Collectors.joining(",\n")));
        }
        StringBuilder lines = new StringBuilder("float[] cells = new float[%s];\n".formatted(layout.width()));
        for (int i = 0; i < columns.size(); i++) {
            lines.append(columns.get(i).kind() == Column.Kind.TEXT
                    ? "words(%s, cells, %s);\n".formatted(value(i), layout.start(i))
                    : "cells[%s] = %s;\n".formatted(layout.start(i), cell(i)));
        }
        return lines.append("return network(cells);\n").toString();
    }

    private String javadoc(String first) {
        List<String> paragraphs = new ArrayList<>(List.of(first));
        if (!asRow()) {
            for (int i = 0; i < columns.size(); i++) {
                paragraphs.add("@param %s %s".formatted(names.get(i), meaning(i)));
            }
        }
        return Words.javadoc(paragraphs);
    }

    private String parameters() {
        if (asRow()) {
            return "Row row";
        }
        List<String> each = IntStream.range(0, columns.size())
                .mapToObj(i -> type(columns.get(i)) + " " + names.get(i)).toList();
        String line = String.join(", ", each);
        return line.length() <= LINE_CHARS ? line : String.join(",\n        ", each);
    }

    @Override
    public List<String> helpers() {
        Set<Column.Kind> kinds = columns.stream().map(Column::kind).collect(Collectors.toSet());
        List<String> helpers = new ArrayList<>();
        if (kinds.contains(Column.Kind.CATEGORY)) {
            helpers.add("""
                    /** Where a category stands, -1 for none of them. */
                    private static int place(List<String> categories, String text) {
                        return text == null ? -1 : categories.indexOf(text.strip());
                    }
                    """);
        }
        if (kinds.contains(Column.Kind.TEXT)) {
            helpers.add(Texts.WORDS);
        }
        if (kinds.contains(Column.Kind.BOOLEAN)) {
            helpers.add("""
                    private static float flag(Boolean value) {
                        return value == null ? Float.NaN : value ? 1 : 0;
                    }
                    """);
        }
        if (kinds.contains(Column.Kind.DATE)) {
            helpers.add("""
                    /** Days since 1970. */
                    private static float days(Temporal date) {
                        if (date == null) {
                            return Float.NaN;
                        }
                        double day = date.getLong(ChronoField.EPOCH_DAY);
                        return (float) (date.isSupported(ChronoField.SECOND_OF_DAY)
                                ? day + date.getLong(ChronoField.SECOND_OF_DAY) / 86_400.0 : day);
                    }
                    """);
        }
        if (hasClasses()) {
            helpers.add(Texts.MOST_PROBABLE);
        }
        return helpers;
    }

    @Override
    public List<String> holders() {
        StringBuilder row = new StringBuilder();
        StringBuilder categories = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            String missing = type(column).equals("double") ? " = Double.NaN" : "";
            row.append(Words.javadoc(List.of(meaning(i))).indent(4))
                    .append("    public %s %s%s;\n".formatted(type(column), names.get(i), missing));
            if (column.kind() == Column.Kind.CATEGORY) {
                categories.append("    static final List<String> %s = %s;\n".formatted(constant(i),
                        Texts.list(column.categories())));
            }
        }
        List<String> holders = new ArrayList<>();
        if (asRow()) {
            holders.add(Words.javadoc(List.of("A row; what is not set is missing."))
                    + "public static final class Row {\n%s}\n".formatted(row));
        }
        if (!categories.isEmpty()) {
            holders.add("private static final class Categories {\n%s}\n".formatted(categories));
        }
        return holders;
    }
}
