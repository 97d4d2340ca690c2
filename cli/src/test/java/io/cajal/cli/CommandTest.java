package io.cajal.cli;

import static io.cajal.cli.Shell.inside;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.io.Json;
import io.cajal.nn.Linear;
import io.cajal.runs.LiveRun;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands as a user meets them: what they print, and with what status they end. */
class CommandTest {
    @TempDir
    private Path folder;

    @Test
    void aRecipeEndsWithItsVerdictAndOneLineOfJson() {
        Shell run = inside("run", "backprop-by-hand", "--json", "--seed", "7");
        assertEquals(0, run.status(), run.err());
        Map<?, ?> line = (Map<?, ?>) Json.parse(run.out().lines().toList().getLast());
        assertEquals(
                List.of("recipe", "metric", "value", "baseline", "reference", "accept", "passed", "seconds",
                        "seed"),
                List.copyOf(line.keySet()));
        assertEquals("backprop-by-hand", line.get("recipe"));
        assertEquals(true, line.get("passed"));
        assertEquals(7L, line.get("seed"));
        assertTrue(run.out().contains("measured"), run.out());
        assertEquals("", run.err());
    }

    @Test
    void aMissedGoalEndsWithStatusThree() {
        Shell run = inside("run", "digits", "--epochs", "1", "--json");
        assertEquals(3, run.status(), run.err());
        assertTrue(run.out().contains("NOT met"), run.out());
        assertTrue(run.out().lines().toList().getLast().contains("\"passed\":false"), run.out());
    }

