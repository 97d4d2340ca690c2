package io.cajal.io;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A table in comma-separated values (RFC 4180), plain or gzipped: quotes, doubled quotes, line breaks in quotes, a byte order mark, and commas, semicolons or
 * tabs as separators, whichever the first line has most of.
 *
 * @param source stands for the file in messages
 * @param header the columns' names; {@code 1}, {@code 2}, … when the first row is already numbers
 * @param rows as text, all as long as the header
 * @param lines where in the file each row begins, from 1
 */
public record Csv(String source, List<String> header, List<List<String>> rows, List<Integer> lines) {

    public static Csv read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new CajalException(path + " is a folder, expected a table");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return read(in, path.toString());
        }
    }

    public static Csv read(InputStream in, String source) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(in);
        bytes.mark(2);
        boolean gzip = bytes.read() == 0x1f && bytes.read() == 0x8b;
        bytes.reset();
        try (Reader text = new InputStreamReader(gzip ? new GZIPInputStream(bytes) : bytes,
                StandardCharsets.UTF_8)) {
            return new Parser(new PushbackReader(text, 1 << 16), source).table();
        }
    }

    /** The number of a column, or an error that suggests the nearest name. */
    public int column(String name) {
        int at = header.indexOf(name);
        if (at < 0) {
            throw new CajalException("%s has no column \"%s\"%s; its columns are %s".formatted(source, name,
                    Nearest.hint(name, header), String.join(", ", header)));
        }
        return at;
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
                numbers[r][c] = number(r, columns[c]);
            }
        }
        return numbers;
    }

    private double number(int row, int column) {
        String text = rows.get(row).get(column).strip();
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new CajalException("%s line %d, column \"%s\": expected a number, got %s".formatted(source,
                    lines.get(row), header.get(column), text.isEmpty() ? "nothing" : "\"" + text + "\""), e);
        }
    }

    private static boolean isNumber(String text) {
        try {
            Double.parseDouble(text.strip());
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Reads one character after the other, counting lines. */
    private static final class Parser {
        private final PushbackReader in;
        private final String source;
        private char separator = ',';
        private int line = 1;

        Parser(PushbackReader in, String source) {
            this.in = in;
            this.source = source;
        }

        Csv table() throws IOException {
            findSeparator();
            List<List<String>> rows = new ArrayList<>();
            List<Integer> lines = new ArrayList<>();
            while (peek() >= 0) {
                int start = line;
                List<String> row = row();
                if (row.size() == 1 && row.getFirst().isBlank()) {
                    continue; // an empty line
                }
                if (!rows.isEmpty() && row.size() != rows.getFirst().size()) {
                    throw new CajalException("%s line %d: expected %d columns as in the first row, got %d"
                            .formatted(source, start, rows.getFirst().size(), row.size()));
                }
                rows.add(row);
                lines.add(start);
            }
            if (rows.isEmpty()) {
                throw new CajalException(source + " is empty: expected a table with a row for each example");
            }
            List<String> header = new ArrayList<>();
            if (rows.getFirst().stream().noneMatch(Csv::isNumber)) {
                rows.removeFirst().forEach(name -> header.add(name.strip()));
                lines.removeFirst();
            } else {
                for (int i = 1; i <= rows.getFirst().size(); i++) {
                    header.add(Integer.toString(i));
                }
            }
            return new Csv(source, List.copyOf(header), rows, lines);
        }

        /** Looks at the first line without taking it. */
        private void findSeparator() throws IOException {
            if (peek() == 0xfeff) {
                in.read();
            }
            char[] start = new char[1 << 15];
            int n = in.read(start);
            if (n <= 0) {
                return;
            }
            int[] counts = new int[3];
            String candidates = ",;\t";
            boolean quoted = false;
            for (int i = 0; i < n && (quoted || start[i] != '\n'); i++) {
                quoted ^= start[i] == '"';
                int candidate = quoted ? -1 : candidates.indexOf(start[i]);
                if (candidate >= 0) {
                    counts[candidate]++;
                }
            }
            int best = counts[1] > counts[0] ? 1 : 0;
            best = counts[2] > counts[best] ? 2 : best;
            separator = candidates.charAt(best);
            in.unread(start, 0, n);
        }

        private List<String> row() throws IOException {
            List<String> cells = new ArrayList<>();
            do {
                cells.add(peek() == '"' ? quoted() : plain());
            } while (take() == separator);
            return cells;
        }

        /** The end of a cell: the separator, or the end of the row, which is taken whole. */
        private int take() throws IOException {
            int c = in.read();
            if (c == '\r' && peek() == '\n') {
                c = in.read();
            }
            if (c == '\n' || c == '\r') {
                line++;
            } else if (c >= 0 && c != separator) {
                throw new CajalException(
                        "%s line %d: a quoted cell must be followed by \"%s\" or the end of the line, got \"%c\""
                                .formatted(source, line, separator == '\t' ? "tab" : separator, c));
            }
            return c;
        }

        private String plain() throws IOException {
            StringBuilder cell = new StringBuilder();
            for (int c = peek(); c >= 0 && c != separator && c != '\n' && c != '\r'; c = peek()) {
                cell.append((char) in.read());
            }
            return cell.toString();
        }

        private String quoted() throws IOException {
            int start = line;
            StringBuilder cell = new StringBuilder();
            in.read();
            while (true) {
                int c = in.read();
                if (c < 0) {
                    throw new CajalException(
                            "%s line %d: a quoted cell does not end".formatted(source, start));
                }
                if (c == '"') {
                    if (peek() != '"') {
                        return cell.toString();
                    }
                    in.read();
                }
                line += c == '\n' ? 1 : 0;
                cell.append((char) c);
            }
        }

        private int peek() throws IOException {
            int c = in.read();
            if (c >= 0) {
                in.unread(c);
            }
            return c;
        }
    }
}
