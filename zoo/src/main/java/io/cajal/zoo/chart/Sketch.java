package io.cajal.zoo.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network in a few cells: what they are, where they stand, and which see which.
 *
 * @param columns cells that stand above each other, from input to output; one alone stands in a ring
 * @param links between cells, which are counted column by column from above
 */
public record Sketch(List<Column> columns, List<Link> links) {

    /** Cells of one kind above each other. */
    public record Column(CellKind kind, int count) {
    }

    /** One cell sees another; itself, where both are the same. */
    public record Link(int from, int to) {
    }

    public Sketch {
        columns = List.copyOf(columns);
        links = List.copyOf(links);
    }

    /** Columns of which nobody sees anybody yet. */
    static Sketch of(Column... columns) {
        return new Sketch(List.of(columns), List.of());
    }

    /** Columns each of which sees all of the one before it. */
    static Sketch dense(Column... columns) {
        Sketch sketch = of(columns);
        for (int i = 1; i < columns.length; i++) {
            sketch = sketch.dense(i - 1, i);
        }
        return sketch;
    }

    /** Cells of which each sees every other, in a ring; the first column is the first part of it. */
    static Sketch ring(Column... parts) {
        int n = IntStream.range(0, parts.length).map(i -> parts[i].count).sum();
        Sketch sketch = of(parts);
        return sketch.with(IntStream.range(0, n).boxed().flatMap(i -> IntStream.range(i + 1, n)
                .mapToObj(j -> new Link(i, j))).toList());
    }

    private Sketch with(List<Link> more) {
        List<Link> all = new ArrayList<>(links);
        all.addAll(more);
        return new Sketch(columns, all);
    }

    /** All of one column to all of another. */
    Sketch dense(int from, int to) {
        return sparse(from, to, 1);
    }

    /** One in so many of the links between two columns, or within one, in a pattern without order. */
    Sketch sparse(int from, int to, int oneIn) {
        List<Link> some = new ArrayList<>();
        for (int i = 0; i < columns.get(from).count; i++) {
            for (int j = 0; j < columns.get(to).count; j++) {
                if ((i + j) % oneIn == 0 && (from != to || i != j)) {
                    some.add(new Link(first(from) + i, first(to) + j));
                }
            }
        }
        return with(some);
    }

    /** Each cell of a column sees those of another that stand at about its height. */
    Sketch local(int from, int to) {
        List<Link> near = new ArrayList<>();
        double shift = (columns.get(from).count - columns.get(to).count) / 2.0;
        for (int i = 0; i < columns.get(from).count; i++) {
            for (int j = 0; j < columns.get(to).count; j++) {
                if (Math.abs(i - j - shift) <= 1) {
                    near.add(new Link(first(from) + i, first(to) + j));
                }
            }
        }
        return with(near);
    }

    /** Cells at the same height. */
    Sketch across(int from, int to) {
        return with(IntStream.range(0, Math.min(columns.get(from).count, columns.get(to).count))
                .mapToObj(i -> new Link(first(from) + i, first(to) + i)).toList());
    }

    /** Each cell of a column sees the one above it. */
    Sketch along(int column) {
        return with(IntStream.range(1, columns.get(column).count)
                .mapToObj(i -> new Link(first(column) + i - 1, first(column) + i)).toList());
    }

    /** The cells of a column see themselves. */
    Sketch loops(int column) {
        return with(IntStream.range(0, columns.get(column).count)
                .mapToObj(i -> new Link(first(column) + i, first(column) + i)).toList());
    }

    /** The number of the first cell of a column. */
    int first(int column) {
        return columns.stream().limit(column).mapToInt(Column::count).sum();
    }

    /** How many cells there are. */
    public int size() {
        return first(columns.size());
    }

    /** What each cell is. */
    public List<CellKind> cells() {
        return columns.stream()
                .flatMap(column -> IntStream.range(0, column.count).mapToObj(_ -> column.kind)).toList();
    }
}
