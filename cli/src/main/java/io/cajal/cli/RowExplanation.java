package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Column;
import io.cajal.explain.Outcome;
import io.cajal.explain.Shapley;
import io.cajal.explain.WordShares;
import io.cajal.io.CsvStyle;
import io.cajal.io.Json;
import io.cajal.report.TextTable;
import io.cajal.table.Cells;
import io.cajal.table.TableRows;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import io.cajal.train.TextInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What each column contributes to a model's answer for one row.
 *
 * @param number of the row, from 1
 * @param asked the class to explain, or −1 for the most probable one
 */
record RowExplanation(Model model, Path data, int number, int asked) {
    /** Characters of a cell, and words of a text, that are shown. */
    private static final int LONG = 40;
    private static final int WORDS = 15;

    /** Of rows [N × numbers], compared with as many of the others as are wanted and there. */
    void print(Tensor rows, int background, Rng rng, boolean json) throws IOException {
        if (rows.rank() != 2) {
            throw new CajalException(
                    "only a model of single numbers for columns can be explained by rows, and"
                            + " this one takes examples of " + model.input().shape());
        }
        Tensor row = rows.narrow(0, number - 1, 1);
        boolean classes = !model.classes().isEmpty();
        int place = !classes ? 0 : asked >= 0 ? asked : (int) model.predict(row).argmax(1).toFloats()[0];
        Outcome outcome = classes ? Outcome.probability(model.network(), place)
                : Outcome.output(model.network(), 0);
        Optional<TextInput> read = TextInput.of(model);
        if (read.isPresent()) {
            Map<String, WordShares> words = Map.of(read.get().column(),
                    WordShares.of(outcome, row, read.get()));
            print(row, new Answer(place, List.of(), null, words), json);
            return;
        }
        List<String> cells = cells(row);
        Answer answer = new Answer(place, cells, isTextAlone() ? null
                : shares(outcome, rows, row, background, rng), words(outcome, row, cells));
        print(row, answer, json);
    }

    private void print(Tensor row, Answer answer, boolean json) {
        if (json) {
            System.out.println(Json.write(object(answer)));
        } else {
            text(row, answer);
        }
    }

    /**
     * What is said of the row.
     *
     * @param cells as they stand in the file
     * @param shares of the columns; null where there is one alone, a text
     * @param words by column of texts
     */
    private record Answer(int place, List<String> cells, Compared shares, Map<String, WordShares> words) {
    }

    private record Compared(Shapley shapley, int others) {
    }

    private boolean isTextAlone() {
        return model.input().columns().size() == 1 && isText(model.input().columns().getFirst());
    }

    private static boolean isText(Column column) {
        return column.kind() == Column.Kind.TEXT;
    }

    private Compared shares(Outcome outcome, Tensor rows, Tensor row, int background, Rng rng) {
        int n = rows.size(0);
        if (n < 2) {
            throw new CajalException(data + " has one row only, and others are needed to compare it with");
        }
        int[] others = Arrays.stream(rng.split("background").permutation(n)).filter(i -> i != number - 1)
                .limit(background).toArray();
        return new Compared(Shapley.of(outcome, row, rows.indexSelect(0, others), model.input().layout(),
                rng.split("orders")), others.length);
    }

    private Map<String, WordShares> words(Outcome outcome, Tensor row, List<String> cells) {
        Map<String, WordShares> words = new LinkedHashMap<>();
        for (int c = 0; c < model.input().columns().size(); c++) {
            if (isText(model.input().columns().get(c))) {
                words.put(model.input().columns().get(c).name(),
                        WordShares.of(outcome, row, model.input().layout(), c, cells.get(c)));
            }
        }
        return words;
    }

    /** As they stand in the file; texts are not found in numbers. */
    private List<String> cells(Tensor row) throws IOException {
        List<Column> columns = columns(model);
        if (columns.stream().anyMatch(RowExplanation::isText)) {
            try (TableRows source = TableRows.open(data, CsvStyle.FOUND, columns)) {
                List<String> cells = source.cells();
                for (int i = 1; i < number; i++) {
                    cells = source.cells();
                }
                return cells;
            }
        }
        float[] values = row.toFloats();
        return IntStream.range(0, values.length).mapToObj(c -> Cells.shown(columns.get(c), values[c]))
                .toList();
    }

    private void text(Tensor row, Answer answer) {
        boolean classes = !model.classes().isEmpty();
        String what = classes ? "the probability of " + model.classes().get(answer.place())
                : model.provenance().containsKey("target")
                        ? "the predicted " + model.provenance().get("target")
                        : "output 1";
        System.out.printf(Locale.ROOT, "row %,d of %s: %s%n", number, data,
                new Predictions(model, false).line(row));
        if (answer.shares() != null) {
            columns(what, answer);
        }
        answer.words().forEach((column, words) -> {
            if (!words.shares().isEmpty()) {
                words(column, what, words);
            }
        });
    }

    /** The words that count most. */
    private void words(String column, String what, WordShares words) {
        List<WordShares.Share> first = words.shares().subList(0, Math.min(WORDS, words.shares().size()));
        double[] adds = first.stream().mapToDouble(WordShares.Share::adds).toArray();
        Figures figures = Figures.of(adds, !model.classes().isEmpty());
        System.out.printf("%nWhat words of %s add to %s%s, by how far it falls when they are left out:%n%n",
                column,
                what, model.classes().isEmpty() ? "" : ", in percentage points");
        System.out.println(
                table(List.of("word"), first.stream().map(share -> List.of(share.word())).toList(), adds,
                        figures));
    }

