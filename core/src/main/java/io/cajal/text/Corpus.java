package io.cajal.text;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.io.Utf8;
import io.cajal.tensor.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text file read as language models are trained: cut into as many contiguous pieces as a batch has rows, all read side by
 * side, so that each batch goes on in every row where the last one ended and a state can be carried over. x [rows × steps]
 * are tokens, y [rows × steps] the tokens one further. Memory does not grow with the file.
 *
 * <p>Pieces begin at line ends where there are some, and what is encoded at a time ends there too, so that no word is
 * cut. The reading ends with the shortest piece: the last tokens of the others are left out.
 */
public final class Corpus implements Closeable {
    private static final int CHARS = 1 << 14;
    private static final int SEARCH = 1 << 16;

    private final Path path;
    private final Tokenizer tokenizer;
    private final int steps;
    private final List<Row> rows = new ArrayList<>();
    private boolean begun;

    private Corpus(Path path, Tokenizer tokenizer, int steps) {
        this.path = path;
        this.tokenizer = tokenizer;
        this.steps = steps;
    }

    public static Corpus open(Path path, Tokenizer tokenizer, int rows, int steps) throws IOException {
        if (rows < 1 || steps < 1) {
            throw new CajalException("corpus: rows and steps must be 1 or more, got %d and %d"
                    .formatted(rows, steps));
        }
        if (Files.isDirectory(path)) {
            throw new CajalException(path + " is a folder, expected a text file");
        }
        Corpus corpus = new Corpus(path, tokenizer, steps);
        try {
            long[] starts = starts(path, rows);
            for (int i = 0; i < rows; i++) {
                corpus.rows.add(corpus.new Row(starts[i], starts[i + 1]));
            }
            return corpus;
        } catch (IOException | RuntimeException e) {
            corpus.close();
            throw e;
        }
    }

    /** Where the pieces begin: about evenly spaced, behind a line end, else at least where a character begins. */
    private static long[] starts(Path path, int rows) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long size = file.length();
            long[] starts = new long[rows + 1];
            byte[] bytes = new byte[(int) Math.min(SEARCH, Math.max(4, size / rows / 2))];
            for (int i = 1; i < rows; i++) {
                long from = size / rows * i;
                file.seek(from);
                int count = Math.max(0, file.read(bytes));
                starts[i] = Math.max(starts[i - 1], from + start(bytes, count));
            }
            starts[rows] = size;
            return starts;
        }
    }

    private static int start(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        int i = 0;
        while (i < Math.min(count, 3) && (bytes[i] & 0xc0) == 0x80) { // inside a character
            i++;
        }
        return i;
    }

    /** The next batch; null after the last. */
    public Batch next() throws IOException {
        int n = rows.size();
        float[] x = new float[n * steps];
        float[] y = new float[n * steps];
        for (int i = 0; i < n; i++) {
            Row row = rows.get(i);
            if (!row.holds(steps + 1)) {
                if (!begun) {
                    throw new CajalException(
                            "%s is too short for %d rows of %d steps: row %d has %,d tokens, expected %,d"
                                    .formatted(path, n, steps, i, row.count - row.used, steps + 1));
                }
                return null;
            }
            for (int t = 0; t < steps; t++) {
                x[i * steps + t] = row.ids[row.used + t];
                y[i * steps + t] = row.ids[row.used + t + 1];
            }
            row.used += steps;
        }
        begun = true;
        return new Batch(Tensor.of(Shape.of(n, steps), x), Tensor.of(Shape.of(n, steps), y));
    }

    @Override
    public void close() throws IOException {
        for (Row row : rows) {
            row.in.close();
        }
    }

    /** A piece of the file, some tokens of which are at hand. */
    private final class Row {
        private final Utf8 in;
        private final StringBuilder rest = new StringBuilder();
        private long at; // the byte where the rest begins
        private boolean ended;
        private int[] ids = new int[0];
        private int used;
        private int count;

        Row(long from, long to) throws IOException {
            in = Utf8.open(path, from, to);
            at = from;
        }

        boolean holds(int needed) throws IOException {
            while (count - used < needed && !(ended && rest.isEmpty())) {
                read();
                int length = end();
                String text = rest.substring(0, length);
                append(encoded(text));
                at += Utf8.length(text, 0, length);
                rest.delete(0, length);
            }
            return count - used >= needed;
        }

        private void read() throws IOException {
            char[] chars = new char[CHARS];
            int length = ended ? -1 : in.read(chars);
            ended = length < 0;
            rest.append(chars, 0, Math.max(0, length));
        }

        /** How much of the rest is encoded now: up to a line end, a space, or all but half a character. */
        private int end() {
            int line = rest.lastIndexOf("\n") + 1;
            int space = rest.lastIndexOf(" ");
            int length = rest.length();
            boolean half = length > 1 && Character.isHighSurrogate(rest.charAt(length - 1));
            return ended ? length
                    : line > 0 ? line : space > 0 ? space : length < CHARS ? 0 : length - (half ? 1 : 0);
        }

        private int[] encoded(String text) {
            try {
                return tokenizer.encode(text);
            } catch (OutsideVocabulary e) {
                throw e.in(path.toString(), at + Utf8.length(text, 0, e.at()));
            }
        }

        private void append(int[] more) {
            if (count + more.length > ids.length) {
                ids = Arrays.copyOfRange(ids, used, Math.max(used + 2 * (count - used), count + more.length));
                count -= used;
                used = 0;
            }
            System.arraycopy(more, 0, ids, count, more.length);
            count += more.length;
        }
    }
}
