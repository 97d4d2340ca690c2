package io.cajal.cli;

import static io.cajal.cli.Shell.inside;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.cli.train.Course;
import io.cajal.cli.train.NetworkOptions;
import io.cajal.cli.train.SequenceTraining;
import io.cajal.cli.train.Tries;
import io.cajal.io.CsvStyle;
import io.cajal.io.Json;
import io.cajal.nn.Embedding;
import io.cajal.nn.Gru;
import io.cajal.nn.Lstm;
import io.cajal.nn.Linear;
import io.cajal.nn.RecurrentLm;
import io.cajal.nn.Sequential;
import io.cajal.nn.TokenReader;
import io.cajal.runs.Console;
import io.cajal.runs.RunFolder;
import io.cajal.table.Table;
import io.cajal.table.Tables;
import io.cajal.text.Characters;
import io.cajal.train.Model;
import io.cajal.train.TrainingStopped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Recurrent networks for a column of texts, from {@code cajal train} to their answers. */
class SequenceCommandTest {
    @TempDir
    private Path folder;

    /** Who bites: a matter of the words' order. */
    private String table() throws IOException {
        String[] fillers = {"today", "again and again", "in the old park of our town", "they say"};
        String rows = IntStream.range(0, 120)
                .mapToObj(i -> "%d,\"The %s bites the %s %s.\",%s\n".formatted(i, i % 2 == 0 ? "dog" : "man",
                        i % 2 == 0 ? "man" : "dog", fillers[i % 4], i % 2 == 0 ? "usual" : "news"))
                .collect(Collectors.joining());
        return Files.writeString(folder.resolve("bites.csv"), "day,line,section\n" + rows).toString();
    }

    private Shell train(String data, String out, String... more) {
        List<String> all = new ArrayList<>(List.of("train", data, "--text", "line", "--target",
                "section", "--lr", "0.02", "--out", folder.resolve(out).toString()));
        all.addAll(List.of(more));
        return inside(all.toArray(String[]::new));
    }

    @Test
    void textsAreReadInTheirOrder() throws IOException {
        String data = table();
        Shell run = train(data, "run", "--network", "gru", "--layers", "12", "--epochs", "16", "--dropout",
                "0", "--weight-decay", "0");
        assertEquals(0, run.status(), run.err());
        for (String line : List.of("120 texts in column line to learn section from, 2 classes",
                "96 texts to learn from, 12 to watch, 12 for the test", "read as words of ",
                "GRU layers of 12", "most frequent  ", "linear model")) {
            assertTrue(run.out().contains(line), run.out());
        }
        String model = folder.resolve("run/model.safetensors").toString();
        Path lines = Files.writeString(folder.resolve("new.txt"),
                "A man bites the dog\nThe dog bites the man, they say\n\n");
        Shell said = inside("predict", model, lines.toString());
        assertEquals(List.of("news", "usual"), said.out().lines().map(line -> line.split(" ")[0]).toList());
        Shell tested = inside("eval", model, data, "--json");
        Map<?, ?> figures = (Map<?, ?>) Json.parse(tested.out());
        assertEquals(120L, figures.get("examples"));
        assertEquals(1.0, figures.get("accuracy"));
        assertEquals(tested.out().lines().count(),
                inside("predict", model, data).out().lines().count() / 120);
        Shell why = inside("explain", model, data, "--row", "1");
        assertTrue(why.out().contains("What words of line add to the probability of usual"), why.out());
        assertEquals(2, inside("explain", model, data).status());
        assertTrue(inside("summary", model).out().contains("input: texts of up to "));
        assertEquals(0, inside("check", model).status());
        Shell java = inside("export", model, "--format", "java", "--class-name", "Bites");
        assertEquals(1, java.status());
        assertTrue(java.err().contains("TokenReader, for which no Java is written"), java.err());
    }