    private void columns(String what, Answer answer) {
        boolean classes = !model.classes().isEmpty();
        Shapley shares = answer.shares().shapley();
        double[] adds = shares.contributions();
        Figures figures = Figures.of(DoubleStream.concat(Arrays.stream(adds),
                DoubleStream.of(shares.value(), shares.base())).toArray(), classes);
        System.out.printf(Locale.ROOT,
                "What each column adds to %s, compared with %,d other rows%s:%n%n", what,
                answer.shares().others(), classes ? ", in percentage points" : ", in its own unit");
        int[] order = order(shares);
        System.out.println(table(List.of("column", "value"), Arrays.stream(order).mapToObj(
                c -> List.of(columns(model).get(c).name(), shown(answer.cells().get(c)))).toList(),
                Arrays.stream(order).mapToDouble(c -> adds[c]).toArray(), figures));
        String percent = classes ? " %" : "";
        System.out.printf("%nsum %s: the answer here is %s%s, the mean of those rows, the base value, %s%s%n",
                figures.signed(shares.difference()), figures.of(shares.value()), percent,
                figures.of(shares.base()), percent);
        double error = Arrays.stream(shares.errors()).max().orElse(0) * figures.unit();
        if (error > 0) {
            System.out.printf(Locale.ROOT,
                    "Each share is an estimate from drawn orders, with a standard error of %.2g or less.%n",
                    error);
        }
    }

    private static String shown(String cell) {
        return cell.isBlank() ? "(none)" : cell.length() > LONG ? cell.substring(0, LONG) + "…" : cell;
    }

    private static String table(List<String> header, List<List<String>> rows, double[] adds,
            Figures figures) {
        Bars bars = new Bars(adds);
        String[] numbers = Arrays.stream(adds).mapToObj(figures::signed).toArray(String[]::new);
        int width = Math.max("adds".length(),
                Arrays.stream(numbers).mapToInt(String::length).max().orElse(0));
        TextTable table = new TextTable(Stream.concat(header.stream(),
                Stream.of(" ".repeat(width - "adds".length()) + "adds", "")).toArray(String[]::new));
        for (int i = 0; i < adds.length; i++) {
            table.row(Stream.concat(rows.get(i).stream(), Stream.of(
                    " ".repeat(width - numbers[i].length()) + numbers[i], bars.signed(adds[i])))
                    .toArray(String[]::new));
        }
        return table.toString();
    }

    private Map<String, Object> object(Answer answer) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("row", number);
        if (!model.classes().isEmpty()) {
            object.put("class", model.classes().get(answer.place()));
        }
        if (answer.shares() != null) {
            contributions(answer, object);
        }
        if (!answer.words().isEmpty()) {
            List<Object> words = new ArrayList<>();
            answer.words().forEach((column, all) -> all.shares().forEach(share -> {
                Map<String, Object> word = new LinkedHashMap<>();
                word.put("column", column);
                word.put("word", share.word());
                word.put("contribution", share.adds());
                words.add(word);
            }));
            object.put("words", words);
        }
        return object;
    }

    private void contributions(Answer answer, Map<String, Object> object) {
        Shapley shares = answer.shares().shapley();
        object.put(model.classes().isEmpty() ? "value" : "probability", shares.value());
        object.put("base", shares.base());
        object.put("background", answer.shares().others());
        List<Object> contributions = new ArrayList<>();
        for (int i : order(shares)) {
            Map<String, Object> share = new LinkedHashMap<>();
            share.put("column", columns(model).get(i).name());
            share.put("value", answer.cells().get(i).isBlank() ? null : answer.cells().get(i));
            share.put("contribution", shares.contributions()[i]);
            share.put("error", shares.errors()[i]);
            contributions.add(share);
        }
        object.put("contributions", contributions);
    }

    /** The largest contributions first. */
    private static int[] order(Shapley shares) {
        double[] c = shares.contributions();
        return IntStream.range(0, c.length).boxed()
                .sorted((a, b) -> Double.compare(Math.abs(c[b]), Math.abs(c[a]))).mapToInt(i -> i).toArray();
    }

    /** What the numbers of an example mean; without names they are counted. */
    static List<Column> columns(Model model) {
        return !model.input().columns().isEmpty() ? model.input().columns()
                : IntStream.rangeClosed(1, model.input().elements())
                        .mapToObj(i -> Column.number("input " + i)).toList();
    }

    /** Numbers of one size, all with as many decimals: four figures of the largest. */
    private record Figures(double unit, int decimals) {
        static Figures of(double[] values, boolean classes) {
            double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
            return classes ? new Figures(100, 2)
                    : new Figures(1,
                            largest > 0 ? Math.clamp(3 - (int) Math.floor(Math.log10(largest)), 0, 9) : 0);
        }

        String of(double value) {
            return (value < 0 ? "−" : "")
                    + String.format(Locale.ROOT, "%,." + decimals + "f", Math.abs(unit * value));
        }

        String signed(double value) {
            return (value < 0 ? "" : "+") + of(value);
        }
    }
}
