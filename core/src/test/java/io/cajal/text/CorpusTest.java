package io.cajal.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Loader;
import io.cajal.data.Batch;
import io.cajal.io.Damage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CorpusTest {
    private static final String TEXT = "Über allen Gipfeln \uD83D\uDE00 ist Ruh,\nin allen Wipfeln spürest du\n"
            .repeat(60);

    @TempDir
    Path folder;

    private Path write(byte[] bytes) throws IOException {
        Path path = folder.resolve("text.txt");
        Files.write(path, bytes);
        return path;
    }

    static Stream<Tokenizer> tokenizers() {
        return Stream.of(Characters.of(TEXT), Words.of(TEXT, false), BytePairs.learn(TEXT, 30));
    }

    /** Each row goes on where it ended, y is one further, and together the rows are the text but for their ends. */
    @ParameterizedTest
    @MethodSource("tokenizers")
    void rowsAreContiguousPiecesOfTheText(Tokenizer tokenizer) throws IOException {
        Path path = write(TEXT.getBytes(StandardCharsets.UTF_8));
        for (int rows : new int[] {1, 3, 7}) {
            List<List<Integer>> pieces = new ArrayList<>();
            IntStream.range(0, rows).forEach(_ -> pieces.add(new ArrayList<>()));
            try (Corpus corpus = Corpus.open(path, tokenizer, rows, 5)) {
                for (Batch batch = corpus.next(); batch != null; batch = corpus.next()) {
                    float[] x = batch.x().toFloats();
                    float[] y = batch.y().toFloats();
                    for (int r = 0; r < rows; r++) {
                        List<Integer> piece = pieces.get(r);
                        if (!piece.isEmpty()) {
                            assertEquals(piece.removeLast(), (int) x[r * 5], "y's last is x's next");
                        }
                        for (int t = 0; t < 5; t++) {
                            piece.add((int) x[r * 5 + t]);
                            assertTrue(t == 4 || y[r * 5 + t] == x[r * 5 + t + 1]);
                        }
                        piece.add((int) y[r * 5 + 4]);
                    }
                }
            }
            String whole = tokenizer.decode(tokenizer.encode(TEXT));
            int at = 0;
            for (List<Integer> piece : pieces) {
                String text = tokenizer.decode(piece.stream().mapToInt(i -> i).toArray())
                        .replace("\ufffd", ""); // the last byte pair may end inside a character
                at = whole.indexOf(text, at);
                assertTrue(at >= 0 && text.length() > whole.length() / rows / 2, "in order");
            }
        }
    }

    /** Without line ends or spaces a piece still begins with a whole character. */
    @Test
    void charactersAreNotCut() throws IOException {
        String text = "€".repeat(50_000) + "\uD83D\uDE00".repeat(20_000);
        Path path = write(text.getBytes(StandardCharsets.UTF_8));
        Tokenizer tokenizer = Characters.of(text);
        try (Corpus corpus = Corpus.open(path, tokenizer, 7, 100)) {
            int batches = 0;
            while (corpus.next() != null) {
                batches++;
            }
            assertTrue(batches >= 20_000 * 4 / 7 / 4 / 100 - 60, batches + " batches");
        }
    }

    @Test
    void errorsNameTheByte() throws IOException {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        Tokenizer tokenizer = Characters.of(TEXT.replace(",", ""));
        Path path = write(bytes);
        int comma = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(',');
        assertEquals(path + ", byte " + comma + ": \",\" (U+002C) is not among the " + tokenizer.size()
                + " tokens of the vocabulary; one with an unknown token takes every text",
                message(path, tokenizer));
        bytes[300] = (byte) 0xff;
        write(bytes);
        assertEquals(path + ": byte 300 (0xff) is not UTF-8; expected a text in UTF-8",
                message(path, Characters.of(TEXT)));
        write("short".getBytes(StandardCharsets.UTF_8));
        assertEquals(path + " is too short for 1 rows of 5 steps: row 0 has 5 tokens, expected 6",
                message(path, Characters.of("short")));
    }

    private static String message(Path path, Tokenizer tokenizer) {
        return assertThrows(CajalException.class, () -> {
            try (Corpus corpus = Corpus.open(path, tokenizer, 1, 5)) {
                while (corpus.next() != null) {
                    // to the end
                }
            }
        }).getMessage();
    }

    @Test
    void survivesDamage() throws IOException {
        Tokenizer tokenizer = Characters.of(TEXT);
        Path path = folder.resolve("text.txt");
        Damage.check(TEXT.substring(0, 400).getBytes(StandardCharsets.UTF_8), file -> {
            Files.write(path, file);
            try (Corpus corpus = Corpus.open(path, tokenizer, 3, 4)) {
                while (corpus.next() != null) {
                    // to the end
                }
            }
        });
    }

    @Test
    void bucketsPadLittleAndFollowTheSeed() {
        Rng rng = Rng.of(1);
        List<int[]> ids = IntStream.range(0, 1000)
                .mapToObj(i -> IntStream.range(0, 1 + rng.below(60)).map(_ -> 7)
                        .toArray())
                .toList();
        Sequences data = new Sequences(ids, new float[1000], List.of("a"), 0);
        List<int[]> batches = data.buckets(16, Rng.of(2).split(3));
        int[] all = batches.stream().flatMapToInt(Arrays::stream).sorted().toArray();
        assertArrayEquals(IntStream.range(0, 1000).toArray(), all, "every one once");
        double tokens = ids.stream().mapToInt(row -> row.length).sum();
        double padded = batches.stream().mapToInt(numbers -> data.batch(numbers).x().shape().elements())
                .sum();
        double plain = IntStream.range(0, 62)
                .map(i -> data.batch(IntStream.range(i * 16, i * 16 + 16).toArray()).x()
                        .shape().elements())
                .sum();
        assertTrue(padded < 1.1 * tokens && plain > 1.6 * tokens, padded + " and " + plain + " of " + tokens);
        List<int[]> again = data.buckets(16, Rng.of(2).split(3));
        assertTrue(IntStream.range(0, batches.size())
                .allMatch(i -> Arrays.equals(batches.get(i), again.get(i))));
        assertTrue(!Arrays.equals(batches.getFirst(), data.buckets(16, Rng.of(2).split(4)).getFirst()));
        Loader loader = Loader.shuffled(data.inBuckets(), 16, Rng.of(2));
        int[] order = loader.order(3);
        for (int i = 0; i < loader.batches(); i++) {
            assertArrayEquals(data.batch(batches.get(i)).x().toFloats(),
                    loader.batch(order, i).x().toFloats());
        }
    }

    @Test
    void sequencesArePaddedAtTheirEnds() {
        Sequences data = new Sequences(List.of(new int[] {5, 6, 7}, new int[] {8}), new float[] {1, 0},
                List.of("a", "b"), 0);
        assertArrayEquals(new float[] {8, 0, 0, 5, 6, 7}, data.batch(1, 0).x().toFloats());
        assertArrayEquals(new float[] {0, 1}, data.batch(1, 0).y().toFloats());
        assertEquals("sequences: number 1 is empty, expected 1 token or more",
                assertThrows(CajalException.class,
                        () -> new Sequences(List.of(new int[] {5}, new int[0]), new float[2], List.of(), 0))
                        .getMessage());
    }
}
