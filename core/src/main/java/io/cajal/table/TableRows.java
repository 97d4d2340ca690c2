package io.cajal.table;

import io.cajal.base.Shape;
import io.cajal.data.Column;
import io.cajal.data.Layout;
import io.cajal.io.CsvReader;
import io.cajal.io.CsvStyle;
import io.cajal.io.Utf8;
import io.cajal.tensor.Tensor;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a file as a model for tables takes them, some at a time, so that a file may be larger than memory. The
 * columns are found by their names, wherever they stand. Where a model takes one text alone, a file whose name ends with
 * {@code .txt} has one a line. {@snippet :
 * try (TableRows rows = TableRows.open(path, CsvStyle.FOUND, model.input().columns())) {
 *     for (Tensor x = rows.next(500); x != null; x = rows.next(500)) {
 *         print(model.predict(x));
 *     }
 * }
 * }
 */
public final class TableRows implements Closeable {
    private final Path path;
    private final Source source;
    private final Layout layout;
    private final Cells[] cells;

    /** Where rows come from. */
    private interface Source extends Closeable {
        /** The next row's cells by column; null after the last. */
        List<String> next() throws IOException;

        int line();
    }

    private TableRows(Path path, Source source, List<Column> columns) {
        this.path = path;
        this.source = source;
        layout = Layout.of(columns);
        cells = columns.stream().map(Cells::new).toArray(Cells[]::new);
    }

    public static TableRows open(Path path, CsvStyle style, List<Column> columns) throws IOException {
        boolean isText = columns.size() == 1 && columns.getFirst().kind() == Column.Kind.TEXT;
        return new TableRows(path, isText && path.toString().endsWith(".txt") ? lines(path)
                : table(path, style, columns), columns);
    }

    private static Source table(Path path, CsvStyle style, List<Column> columns) throws IOException {
        CsvReader reader = CsvReader.open(path, style.asking(columns.stream().map(Column::name).toList()));
        try {
            int[] places = columns.stream().mapToInt(column -> reader.column(column.name())).toArray();
            return new Source() {
                @Override
                public List<String> next() throws IOException {
                    return !reader.next() ? null
                            : Arrays.stream(places).mapToObj(place -> reader.row().get(place)).toList();
                }

                @Override
                public int line() {
                    return reader.line();
                }

                @Override
                public void close() throws IOException {
                    reader.close();
                }
            };
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private static Source lines(Path path) throws IOException {
        BufferedReader reader = new BufferedReader(Utf8.open(path));
        return new Source() {
            private int line;

            @Override
            public List<String> next() throws IOException {
                String text = reader.readLine();
                line++;
                return text == null ? null : List.of(text);
            }

            @Override
            public int line() {
                return line;
            }

            @Override
            public void close() throws IOException {
                reader.close();
            }
        };
    }

    /** The next rows [at most {@code most} × numbers]; null after the last. */
    public Tensor next(int most) throws IOException {
        int width = layout.width();
        float[] values = new float[most * width];
        int count = 0;
        for (List<String> row = null; count < most && (row = source.next()) != null; count++) {
            for (int c = 0; c < cells.length; c++) {
                cells[c].put(row.get(c), path, source.line(), values, count * width + layout.start(c));
            }
        }
        return count == 0 ? null
                : Tensor.of(Shape.of(count, width),
                        count == most ? values : Arrays.copyOf(values, count * width));
    }

    /** The next row's cells as they stand in the file, by column; null after the last. */
    public List<String> cells() throws IOException {
        return source.next();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
