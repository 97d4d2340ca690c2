package io.cajal.io;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads a table of separated values row by row (RFC 4180), plain or gzipped: cells in quotes, doubled quotes,
 * line breaks in quotes, any line ends, a byte order mark, a first line that names the separator ({@code sep=;}). Text is
 * UTF-8, or UTF-16 with a byte order mark; empty lines are left out; all rows are as long as the first. {@link Csv} holds a whole table: {@snippet :
 * try (CsvReader table = CsvReader.open(path, CsvStyle.FOUND)) {
 *     int price = table.column("price");
 *     while (table.next()) {
 *         sum += table.number(price);
 *     }
 * }
 * }
 */
public final class CsvReader implements Closeable {
    private static final int BUFFER = 1 << 16;
    private static final int SAMPLE_LINES = 10;
    private static final String SEPARATORS = "\t;|,";
    /** Before the first row, as Excel takes it. */
    private static final Pattern NAMED_SEPARATOR = Pattern.compile("sep=(.)\\R", Pattern.CASE_INSENSITIVE);
    private static final char BLANKS = ' ';
    private static final int BYTE_ORDER = 0xfeff;

    private final Reader in;
    private final String source;
    private final char separator;
    private final List<String> header;

    private final char[] buffer = new char[BUFFER];
    private int at;
    private int end;
    private int line = 1;

    private List<String> row = List.of();
    private int rowLine;
    private boolean pending;

    /** {@code source} stands for the stream in messages. */
    public CsvReader(InputStream in, String source, CsvStyle style) throws IOException {
        InputStream bytes = new BufferedInputStream(Gzip.unpacked(in, source), Long.BYTES);
        this.in = new InputStreamReader(bytes, charset(bytes).newDecoder());
        this.source = source;
        if (peek() == BYTE_ORDER) {
            at++;
        }
        char said = namedSeparator();
        separator = style.separator() != 0 ? style.separator() : said != 0 ? said : likelySeparator();
        if (!take()) {
            throw new CajalException(source + " is empty: expected a table with a row for each example");
        }
        List<String> first = row.stream().map(CsvReader::oneLine).toList();
        boolean named = style.names(first, row.stream().noneMatch(CsvReader::isNumber));
        header = named ? first : IntStream.rangeClosed(1, row.size()).mapToObj(Integer::toString).toList();
        pending = !named;
    }

