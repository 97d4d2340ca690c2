package io.cajal.table;

import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Column;
import io.cajal.data.Dataset;
import io.cajal.tensor.Tensor;
import java.util.List;

/**
 * The rows of a table as examples.
 *
 * @param columns the values of the columns to learn from, numbers first; see {@link Features}
 * @param y by row: class numbers, or values
 * @param classes empty when y are values
 */
record TableData(List<float[]> columns, float[] y, List<String> classes) implements Dataset {

    /** The columns to learn from in the order of {@link Features}: numbers first. */
    static List<Column> ordered(List<Column> columns) {
        return columns.stream().sorted((a, b) -> Boolean.compare(isCategory(a), isCategory(b))).toList();
    }

    static boolean isCategory(Column column) {
        return column.kind() == Column.Kind.CATEGORY;
    }

    /** A category that a row lacks has the place −1. */
    static float input(Column column, float value) {
        return isCategory(column) && Float.isNaN(value) ? -1 : value;
    }

    static TableData of(Table table, List<Column> inputs, Column target) {
        List<float[]> columns = inputs.stream().map(column -> {
            float[] values = table.values()[table.column(column.name())];
            if (!isCategory(column)) {
                return values;
            }
            float[] places = values.clone();
            for (int i = 0; i < places.length; i++) {
                places[i] = input(column, places[i]);
            }
            return places;
        }).toList();
        return new TableData(columns, table.values()[table.column(target.name())], target.categories());
    }

    @Override
    public int size() {
        return y.length;
    }

    @Override
    public Batch batch(int... numbers) {
        int width = columns.size();
        float[] rows = new float[numbers.length * width];
        float[] targets = new float[numbers.length];
        for (int c = 0; c < width; c++) {
            float[] column = columns.get(c);
            for (int i = 0; i < numbers.length; i++) {
                rows[i * width + c] = column[numbers[i]];
            }
        }
        for (int i = 0; i < numbers.length; i++) {
            targets[i] = y[numbers[i]];
        }
        Shape shape = classes.isEmpty() ? Shape.of(numbers.length, 1) : Shape.of(numbers.length);
        return new Batch(Tensor.of(Shape.of(numbers.length, width), rows), Tensor.of(shape, targets));
    }

    @Override
    public float[] targets() {
        return y.clone();
    }
}
