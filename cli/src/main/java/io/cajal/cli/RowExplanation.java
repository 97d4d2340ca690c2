package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Column;
import io.cajal.explain.Outcome;
import io.cajal.explain.Shapley;
import io.cajal.io.Json;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What each column contributes to a model's answer for one row.
 *
 * @param number of the row, from 1
 * @param asked the class to explain, or −1 for the most probable one
 */
record RowExplanation(Model model, Path data, int number, int asked) {

    /** Of rows [N × columns], compared with as many of the others as are wanted and there. */
    void print(Tensor rows, int background, Rng rng, boolean json) {
        int n = rows.size(0);
        if (n < 2) {
            throw new CajalException(data + " has one row only, and others are needed to compare it with");
        }
        if (rows.rank() != 2) {
            throw new CajalException(
                    "only a model of single numbers for columns can be explained by rows, and"
                            + " this one takes examples of " + model.input().shape());
        }
        Tensor row = rows.narrow(0, number - 1, 1);
        int[] others = Arrays.stream(rng.split("background").permutation(n)).filter(i -> i != number - 1)
                .limit(background).toArray();
        boolean classes = !model.classes().isEmpty();
        int place = !classes ? 0 : asked >= 0 ? asked : (int) model.predict(row).argmax(1).toFloats()[0];
        Outcome outcome = classes ? Outcome.probability(model.network(), place)
                : Outcome.output(model.network(), 0);
        Shapley shares = Shapley.of(outcome, row, rows.indexSelect(0, others), rng.split("orders"));
        if (json) {
            System.out.println(Json.write(object(row, place, shares, others.length)));
        } else {
            text(row, place, shares, others.length);
        }
    }

    private void text(Tensor row, int place, Shapley shares, int others) {
        boolean classes = !model.classes().isEmpty();
        Figures figures = Figures.of(shares, classes);
        String what = classes ? "the probability of " + model.classes().get(place)
                : model.provenance().containsKey("target")
                        ? "the predicted " + model.provenance().get("target")
                        : "output 1";
        System.out.printf(Locale.ROOT, "row %,d of %s: %s%n", number, data,
                new Predictions(model, false).line(row));
        System.out.printf(Locale.ROOT,
                "What each column adds to %s, compared with %,d other rows%s:%n%n", what, others,
                classes ? ", in percentage points" : ", in its own unit");
        System.out.println(table(row.toFloats(), shares, figures));
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

    private String table(float[] cells, Shapley shares, Figures figures) {
        Bars bars = new Bars(shares.contributions());
        List<Column> columns = columns(model);
        String[] numbers = Arrays.stream(shares.contributions()).mapToObj(figures::signed)
                .toArray(String[]::new);
        int width = Math.max("adds".length(),
                Arrays.stream(numbers).mapToInt(String::length).max().orElse(0));
        TextTable table = new TextTable("column", "value", " ".repeat(width - "adds".length()) + "adds", "");
        for (int i : order(shares)) {
            table.row(columns.get(i).name(), shown(columns.get(i), cells[i]),
                    " ".repeat(width - numbers[i].length()) + numbers[i],
                    bars.signed(shares.contributions()[i]));
        }
        return table.toString();
    }

    private Map<String, Object> object(Tensor row, int place, Shapley shares, int others) {
        boolean classes = !model.classes().isEmpty();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("row", number);
        if (classes) {
            object.put("class", model.classes().get(place));
        }
        object.put(classes ? "probability" : "value", shares.value());
        object.put("base", shares.base());
        object.put("background", others);
        List<Column> columns = columns(model);
        float[] cells = row.toFloats();
        List<Object> contributions = new ArrayList<>();
        for (int i : order(shares)) {
            Map<String, Object> share = new LinkedHashMap<>();
            share.put("column", columns.get(i).name());
            share.put("value", Float.isNaN(cells[i]) ? null : shown(columns.get(i), cells[i]));
            share.put("contribution", shares.contributions()[i]);
            share.put("error", shares.errors()[i]);
            contributions.add(share);
        }
        object.put("contributions", contributions);
        return object;
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

    /** A cell as it stood in the file. */
    private static String shown(Column column, float cell) {
        boolean isText = !column.categories().isEmpty();
        if (Float.isNaN(cell) || isText && !(cell >= 0 && cell < column.categories().size())) {
            return "(none)";
        }
        return isText ? column.categories().get((int) cell)
                : column.kind() == Column.Kind.DATE ? LocalDate.ofEpochDay((long) Math.floor(cell)).toString()
                        : new BigDecimal(Float.toString(cell)).stripTrailingZeros().toPlainString();
    }

    /** Numbers of one size, all with as many decimals: four figures of the largest. */
    private record Figures(double unit, int decimals) {
        static Figures of(Shapley shares, boolean classes) {
            double largest = Math.max(Math.abs(shares.value()), Math.abs(shares.base()));
            for (double contribution : shares.contributions()) {
                largest = Math.max(largest, Math.abs(contribution));
            }
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