    /** All commands take the model of characters. */
    @Test
    void charactersAreConvolved() throws IOException {
        String data = table();
        Shell run = train(data, "run", "--network", "cnn", "--layers", "16", "--epochs", "8", "--dropout",
                "0");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("read as characters of "), run.out());
        assertTrue(run.out().contains("a convolution, hidden layers of 16"), run.out());
        String model = folder.resolve("run/model.safetensors").toString();
        Shell tested = inside("eval", model, data, "--json");
        assertEquals(1.0, ((Map<?, ?>) Json.parse(tested.out())).get("accuracy"), tested.out());
        Path lines = Files.writeString(folder.resolve("new.txt"), "A MAN bites the dog \u6f22\n");
        assertEquals(1, inside("predict", model, lines.toString()).out().lines().count());
        assertTrue(inside("explain", model, data, "--row", "1").out().contains("What words of line add"));
        assertTrue(inside("check", model, data).out().contains("rules on "));
        assertTrue(inside("cost", model, "--json").out().contains("parameters"));
        assertTrue(inside("summary", model).out().contains("OneHot"));
        Shell java = inside("export", model, "--format", "java", "--class-name", "Bites");
        assertTrue(java.err().contains("OneHot, for which no Java is written"), java.err());
    }

    /** Of 96 texts in batches of 5 one is left. */
    @Test
    void aTextThatIsLeftCannotBeNormalisedAlone() throws IOException {
        Shell run = inside("train", table(), "--text", "line", "--target", "section", "--network", "cnn",
                "--lr", "auto", "--batch", "5", "--epochs", "1", "--out", folder.resolve("left").toString());
        assertEquals(0, run.status(), run.err());
    }

    @Test
    void plansFoldsAndSeedsAreTried() throws IOException {
        Shell run = train(table(), "tried", "--network", "gru", "--epochs", "1", "--layers", "4", "--search",
                "2",
                "--folds", "2", "--seeds", "2", "--balanced");
        assertEquals(0, run.status(), run.err());
        for (String expected : List.of("best: trial ", "2 folds ", "2 seeds ",
                "every class counts the same")) {
            assertTrue(run.out().contains(expected), run.out());
        }
        assertTrue(run.out().lines().filter(line -> line.startsWith("    ")).noneMatch(
                line -> line.contains("hidden layers of")), run.out());
    }

    /** Stopped in the middle of an epoch, and gone on with in another number of threads. */
    @ParameterizedTest
    @CsvSource({"lstm, words", "gru, characters", "gru, pairs", "cnn, characters"})
    void whatWasStoppedGoesOnToTheSameBits(String cell, String tokens) throws IOException {
        String data = table();
        String[] options = {"--network", cell, "--tokens", tokens, "--layers", "5", "--epochs", "2"};
        Path parts = folder.resolve("parts");
        Table table = Tables.read(Path.of(data)).target("section").text("line").table();
        SequenceTraining texts = SequenceTraining.of(Path.of(data), CsvStyle.FOUND, table, "section", "line",
                cell, tokens);
        Course course = new Course(
                CommandLine.populateCommand(new NetworkOptions(), "--layers", "5", "--epochs",
                        "2", "--lr", "0.02"),
                new Tries(0, 0, 1), 1);
        try (RunFolder run = RunFolder.open(parts, false, Console.none())) {
            int[] steps = {0};
            assertThrows(TrainingStopped.class, () -> course.run(texts, run, () -> ++steps[0] == 5));
        }
        assertEquals(0, train(data, "whole", options).status());
        Shell resumed = train(data, "parts", Stream.concat(Arrays.stream(options),
                Stream.of("--resume", "--threads", "1")).toArray(String[]::new));
        assertEquals(0, resumed.status(), resumed.err());
        Path whole = folder.resolve("whole");
        assertEquals(-1, Files.mismatch(whole.resolve("model.safetensors"),
                parts.resolve("model.safetensors")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --text line --network rnn                             | 2 | expected one of [bag, gru, lstm, cnn]
            --network gru                                         | 2 | name it with --text
            --text line --network gru --time day                  | 2 | --time and --embed are for the columns of a table
            --text line --network gru --search 1                  | 1 | a search needs 2 plans or more
            --text line --network gru --folds 1                   | 1 | the number of folds must be from 2 to
            --text line --network cnn --tokens words              | 1 | --network cnn reads characters, not words
            --text line --tokens characters                       | 2 | --tokens is for
            --text section --network gru                          | 2 | name the same column
            --text line --network gru --tokens syllables          | 1 | expected characters, pairs, words
            --text lime --network gru                             | 1 | did you mean "line"?
            --text line --network lstm --layers 8,9               | 1 | the layers of an LSTM are all of one width
            --text line --network gru --column day=number         | 1 | reads column line alone, and not day
            --text line --network gru --target day                | 1 | column day is a number, and gru, lstm and cnn learn classes: use --network bag
            """)
    void badUsageIsRefusedInOneLine(String options, int status, String message) throws IOException {
        String[] all = ("train %s %s %s --out %s".formatted(table(),
                options.contains("--target") ? "" : "--target section", options, folder.resolve("none")))
                .split(" +");
        Shell run = inside(all);
        assertEquals(status, run.status(), run.err());
        assertTrue(run.err().contains(message), run.err());
        assertEquals(status, run.err().lines().count(), run.err());
    }

    @Test
    void badTextsAreRefusedWithTheirPlace() throws IOException {
        Path data = Path.of(table());
        Files.writeString(data,
                Files.readString(data).replaceFirst("\"[^\"]*man\\.?[^\"]*\"", "\"\u00a0 \""));
        Shell empty = train(data.toString(), "run", "--network", "gru");
        assertTrue(empty.err().contains("bites.csv line 2: the text in column line is empty"), empty.err());
        Files.write(data, "day,line,section\n1,caf\u00e9,news\n".getBytes(StandardCharsets.ISO_8859_1));
        Shell latin = train(data.toString(), "run", "--network", "gru");
        assertTrue(latin.err().contains("is not UTF-8 text, somewhere after line"), latin.err());
        assertTrue(Files.notExists(folder.resolve("run")));
    }

    /** As the recipe names-rnn leaves one: it knows no column. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            predict | a.txt | ab\\n\\nab      | a.txt line 2: the text is empty
            predict | a.txt | ab\\naXb        | a.txt line 2: text line 1, column 2: "X" (U+0058) is not among
            predict | a.csv | word\\nab       | a.csv has no column "text"
            eval    | a.csv | text\\nab       | name the column with the answers with --target
            """)
    void aReaderOfLettersSaysWhereItCannotRead(String command, String name, String content, String message)
            throws IOException {
        Characters letters = Characters.of("aab");
        Rng rng = Rng.of(1);
        Path path = folder.resolve("letters.safetensors");
        new Model(Sequential.of(
                new TokenReader(Embedding.of(3, 4, rng).withPadding(2), Gru.of(4, 4, rng.split(1))),
                Linear.of(4, 2, rng.split(2))), Model.Input.tokens(letters, 6), List.of("x", "y"), Map.of())
                .save(path);
        Path asked = Files.writeString(folder.resolve(name), content.replace("\\n", "\n"));
        Shell run = inside(command, path.toString(), asked.toString());
        assertTrue(run.err().contains(message), run.err());
        Files.writeString(asked, name.endsWith("txt") ? "ab\nbaba\nabababababab\n" : "text\nab\nbaba\nbb\n");
        assertEquals(3, inside("predict", path.toString(), asked.toString()).out().lines().count());
    }

    @ParameterizedTest
    @CsvSource({"predict", "eval", "explain", "serve", "check"})
    void aModelThatWritesSaysSo(String command) throws IOException {
        Characters letters = Characters.of("ab");
        Path path = folder.resolve("lm.safetensors");
        new Model(RecurrentLm.of(2, 3, Lstm.of(3, 4, Rng.of(1)), Rng.of(2)), Model.Input.tokens(letters, 5),
                List.of(), Map.of()).save(path);
        Path asked = Files.writeString(folder.resolve("a.txt"), "ab\n");
        String[] all = command.equals("serve") ? new String[] {command, path.toString(), "--port", "0"}
                : new String[] {command, path.toString(), asked.toString()};
        Shell run = inside(all);
        assertEquals(1, run.status());
        assertTrue(run.err().contains("use cajal generate MODEL"), run.err());
    }
}
