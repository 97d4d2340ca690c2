package io.cajal.table;

import io.cajal.base.Shape;
import io.cajal.data.Column;
import io.cajal.io.CsvReader;
import io.cajal.io.CsvStyle;
import io.cajal.tensor.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a file as a model for tables takes them, some at a time, so that a file may be larger than memory. The
 * columns are found by their names, wherever they stand. {@snippet :
 * try (TableRows rows = TableRows.open(path, CsvStyle.FOUND, model.input().columns())) {
 *     for (Tensor x = rows.next(500); x != null; x = rows.next(500)) {
 *         print(model.predict(x));
 *     }
 * }
 * }
 */
public final class TableRows implements Closeable {
    private final Path path;
    private final CsvReader reader;
    private final List<Column> columns;
    private final Cells[] cells;
    private final int[] places;

    private TableRows(Path path, CsvReader reader, List<Column> columns) {
        this.path = path;
        this.reader = reader;
        this.columns = columns;
        cells = columns.stream().map(Cells::new).toArray(Cells[]::new);
        places = columns.stream().mapToInt(column -> reader.column(column.name())).toArray();
    }

    public static TableRows open(Path path, CsvStyle style, List<Column> columns) throws IOException {
        CsvReader reader = CsvReader.open(path, style);
        try {
            return new TableRows(path, reader, columns);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** The next rows [at most {@code most} × columns]; null after the last. */
    public Tensor next(int most) throws IOException {
        int width = columns.size();
        float[] values = new float[most * width];
        int count = 0;
        while (count < most && reader.next()) {
            for (int c = 0; c < width; c++) {
                Column column = columns.get(c);
                values[count * width + c] = TableData.input(column,
                        cells[c].value(reader.row().get(places[c]), path, reader.line()));
            }
            count++;
        }
        return count == 0 ? null
                : Tensor.of(Shape.of(count, width),
                        count == most ? values : Arrays.copyOf(values, count * width));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
