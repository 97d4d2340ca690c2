package io.cajal.cli;

import io.cajal.base.Shape;
import io.cajal.io.CsvReader;
import io.cajal.io.CsvStyle;
import io.cajal.tensor.Tensor;
import io.cajal.text.Ngrams;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The texts of a file one after the other: the lines of {@code .txt}, else a column of a table. */
final class TextRows implements Closeable {
    private final BufferedReader lines;
    private final CsvReader table;
    private final int column;

    private TextRows(BufferedReader lines, CsvReader table, int column) {
        this.lines = lines;
        this.table = table;
        this.column = column;
    }

    static TextRows open(Path path, String column) throws IOException {
        if (path.toString().endsWith(".txt")) {
            return new TextRows(Files.newBufferedReader(path), null, 0);
        }
        CsvReader table = CsvReader.open(path, CsvStyle.FOUND);
        try {
            return new TextRows(null, table, table.column(column));
        } catch (RuntimeException e) {
            table.close();
            throw e;
        }
    }

    /** The next text; null after the last. */
    String next() throws IOException {
        if (lines != null) {
            return lines.readLine();
        }
        return table.next() ? table.row().get(column) : null;
    }

    /** Texts as a model takes them [N × slots]. */
    static Tensor tensor(List<float[]> texts) {
        float[] all = new float[texts.size() * Ngrams.SLOTS];
        for (int i = 0; i < texts.size(); i++) {
            System.arraycopy(texts.get(i), 0, all, i * Ngrams.SLOTS, Ngrams.SLOTS);
        }
        return Tensor.of(Shape.of(texts.size(), Ngrams.SLOTS), all);
    }

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
        } else {
            table.close();
        }
    }
}
