package io.cajal.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of separated values in memory; {@link CsvReader} says what is read and reads tables that are too
 * large for it.
 *
 * @param source stands for the file in messages
 * @param header the columns' names; {@code 1}, {@code 2}, … when the table has none
 * @param rows as text, all as long as the header
 * @param lines where in the file each row begins, from 1
 */
public record Csv(String source, List<String> header, List<List<String>> rows, List<Integer> lines) {

    public static Csv read(Path path) throws IOException {
        return read(path, CsvStyle.FOUND);
    }

    public static Csv read(Path path, CsvStyle style) throws IOException {
        try (CsvReader reader = CsvReader.open(path, style)) {
            return table(reader, path.toString());
        }
    }

    /** {@code source} stands for the stream in messages. */
    public static Csv read(InputStream in, String source) throws IOException {
        return read(in, source, CsvStyle.FOUND);
    }

    public static Csv read(InputStream in, String source, CsvStyle style) throws IOException {
        return table(new CsvReader(in, source, style), source);
    }

    private static Csv table(CsvReader reader, String source) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        while (reader.next()) {
            rows.add(reader.row());
            lines.add(reader.line());
        }
        return new Csv(source, reader.header(), rows, lines);
    }

    /** The number of a column, or an error that suggests the nearest name. */
    public int column(String name) {
        return CsvReader.column(source, header, name);
    }

    /** One column as text. */
    public List<String> texts(String name) {
        int column = column(name);
        return rows.stream().map(row -> row.get(column)).toList();
    }

    /** Some columns as numbers [rows × names]; all of them when no name is given. */
    public double[][] numbers(List<String> names) {
        int[] columns = new int[names.isEmpty() ? header.size() : names.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = names.isEmpty() ? i : column(names.get(i));
        }
        double[][] numbers = new double[rows.size()][columns.length];
        for (int r = 0; r < numbers.length; r++) {
            for (int c = 0; c < columns.length; c++) {
                numbers[r][c] = CsvReader.number(source, lines.get(r), header, columns[c],
                        rows.get(r).get(columns[c]));
            }
        }
        return numbers;
    }
}
