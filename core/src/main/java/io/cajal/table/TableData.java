package io.cajal.table;

import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Column;
import io.cajal.data.Dataset;
import io.cajal.data.Layout;
import io.cajal.data.Ngrams;
import io.cajal.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of a table as examples.
 *
 * @param inputs the columns to learn from, in the order of a network's parts
 * @param values of these columns by row of the table; empty for texts
 * @param texts of these columns by row of the table; empty for others
 * @param y by row of the table: class numbers, or values
 * @param classes empty when y are values
 * @param rows of the table that are examples
 */
record TableData(List<Column> inputs, List<float[]> values, List<String[]> texts, float[] y,
        List<String> classes, int[] rows) implements Dataset {

    static boolean isCategory(Column column) {
        return column.kind() == Column.Kind.CATEGORY;
    }

    /** A category that a row lacks has the place −1. */
    static float input(Column column, float value) {
        return isCategory(column) && Float.isNaN(value) ? -1 : value;
    }

    static TableData of(Table table, List<Column> inputs, Column target) {
        return new TableData(inputs,
                inputs.stream().map(c -> table.values()[table.column(c.name())]).toList(),
                inputs.stream().map(c -> table.texts()[table.column(c.name())]).toList(),
                table.values()[table.column(target.name())], target.categories(),
                IntStream.range(0, table.rows()).toArray());
    }

    @Override
    public int size() {
        return rows.length;
    }

    @Override
    public TableData subset(int... numbers) {
        return new TableData(inputs, values, texts, y, classes,
                IntStream.of(numbers).map(i -> rows[i]).toArray());
    }

    /** These examples and then others of the same table. */
    TableData and(TableData others) {
        return new TableData(inputs, values, texts, y, classes,
                IntStream.concat(IntStream.of(rows), IntStream.of(others.rows)).toArray());
    }

    @Override
    public Batch batch(int... numbers) {
        Layout layout = Layout.of(inputs);
        int width = layout.width();
        float[] x = new float[numbers.length * width];
        float[] targets = new float[numbers.length];
        for (int c = 0; c < inputs.size(); c++) {
            Column column = inputs.get(c);
            float[] cells = values.get(c);
            String[] words = texts.get(c);
            for (int i = 0; i < numbers.length; i++) {
                int at = i * width + layout.start(c);
                if (column.kind() == Column.Kind.TEXT) {
                    System.arraycopy(Ngrams.of(words[rows[numbers[i]]]), 0, x, at, Ngrams.SLOTS);
                } else {
                    x[at] = input(column, cells[rows[numbers[i]]]);
                }
            }
        }
        for (int i = 0; i < numbers.length; i++) {
            targets[i] = y[rows[numbers[i]]];
        }
        Shape shape = classes.isEmpty() ? Shape.of(numbers.length, 1) : Shape.of(numbers.length);
        return new Batch(Tensor.of(Shape.of(numbers.length, width), x), Tensor.of(shape, targets));
    }

    @Override
    public float[] targets() {
        float[] targets = new float[rows.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = y[rows[i]];
        }
        return targets;
    }

    /** The values of a column that is no text, by example. */
    float[] column(int c) {
        float[] cells = new float[rows.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = input(inputs.get(c), values.get(c)[rows[i]]);
        }
        return cells;
    }

    /** An example as it stood in the file, by column. */
    List<String> cells(int number) {
        int row = rows[number];
        return IntStream.range(0, inputs.size()).mapToObj(c -> inputs.get(c).kind() == Column.Kind.TEXT
                ? texts.get(c)[row] : Cells.shown(inputs.get(c), values.get(c)[row])).toList();
    }
}
