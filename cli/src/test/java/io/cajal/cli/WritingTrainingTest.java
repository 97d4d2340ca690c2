package io.cajal.cli;

import static io.cajal.cli.Shell.inside;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cajal train TEXT.txt}. */
class WritingTrainingTest {
    private static final String LINE = "the quick brown fox jumps over the lazy dog\n";

    @TempDir
    private Path folder;

    private Path text(String content) throws IOException {
        return Files.writeString(folder.resolve("book.txt"), content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"characters", "words"})
    void aTextIsLearnedAndWrittenOn(String kind) throws IOException {
        Path text = text(LINE.repeat(300));
        Path out = folder.resolve("run");
        Shell run = inside("train", text.toString(), "--tokens", kind, "--layers", "24", "--epochs", "1",
                "--out",
                out.toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("nats a token"), run.out());
        assertTrue(Files.exists(out.resolve("report.html")));
        Shell written = inside("generate", out.resolve("model.safetensors").toString(), "--prompt",
                "the quick", "--length",
                "20");
        assertEquals(0, written.status(), written.err());
        assertTrue(written.out().startsWith("the quick"), written.out());
    }

    @Test
    void aRunListsWithTheOthersAndAnswersNoExamples() throws IOException {
        Path text = text(LINE.repeat(80));
        Path out = folder.resolve("runs/book");
        assertEquals(0,
                inside("train", text.toString(), "--layers", "16", "--epochs", "1", "--out", out.toString())
                        .status());
        assertTrue(inside("runs", folder.resolve("runs").toString()).out().contains("nats a token"));
        String model = out.resolve("model.safetensors").toString();
        assertEquals(0, inside("summary", model).status());
        assertRefused("use cajal generate", "predict", model, text.toString());
    }

    @Test
    void wrongUseIsOneLine() throws IOException {
        Path text = text(LINE);
        assertRefused("44 characters are too few to learn to write from", "train", text.toString());
        assertRefused("--tokens letters: expected characters, pairs, words", "train", text.toString(),
                "--tokens",
                "letters");
        Path long1 = text(LINE.repeat(80));
        assertRefused(" pairs are too few", "train", long1.toString(), "--tokens", "pairs");
        assertRefused("--layers 8,16: the layers of an LSTM are all of one width", "train", long1.toString(),
                "--layers",
                "8,16");
        assertRefused("--activation Gelu: an LSTM has its own", "train", long1.toString(), "--activation",
                "Gelu");
        Files.write(long1, "ab\u00e4".repeat(3000).getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("byte 2", "train", long1.toString());
    }

    private void assertRefused(String part, String... line) {
        Shell run = inside(line);
        assertEquals(1, run.status(), run.out());
        assertTrue(run.err().contains(part), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--search 3", "--folds 3", "--seeds 3", "--balanced", "--lr auto"})
    void whatNeedsExamplesIsRefused(String option) throws IOException {
        String all = "train %s --out %s %s".formatted(text(LINE), folder.resolve("none"), option);
        Shell run = inside(all.split(" "));
        assertEquals(2, run.status());
        assertTrue(run.err().contains("a text is one long example"), run.err());
        assertTrue(Files.notExists(folder.resolve("none")));
    }
}
