package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.io.CsvReader;
import io.cajal.io.CsvStyle;
import io.cajal.io.Utf8;
import io.cajal.train.TextInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the texts of a file as a model takes them: a line each of a {@code .txt}, else the cells of a table's column. The
 * first that cannot be read ends the reading with its line.
 */
record TextFile(Path path, TextInput input) {

    /** What is done with each text. */
    @FunctionalInterface
    interface Sink {
        /** {@code answer} is the cell of the column with the answers, null where none was asked for. */
        void accept(float[] numbers, String answer);
    }

    void read(Sink sink) throws IOException {
        if (path.toString().matches("(?i).*\\.txt(\\.gz)?")) {
            lines(sink);
        } else {
            table(null, sink);
        }
    }

    /** With the column of answers. */
    void table(String answer, Sink sink) throws IOException {
        try (CsvReader reader = CsvReader.open(path,
                CsvStyle.FOUND.asking(
                        answer == null ? List.of(input.column()) : List.of(input.column(), answer)))) {
            int text = reader.column(input.column());
            int answers = answer == null ? -1 : reader.column(answer);
            while (reader.next()) {
                sink.accept(numbers(reader.row().get(text), reader.line()),
                        answer == null ? null : reader.row().get(answers));
            }
        }
    }

    private void lines(Sink sink) throws IOException {
        int empty = 0;
        try (BufferedReader lines = new BufferedReader(Utf8.open(path))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    empty = number;
                } else {
                    // Those at the end do no harm; one before would shift all answers after it.
                    sink.accept(numbers(empty > 0 ? "" : line.strip(), empty > 0 ? empty : number), null);
                }
            }
        }
    }

    private float[] numbers(String text, int line) {
        try {
            return input.numbers(text);
        } catch (CajalException e) {
            throw new CajalException("%s line %d: %s".formatted(path, line, e.getMessage()), e);
        }
    }
}
