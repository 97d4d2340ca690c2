package io.cajal.table;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.base.Shape;
import io.cajal.data.Column;
import io.cajal.data.Layout;
import io.cajal.io.Shown;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A saved model for tables as a program uses it: a row by the names of its columns in, a class or a value out. {@snippet :
 * TableModel model = TableModel.load(Path.of("runs/iris/model.safetensors"));
 * TableModel.Answer answer = model.predict(Map.of("sepal_length", 5.9, "sepal_width", 3.2,
 *         "petal_length", 4.8, "petal_width", 1.8));
 * System.out.println(answer.name() + " " + answer.probability());
 * }
 * It does not change, so any number of threads, virtual ones as well, may ask it at the same time.
 */
public final class TableModel {
    private final Model model;
    private final List<Column> columns;
    private final List<String> names;
    private final Layout layout;
    private final Cells[] cells;

    private TableModel(Model model) {
        this.model = model;
        columns = model.input().columns();
        names = columns.stream().map(Column::name).toList();
        layout = model.input().layout();
        cells = columns.stream().map(Cells::new).toArray(Cells[]::new);
    }

    /**
     * What the model says of a row.
     *
     * @param name of the class that is most likely; empty when the answer is a value
     * @param probability of that class; NaN for a value
     * @param values the probability of each of {@link #classes}, or the value
     */
    public record Answer(String name, double probability, List<Double> values) {
        /** The answer of a model whose answers are values. */
        public double value() {
            return values.getFirst();
        }
    }

    public static TableModel load(Path path) throws IOException {
        return of(Model.load(path));
    }

    public static TableModel of(Model model) {
        if (!model.input().kind().equals("table")) {
            throw new CajalException("this model takes %s and no rows of a table: use Model.predict"
                    .formatted(model.input().kind()));
        }
        return new TableModel(model);
    }

    /** What a row is made of. */
    public List<Column> columns() {
        return columns;
    }

    /** The classes that an answer may have; none when it is a value. */
    public List<String> classes() {
        return model.classes();
    }

    /**
     * Of a row by column: a number, a text for a category or a date, a boolean. A missing value is null; a map that
     * allows it, such as a {@code HashMap}, may have it, and every column must be named.
     */
    public Answer predict(Map<String, ?> row) {
        for (String name : row.keySet()) {
            if (!names.contains(name)) {
                throw new CajalException("the model has no column %s%s".formatted(Shown.of(name),
                        Nearest.hint(name, names)));
            }
        }
        float[] x = new float[layout.width()];
        for (int i = 0; i < cells.length; i++) {
            if (!row.containsKey(names.get(i))) {
                throw new CajalException("the row lacks the column %s; a missing value is null"
                        .formatted(Shown.of(names.get(i))));
            }
            cells[i].put(plain(row.get(names.get(i))), x, layout.start(i));
        }
        double[] values = model.predict(Tensor.of(Shape.of(1, x.length), x)).toDoubles();
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        boolean isClass = !classes().isEmpty();
        return new Answer(isClass ? classes().get(best) : "", isClass ? values[best] : Double.NaN,
                Arrays.stream(values).boxed().toList());
    }

    /** Numbers as JSON has them, dates as text. */
    private static Object plain(Object value) {
        return switch (value) {
            case Integer i -> i.longValue();
            case Short s -> s.longValue();
            case Byte b -> b.longValue();
            case Float f -> f.doubleValue();
            case LocalDate date -> date.toString();
            case null, default -> value;
        };
    }
}