    public static CsvReader open(Path path, CsvStyle style) throws IOException {
        if (Files.isDirectory(path)) {
            throw new CajalException(path + " is a folder, expected a table");
        }
        InputStream in = Files.newInputStream(path);
        try {
            return new CsvReader(in, path.toString(), style);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** The columns' names, each in one line; {@code 1}, {@code 2}, … when the table has none. */
    public List<String> header() {
        return header;
    }

    /** What stands between cells; a blank for runs of blanks. */
    public char separator() {
        return separator;
    }

    /** Goes to the next row; false after the last. */
    public boolean next() throws IOException {
        if (pending) {
            pending = false;
            return true;
        }
        if (!take()) {
            return false;
        }
        if (row.size() != header.size()) {
            throw new CajalException("%s line %d: expected %d columns as in the first row, got %d"
                    .formatted(source, rowLine, header.size(), row.size()));
        }
        return true;
    }

    /** The present row's cells. */
    public List<String> row() {
        return row;
    }

    /** The line on which the present row begins, from 1. */
    public int line() {
        return rowLine;
    }

    /** A cell of the present row as a number. */
    public double number(int column) {
        return number(source, rowLine, header, column, row.get(column));
    }

    /** The number of a column, or an error that suggests the nearest name. */
    public int column(String name) {
        return column(source, header, name);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static String oneLine(String name) {
        return name.replaceAll("[\\s\\p{Z}\\p{Cc}]+", " ").strip();
    }

    // What rows and whole tables share

    static int column(String source, List<String> header, String name) {
        int column = header.indexOf(name);
        if (column < 0) {
            throw new CajalException("%s has no column %s%s; its columns are %s".formatted(source,
                    Shown.of(name), Nearest.hint(name, header), Shown.of(header, 300)));
        }
        if (header.lastIndexOf(name) > column) {
            throw new CajalException("%s has the column %s twice, as number %d and as number %d".formatted(
                    source, Shown.of(name), column + 1, header.lastIndexOf(name) + 1));
        }
        return column;
    }

    static double number(String source, int line, List<String> header, int column, String cell) {
        double number = number(cell.strip());
        if (Double.isNaN(number)) {
            String name = header.get(column);
            throw new CajalException(
                    "%s line %d, column %d%s: expected a number, got %s".formatted(source, line,
                            column + 1, name.equals(Integer.toString(column + 1)) ? "" : " " + Shown.of(name),
                            cell.isBlank() ? "nothing" : Shown.of(cell.strip())));
        }
        return number;
    }

    private static boolean isNumber(String cell) {
        return !Double.isNaN(number(cell.strip()));
    }

    /**
     * A finite decimal number, or NaN for any other text; Java alone would also take 1f, 0x1p3 and Infinity.
     */
    public static double number(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789.-+eE".indexOf(text.charAt(i)) < 0) {
                return Double.NaN;
            }
        }
        try {
            double number = Double.parseDouble(text);
            return Double.isInfinite(number) ? Double.NaN : number;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    // Rows

    /** Takes the next line that is not empty, with all the lines that its quotes reach over. */
    private boolean take() throws IOException {
        do {
            skipBlanks();
            if (peek() < 0) {
                return false;
            }
            rowLine = line;
            List<String> cells = new ArrayList<>(row.size());
            do {
                cells.add(peek() == '"' ? quoted(cells.size()) : plain());
            } while (another(cells.size()));
            row = Collections.unmodifiableList(cells);
        } while (row.size() == 1 && row.getFirst().isBlank());
        return true;
    }

    /** Whether another cell follows in the row; takes the separator or the end of the line. */
    private boolean another(int cells) throws IOException {
        int c = read();
        if (c == separator) {
            skipBlanks();
            if (separator != BLANKS || !isEnd(peek())) {
                return true;
            }
            c = read(); // blanks at the end of a line separate nothing
        }
        if (!isEnd(c)) {
            throw new CajalException(
                    "%s line %d, column %d: after closing quotes expected %s or the end of the line, got %s"
                            .formatted(source, line, cells, Shown.of(String.valueOf(separator)),
                                    Shown.of(Character.toString(c))));
        }
        if (c == '\r' && peek() == '\n') {
            at++;
        }
        line++;
        return false;
    }

    private String plain() throws IOException {
        StringBuilder cell = new StringBuilder();
        for (int c = peek(); c != separator && !isEnd(c); c = peek()) {
            cell.append((char) c);
            at++;
        }
        return cell.toString();
    }

    private String quoted(int column) throws IOException {
        int start = line;
        StringBuilder cell = new StringBuilder();
        at++;
        while (true) {
            int c = read();
            if (c < 0) {
                throw new CajalException("%s line %d, column %d: the quotes are not closed".formatted(source,
                        start, column + 1));
            }
            if (c == '"') {
                if (peek() != '"') {
                    return cell.toString();
                }
                at++;
            }
            line += c == '\n' ? 1 : 0;
            cell.append((char) c);
        }
    }

    private static boolean isEnd(int c) {
        return c < 0 || c == '\n' || c == '\r';
    }

    private void skipBlanks() throws IOException {
        while (separator == BLANKS && peek() == BLANKS) {
            at++;
        }
    }

    // Separators

    /** The one that a line of its own names before the first row; 0 where there is no such line. */
    private char namedSeparator() {
        Matcher matcher = NAMED_SEPARATOR.matcher(CharBuffer.wrap(buffer, at, end - at));
        if (!matcher.lookingAt()) {
            return 0;
        }
        at += matcher.end();
        line++;
        return matcher.group(1).charAt(0);
    }

    /**
     * The first separator that every one of the first lines has equally often; decimal commas, as in {@code
     * 0,5;1,5}, are why the comma comes last. Failing that, the one that the first line has most of; failing
     * that, blanks when they part numbers.
     */
    private char likelySeparator() {
        List<int[]> lines = new ArrayList<>();
        String first = "";
        for (int i = at; i < end && lines.size() < SAMPLE_LINES;) {
            int start = i;
            int[] counts = new int[SEPARATORS.length()];
            boolean quoted = false;
            for (; i < end && (quoted || !isEnd(buffer[i])); i++) {
                // Quotes open at the start of a cell and nowhere else.
                boolean opens = i == start || SEPARATORS.indexOf(buffer[i - 1]) >= 0;
                quoted ^= buffer[i] == '"' && (quoted || opens);
                int candidate = quoted ? -1 : SEPARATORS.indexOf(buffer[i]);
                if (candidate >= 0) {
                    counts[candidate]++;
                }
            }
            boolean complete = i < end || end < buffer.length;
            String text = new String(buffer, start, i - start);
            if (!text.isBlank() && (complete || lines.isEmpty())) {
                first = lines.isEmpty() ? text : first;
                lines.add(counts);
            }
            i++;
        }
        int most = SEPARATORS.indexOf(',');
        for (int k = 0; k < SEPARATORS.length() && !lines.isEmpty(); k++) {
            int candidate = k;
            int count = lines.getFirst()[k];
            if (count > 0 && lines.stream().allMatch(counts -> counts[candidate] == count)) {
                return SEPARATORS.charAt(k);
            }
            most = count > lines.getFirst()[most] ? k : most;
        }
        String[] pieces = first.strip().split(" +");
        boolean blanks = pieces.length > 1 && List.of(pieces).stream().allMatch(CsvReader::isNumber);
        return blanks ? BLANKS : SEPARATORS.charAt(most);
    }

    // Characters

    /** UTF-16 where a byte order mark says so, as in what Excel calls Unicode text. */
    private static Charset charset(InputStream in) throws IOException {
        in.mark(2);
        int mark = in.read() << 8 | in.read();
        in.reset();
        return mark == BYTE_ORDER ? StandardCharsets.UTF_16BE
                : mark == Character.reverseBytes((char) BYTE_ORDER) ? StandardCharsets.UTF_16LE
                        : StandardCharsets.UTF_8;
    }

    private int read() throws IOException {
        int c = peek();
        at += c >= 0 ? 1 : 0;
        return c;
    }

    /** The next character, −1 at the end. */
    private int peek() throws IOException {
        if (at == end) {
            fill();
        }
        return at < end ? buffer[at] : -1;
    }

    /** Fills the buffer as far as the stream goes. */
    private void fill() throws IOException {
        at = 0;
        end = 0;
        try {
            for (int n = 0; n >= 0 && end < buffer.length; n = in.read(buffer, end, buffer.length - end)) {
                end += n;
            }
        } catch (CharacterCodingException e) {
            throw new CajalException(("%s is not UTF-8 text, somewhere after line %d: save it as UTF-8"
                    + " (if it is Excel's: iconv -f windows-1252 -t utf-8)").formatted(source, line), e);
        }
    }
}