    @Test
    void resultsGoIntoATableAndTheirRunsIntoFolders() throws IOException {
        Path table = folder.resolve("results.md");
        Path runs = folder.resolve("runs");
        Shell run = inside("results", "two-gaussians", "--seeds", "1,2", "--file", table.toString(),
                "--out",
                runs.toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(Files.readString(table).contains("\n| two-gaussians | avoidable loss removed % | "),
                Files.readString(table));
        Map<?, ?> record = (Map<?, ?>) Json
                .parse(Files.readString(runs.resolve("two-gaussians-2").resolve("run.json")));
        assertEquals(2L, record.get("seed"));
        assertEquals(true, record.get("passed"));
        assertTrue(Files.size(runs.resolve("two-gaussians-1").resolve("train.log")) > 0);
    }

    @Test
    void resultsGoOnWhereTheyWereStopped() throws IOException {
        Path table = folder.resolve("results.md");
        Path runs = folder.resolve("runs");
        String[] results = {"results", "digits", "--seeds", "1", "--file", table.toString(), "--out",
                runs.toString()};
        assertEquals(0, inside(results).status());
        String first = Files.readString(table);
        Path log = runs.resolve("digits-1").resolve("train.log");
        long epochs = epochs(log);
        assertTrue(epochs > 0);
        assertEquals(0,
                inside(Stream.concat(Stream.of(results), Stream.of("--resume")).toArray(String[]::new))
                        .status());
        String again = Files.readString(table);
        assertEquals(figures(first), figures(again));
        assertEquals(epochs, epochs(log), "it was trained again");
        assertTrue(Pattern.compile("\\| \\d+\\.\\d\\+ \\|").matcher(again).find(), again); // the seconds of the last part
        Shell nowhere = inside("results", "digits", "--resume");
        assertEquals(2, nowhere.status());
        assertTrue(nowhere.err().contains("--resume needs --out DIR"), nowhere.err());
    }

    private static long epochs(Path log) throws IOException {
        return Files.readString(log).lines().filter(line -> line.startsWith("epoch ")).count();
    }

    /** The first columns of the last row. */
    private static List<String> figures(String table) {
        return List.of(table.lines().toList().getLast().split("\\|")).subList(1, 5);
    }

    @Test
    void aModelIsSavedSummarisedAndUsed() throws IOException {
        inside("run", "digits", "--epochs", "2", "--out", folder.toString());
        Path model = folder.resolve("model.safetensors");
        assertTrue(Files.readString(folder.resolve("history.csv"))
                .startsWith("epoch,train_loss,validation_loss,accuracy"));
        String report = Files.readString(folder.resolve("report.html")); // where there are fonts, with charts too
        assertTrue(report.contains("What the first units look for")
                && report.contains("data:image/png;base64,"));
        assertTrue(Files.exists(folder.resolve("kernels.png")));
        Shell summary = inside("summary", model.toString());
        assertEquals(0, summary.status(), summary.err());
        assertTrue(summary.out().contains("200,960"), summary.out());
        assertTrue(summary.out().contains("recipe: digits"), summary.out());
        Path picture = folder.resolve("one.png");
        Files.write(picture, Pixels.png(28, 28, (x, y) -> x >= 13 && x <= 15 && y >= 4 && y <= 23 ? 255 : 0));
        Shell predicted = inside("predict", model.toString(), picture.toString());
        assertEquals(0, predicted.status(), predicted.err());
        assertTrue(predicted.out().startsWith("1  "), predicted.out());
        Shell asJson = inside("predict", model.toString(), picture.toString(), "--json");
        assertEquals("1", ((Map<?, ?>) Json.parse(asJson.out())).get("class"));
    }

    @Test
    void listsAndHelp() {
        Shell recipes = inside("recipes");
        assertEquals(0, recipes.status());
        for (String name : List.of("digits", "perceptron", "xor", "two-gaussians", "linear-regression",
                "logistic-neuron",
                "softmax-mnist", "mlp-mnist", "mlp-dropout-mnist", "spirals", "backprop-by-hand")) {
            assertTrue(recipes.out().lines().anyMatch(line -> line.startsWith("  " + name + " ")), name);
        }
        assertTrue(recipes.out().contains("\nFirst steps\n  digits "), recipes.out());
        assertTrue(inside("recipes", "--long").out().startsWith("name "));
        assertTrue(inside("data").out().contains("inside the library"));
        assertTrue(inside("--help").out().contains("recipes"));
        assertTrue(inside("run", "--help").out().contains("--seed"));
        assertEquals(0, inside("--version").status());
        assertEquals(2, inside().status());
    }

    /** Bad usage: the status, and a text that the one line must have. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            run digitz                       | unknown recipe "digitz", did you mean "digits"?
            run digits --epoch 3             | --epochs
            run digits --epochs 0            | --epochs must be 1 or more, got 0
            run digits --epochs many         | 'many'
            run digits --seed one            | 'one'
            run digits --threads 0           | expected a whole number from 1 to 1024, got 0
            train x.csv --threads 0          | expected a whole number from 1 to 1024, got 0
            cost digits --threads x          | is not an int
            run digits --resume              | --resume needs --out DIR
            run xor --epochs 3               | recipe xor is not trained in epochs
            run                              | NAME
            rum digits                       | run
            predict                          | MODEL
            """)
    void badUsageIsToldInOneLine(String arguments, String expected) {
        Shell run = inside(arguments.split(" +"));
        assertEquals(2, run.status(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().contains(expected), run.err());
        assertTrue(run.err().startsWith("cajal: "), run.err());
        assertFalse(run.err().contains("\tat "), run.err());
    }

    /** Bad files: one line on stderr that names the file, status 1, nothing on stdout. */
    @Test
    void badFilesAreToldInOneLine() throws IOException {
        inside("run", "digits", "--epochs", "1", "--out", folder.toString());
        Path model = folder.resolve("model.safetensors");
        byte[] good = Files.readAllBytes(model);
        String text = new String(good, StandardCharsets.ISO_8859_1);
        check("no such file", "summary", "missing.safetensors");
        check("its header claims", "summary", write("text.safetensors", "This is not a model at all."));
        check("it has 3 bytes", "summary", write("short.safetensors", "abc"));
        check("is a folder, expected a safetensors file", "summary", folder.toString());
        check("use a newer Cajal", "summary", write("newer.safetensors",
                text.replace("\"cajal.format\":\"1\"", "\"cajal.format\":\"9\"")));
        check("no layer type \"Linnar\"", "summary",
                write("unknown.safetensors", text.replace("Linear", "Linnar")));
        check("tensors take", "summary", write("cut.safetensors", text.substring(0, text.length() - 100)));
        byte[] lies = good.clone();
        lies[6] = 0x7f;
        check("its header claims", "summary",
                write("lies.safetensors", new String(lies, StandardCharsets.ISO_8859_1)));
        check("no Cajal model", "summary", write("plain.safetensors", "\u0002\0\0\0\0\0\0\0{}"));
        String path = model.toString();
        check("no such file", "predict", path, "missing.png");
        check("is no image of a known kind", "predict", path, write("words.png", "words"));
        check("is a folder", "predict", path, folder.toString());
        check("expected elements of type UNSIGNED_BYTE, got FLOAT", "predict", path,
                write("floats.idx", "\0\0\r\1\0\0\0\1abcd"));
        check("its header claims [2,28,28], 1568 bytes, and 3 follow", "predict", path,
                write("truncated.idx", "\0\0\b\3\0\0\0\2\0\0\0\34\0\0\0\34abc"));
        check("the model takes examples of [1, 28, 28]", "predict", path,
                write("small.idx", "\0\0\b\3\0\0\0\1\0\0\0\1\0\0\0\3abc"));
        check("cannot be unpacked: its gzip data ends too early", "predict", path,
                write("broken.gz", "\u001f\u008b\b\0garbage"));
        assertArrayEquals(good, Files.readAllBytes(model));
    }

    /** Damaged files in the data folder, found when a recipe reads them. */
    @Test
    void badDataIsToldInOneLine() throws IOException {
        String images = "\0\0\b\3\0\0\0\2\0\0\0\1\0\0\0\1ab";
        String labels = "\0\0\b\1\0\0\0\2\3\4";
        data("train-images-idx3-ubyte.gz cannot be read as IDX: it begins with 50 4b 03 04", "PK\3\4",
                labels);
        data("train-images-idx3-ubyte.gz cannot be unpacked", "\u001f\u008b\b\0garbage", labels);
        data("its header claims [2,1,1], 2 bytes, and 1 follow", images.substring(0, 17), labels);
        data("it goes on after the 2 bytes that its header claims", images + "!", labels);
        data("train-labels-idx1-ubyte.gz: label 1 is 11, expected 0 … 9", images,
                labels.substring(0, 9) + "\u000b");
        data("has 2 images, ", images, "\0\0\b\1\0\0\0\1\3");
    }

    private void data(String expected, String images, String labels) throws IOException {
        Files.createDirectories(folder.resolve("mnist"));
        for (String part : List.of("train", "t10k")) {
            write("mnist/%s-images-idx3-ubyte.gz".formatted(part), images);
            write("mnist/%s-labels-idx1-ubyte.gz".formatted(part), labels);
        }
        assertOneLine(expected,
                Shell.after("export CAJAL_DATA='" + folder + "';", "run", "softmax-mnist", "--epochs", "1"));
    }

    @Test
    void withoutVectorsItSaysSoInOneLine() {
        Shell off = Shell.on(List.of("--add-modules", "jdk.incubator.vector", "-Dcajal.vector=off"),
                "run", "backprop-by-hand");
        assertEquals(0, off.status());
        assertEquals("cajal: Cajal computes without vectors, several times slower: "
                + "-Dcajal.vector=off was given" + System.lineSeparator(), off.err());
        Shell absent = Shell.on(List.of(), "run", "backprop-by-hand");
        assertEquals(0, absent.status());
        assertEquals("cajal: Cajal computes without vectors, several times slower: "
                + "start java with --add-modules jdk.incubator.vector" + System.lineSeparator(),
                absent.err());
        assertEquals(off.out().lines().filter(line -> !line.startsWith("result")).toList(),
                absent.out().lines().filter(line -> !line.startsWith("result")).toList());
    }

    @Test
    void aTableIsPredictedOrItsFaultIsNamed() throws IOException {
        Path path = folder.resolve("plane.safetensors");
        Linear plane = Linear.of(2, 1, Rng.of(1));
        plane.weight().set(Tensor.of(new double[][] {{2, -1}}));
        plane.bias().set(Tensor.of(0.5));
        new Model(plane, Model.Input.numbers(List.of("x", "y")), List.of(), Map.of()).save(path);
        String model = path.toString();
        Shell good = inside("predict", model, write("good.csv", "y,name,x\n1,a,2\n-3,b,0.25\n"));
        assertEquals(0, good.status(), good.err());
        assertEquals("3.50000\n4.00000\n", good.out());
        check("ragged.csv line 3: expected 2 columns as in the first row, got 3", "predict", model,
                write("ragged.csv", "x,y\n1,2\n1,2,3\n"));
        check("words.csv line 3, column 2 \"y\": expected a number, got \"two\"", "predict", model,
                write("words.csv", "x,y\n1,2\n1,two\n"));
        check("holes.csv line 2, column 1 \"x\": expected a number, got nothing", "predict", model,
                write("holes.csv", "x,y\n,2\n"));
        check("did you mean \"yy\"?", "predict", model,
                write("named.csv", "height,yy\n1,2\n"));
        check("empty.csv is empty", "predict", model, write("empty.csv", ""));
    }

    private String write(String name, String latin) throws IOException {
        return Files.write(folder.resolve(name), latin.getBytes(StandardCharsets.ISO_8859_1)).toString();
    }

    private static void check(String expected, String... arguments) {
        Shell run = inside(arguments);
        assertOneLine(expected, run);
        assertEquals("", run.out());
    }

    private static void assertOneLine(String expected, Shell run) {
        assertEquals(1, run.status(), run.out() + run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().startsWith("cajal: "), run.err());
        assertTrue(run.err().contains(expected), run.err());
    }

    @Test
    void aFullDiskOrAForbiddenFolderLosesNothing() throws IOException {
        Shell full = Shell.after("ulimit -f 200;", "run", "digits", "--epochs", "1", "--out",
                folder.toString());
        assertEquals(1, full.status(), full.err());
        assertEquals(1, full.err().lines().count(), full.err());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of("live.jsonl", "train.log"),
                    left.map(path -> path.getFileName().toString()).sorted().toList(),
                    "what was said, and nothing half-written");
        }
        Path file = Files.createFile(folder.resolve("file"));
        Shell forbidden = inside("run", "digits", "--epochs", "1", "--out", file.resolve("x").toString());
        assertEquals(1, forbidden.status());
        assertEquals(1, forbidden.err().lines().count(), forbidden.err());
    }

    @Test
    void killedInTheMiddleItResumesToTheSameBytes() throws IOException, InterruptedException {
        Path whole = folder.resolve("whole");
        Path killed = folder.resolve("killed");
        assertEquals(3, Shell.cajal("run", "digits", "--epochs", "4", "--out", whole.toString()).status());
        File log = folder.resolve("log").toFile();
        Process process = Shell.start("", log, log, "run", "digits", "--epochs", "4", "--out",
                killed.toString());
        Path checkpoint = killed.resolve("checkpoint.safetensors");
        while (!Files.exists(checkpoint) && process.isAlive()) {
            Thread.sleep(1);
        }
        process.destroyForcibly().waitFor();
        assertFalse(Files.exists(killed.resolve("model.safetensors")), "it was killed before it was done");
        Shell resumed = Shell.cajal("run", "digits", "--epochs", "4", "--out", killed.toString(), "--resume",
                "--threads", "1");
        assertEquals(3, resumed.status(), resumed.err());
        for (String name : List.of("model.safetensors", "checkpoint.safetensors")) {
            assertArrayEquals(Files.readAllBytes(whole.resolve(name)),
                    Files.readAllBytes(killed.resolve(name)), name);
        }
    }

    /** Without --out nothing is left; while it runs it is watched and stopped like others. */
    @Test
    void aRecipeThatLeavesNothingIsWatchedAllTheSame() throws Exception {
        List<LiveRun> seen = new ArrayList<>();
        Path live = Path.of("runs", ".live");
        Shell stopped = Shell.disturbed(() -> {
            seen.clear();
            seen.addAll(LiveRun.in(live).stream().filter(run -> run.what().equals("spirals")).toList());
            return !seen.isEmpty();
        }, _ -> seen.getFirst().stop(), "run", "spirals");
        assertEquals(130, stopped.status(), stopped.out() + stopped.err());
        assertTrue(stopped.err().contains("nothing of it is kept"), stopped.err());
        assertFalse(Files.exists(live));
    }

    @Test
    void aRecipeIsStoppedFromOutside() throws Exception {
        Path out = folder.resolve("stopped");
        Path log = out.resolve("train.log");
        Shell stopped = Shell.disturbed(() -> Files.exists(log) && Files.readString(log).contains("epoch"),
                _ -> LiveRun.read(out).orElseThrow().stop(), "run", "digits", "--epochs", "500", "--out",
                out.toString());
        assertEquals(130, stopped.status(), stopped.out() + stopped.err());
        assertTrue(stopped.err().contains(" of 500 epochs"), stopped.err());
        assertTrue(stopped.err().strip().endsWith("--resume"), stopped.err());
        assertTrue(Files.exists(out.resolve("checkpoint.safetensors")));
        LiveRun run = LiveRun.read(out).orElseThrow();
        assertEquals(LiveRun.State.STOPPED, run.state());
        assertEquals("digits", run.what());
    }

    /** The library complains on stderr of a percent sign that is not doubled. */
    @Test
    void everyCommandHasItsHelp() {
        for (String name : Main.command().getSubcommands().keySet()) {
            Shell help = inside(name, "--help");
            assertEquals(0, help.status(), name);
            assertEquals("", help.err(), name);
            assertTrue(help.out().startsWith("Usage: cajal " + name), help.out());
        }
    }

    @Test
    void numbersAreWrittenAlikeInEveryCountry() throws IOException {
        Path rows = folder.resolve("rows.csv");
        Files.writeString(rows, "x,y\n" + "1,2\n3,4\n".repeat(600));
        Shell run = Shell.on(
                List.of("--add-modules", "jdk.incubator.vector", "-Duser.language=de", "-Duser.country=DE"),
                "train", rows.toString(), "--target", "y", "--epochs", "1", "--out",
                folder.resolve("run").toString());
        assertTrue(run.out().contains("1,200 rows"), run.out() + run.err());
    }
}
