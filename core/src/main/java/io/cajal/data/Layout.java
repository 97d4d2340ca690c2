package io.cajal.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Where the cells of a table's columns lie in a row of numbers: most take one, a text takes many. */
public final class Layout {
    private final int[] starts;

    private Layout(int[] widths) {
        starts = new int[widths.length + 1];
        for (int c = 0; c < widths.length; c++) {
            starts[c + 1] = Math.addExact(starts[c], widths[c]);
        }
    }

    public static Layout of(List<Column> columns) {
        return new Layout(columns.stream().mapToInt(Column::width).toArray());
    }

    /** Columns of one number each. */
    public static Layout single(int columns) {
        return new Layout(IntStream.range(0, columns).map(c -> 1).toArray());
    }

    public int columns() {
        return starts.length - 1;
    }

    /** Numbers of a row. */
    public int width() {
        return starts[columns()];
    }

    /** The first number of a column. */
    public int start(int column) {
        return starts[column];
    }

    /** How many numbers a column has. */
    public int width(int column) {
        return starts[column + 1] - starts[column];
    }

    /** By number of a row, the column that it belongs to. */
    public int[] owners() {
        int[] owners = new int[width()];
        for (int c = 0; c < columns(); c++) {
            Arrays.fill(owners, starts[c], starts[c + 1], c);
        }
        return owners;
    }

    /** Puts a column's cell of one row into another; rows stand one after the other in both arrays. */
    public void copy(int column, float[] from, int fromRow, float[] to, int toRow) {
        System.arraycopy(from, fromRow * width() + start(column), to, toRow * width() + start(column),
                width(column));
    }
}
