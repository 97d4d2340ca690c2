package io.cajal.cli;

import static io.cajal.cli.Shell.inside;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.io.Json;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.runs.Console;
import io.cajal.runs.LiveRun;
import io.cajal.runs.LiveWatch;
import io.cajal.runs.RunFolder;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code cajal train} as a person with a table uses it. */
class TrainCommandTest {
    @TempDir
    private Path folder;

    private String table() throws IOException {
        String rows = IntStream.range(0, 200)
                .mapToObj(i -> "%d,%s,%s\n".formatted(i * 37 % 100, i % 3 == 0 ? "north" : "south",
                        i * 37 % 100 > 50 ? "high" : "low"))
                .collect(Collectors.joining());
        return Files.writeString(folder.resolve("levels.csv"), "depth,side,level\n" + rows).toString();
    }

    @Test
    void aTableBecomesAModelThatPredicts() throws IOException {
        String data = table();
        Path out = folder.resolve("run");
        Shell run = inside("train", data, "--target", "level", "--out", out.toString(), "--epochs", "40");
        assertEquals(0, run.status(), run.err());
        assertTrue(
                run.out()
                        .contains("200 rows, 2 columns to learn level from: 1 number, 1 category; 2 classes"),
                run.out());
        assertTrue(run.out().contains("most frequent"), run.out());
        assertTrue(run.out().contains("linear model"), run.out());
        assertTrue(Files.exists(out.resolve("history.csv")));
        Path asked = Files.writeString(folder.resolve("new.csv"), "side,depth\nnorth,95\nwest,3\n");
        Shell predicted = inside("predict", out.resolve("model.safetensors").toString(), asked.toString());
        assertEquals(0, predicted.status(), predicted.err());
        assertEquals("high low",
                predicted.out().lines().map(line -> line.split(" ")[0]).collect(Collectors.joining(" ")));
        Shell tested = inside("eval", out.resolve("model.safetensors").toString(), data, "--json");
        assertEquals(0, tested.status(), tested.err());
        Map<?, ?> figures = (Map<?, ?>) Json.parse(tested.out());
        assertEquals(200L, figures.get("examples"));
        assertTrue((double) figures.get("accuracy") > 0.95, tested.out());
        Shell again = inside("train", data, "--target", "level", "--out", out.toString());
        assertEquals(1, again.status());
        assertTrue(again.err().contains("is there already: name another folder with --out"), again.err());
    }

    /** Whatever said where a table's rows begin when it was learned from, its model reads it again. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''|--no-header|3", "''|--schema|3", "side,2019,2020|--header|2020"})
    void aTableIsReadAgainAsItWasLearned(String header, String option, String target) throws IOException {
        String rows = IntStream.range(0, 60).mapToObj(i -> i % 2 == 0 ? "north,up,yes\n" : "south,down,no\n")
                .collect(Collectors.joining());
        String data = Files
                .writeString(folder.resolve("words.csv"), header.isEmpty() ? rows : header + "\n" + rows)
                .toString();
        String model = folder.resolve("run/model.safetensors").toString();
        List<String> command = new ArrayList<>(
                List.of("train", data, "--target", target, "--epochs", "5", "--out",
                        folder.resolve("run").toString()));
        if (option.equals("--schema")) {
            command.addAll(List.of("--no-header", "--schema",
                    Files.writeString(folder.resolve("s.json"), "{\"1\": \"text\", \"2\": \"category\"}")
                            .toString()));
        } else {
            command.add(option);
        }
        Shell run = inside(command.toArray(String[]::new));
        assertEquals(0, run.status(), run.err());
        Shell predicted = inside("predict", model, data);
        assertEquals(0, predicted.status(), predicted.err());
        assertEquals(60, predicted.out().lines().count());
        Shell tested = inside("eval", model, data, "--json");
        assertEquals(0, tested.status(), tested.err());
        assertEquals(60L, ((Map<?, ?>) Json.parse(tested.out())).get("examples"));
        assertEquals(0, inside("explain", model, data).status());
        assertEquals(3, inside("check", model, data).status(),
                "a column that gives the answer away is found");
    }

    /** A model that says which half of a picture is brighter, tested on a folder for each answer. */
    @Test
    void aFolderOfPicturesIsTested() throws IOException {
        Linear halves = Linear.of(8, 2, Rng.of(1));
        halves.weight().set(Tensor.of(new double[][] {{9, 9, 0, 0, 9, 9, 0, 0}, {0, 0, 9, 9, 0, 0, 9, 9}}));
        halves.bias().set(Tensor.zeros(2));
        Path path = folder.resolve("halves.safetensors");
        new Model(Sequential.of(new Flatten(), halves), Model.Input.image(1, 2, 4), List.of("left", "right"),
                Map.of())
                .save(path);
        for (String side : new String[] {"right", "left"}) {
            BufferedImage picture = new BufferedImage(4, 2, BufferedImage.TYPE_BYTE_GRAY);
            picture.getRaster().setSample(side.equals("left") ? 0 : 3, 1, 0, 255);
            Path home = Files.createDirectories(folder.resolve("pictures").resolve(side));
            ImageIO.write(picture, "png", home.resolve("a.png").toFile());
        }
        Shell run = inside("eval", path.toString(), folder.resolve("pictures").toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("accuracy   1.000"), run.out());
        Files.move(folder.resolve("pictures/left"), folder.resolve("pictures/lift"));
        Shell unknown = inside("eval", path.toString(), folder.resolve("pictures").toString());
        assertEquals(1, unknown.status());
        assertTrue(unknown.err().contains("the model knows no class lift, did you mean \"left\"?"),
                unknown.err());
    }

    @Test
    void theSameSeedGivesTheSameModel() throws IOException {
        String data = table();
        for (String name : new String[] {"a", "b"}) {
            assertEquals(0,
                    inside("train", data, "--target", "depth", "--epochs", "2", "--seed", "5", "--threads",
                            name.equals("a") ? "1" : "2", "--out", folder.resolve(name).toString()).status());
        }
        assertEquals(-1,
                Files.mismatch(folder.resolve("a/model.safetensors"), folder.resolve("b/model.safetensors")));
    }

    @Test
    void plansAreSearchedAndCrossValidated() throws IOException {
        Path out = folder.resolve("searched");
        Shell run = inside("train", table(), "--target", "level", "--epochs", "9", "--search", "3", "--seeds",
                "2", "--folds",
                "3",
                "--out", out.toString(), "--json");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("best: trial "), run.out());
        assertEquals(2, run.out().lines().filter(line -> line.matches("network +[0-9.]+ ± .*")).count(),
                run.out());
        Map<?, ?> record = (Map<?, ?>) Json.parse(Files.readString(out.resolve("run.json")));
        assertEquals(record, Json.parse(run.out().lines().toList().getLast()));
        assertTrue(Files.readString(out.resolve("report.html")).contains("How far to believe it"));
        assertFalse(Files.exists(out.resolve("search.jsonl")));
        assertFalse(Files.exists(out.resolve("checkpoint.safetensors")));
        Shell runs = inside("runs", folder.toString());
        assertTrue(runs.out().contains("searched"), runs.out() + runs.err());
    }

    @Test
    void settingsAndSchemaAreHeeded() throws IOException {
        Path schema = Files.writeString(folder.resolve("schema.json"), "{\"side\": \"ignored\"}");
        Shell run = inside("train", table(), "--target", "level", "--epochs", "3", "--lr", "auto",
                "--optimizer", "sgd",
                "--balanced", "--schema", schema.toString(), "--out", folder.resolve("set").toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("1 column to learn level from"), run.out());
        assertTrue(run.out().contains("learning rate: "), run.out());
        assertTrue(run.out().contains("sgd with rates"), run.out());
        assertTrue(run.out().contains("every class counts the same"), run.out());
    }

    /** A process that gets SIGINT, goes on with --resume, and ends with the bits of one that was left alone. */
    @Test
    void ctrlCKeepsWhatWasLearned() throws Exception {
        String[] command = {"train", table(), "--target", "level", "--epochs", "4000", "--dropout", "0.1",
                "--out",
                folder.resolve("stopped").toString()};
        Path log = folder.resolve("stopped/train.log");
        Shell stopped = Shell.interrupted(
                () -> Files.exists(log) && Files.readString(log).contains("epoch"), command);
        assertEquals(130, stopped.status(), stopped.out() + stopped.err());
        assertTrue(stopped.err().contains("go on with:"), stopped.err());
        assertTrue(stopped.err().strip().endsWith("--resume"), stopped.err());
        Shell refused = inside(command);
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("go on with it with --resume"), refused.err());
        String[] resume = Arrays.copyOf(command, command.length + 1);
        resume[command.length] = "--resume";
        Shell resumed = inside(resume);
        assertEquals(0, resumed.status(), resumed.err());
        command[command.length - 1] = folder.resolve("whole").toString();
        assertEquals(0, inside(command).status());
        assertEquals(-1, Files.mismatch(folder.resolve("stopped/model.safetensors"),
                folder.resolve("whole/model.safetensors")));
    }

    /** Another process watches a training, stops it, and sees that it was stopped; it goes on to the same bits. */
    @Test
    void aTrainingIsWatchedAndStoppedFromOutside() throws Exception {
        String[] command = {"train", table(), "--target", "level", "--epochs", "400", "--dropout", "0.1",
                "--out", folder.resolve("stopped").toString()};
        LiveWatch watch = new LiveWatch(folder.resolve("stopped"));
        Shell stopped = Shell.disturbed(() -> watch.look().map(run -> !run.trainings().isEmpty()
                && !run.trainings().getFirst().epochs().isEmpty()).orElse(false), process -> {
                    LiveRun run = watch.look().orElseThrow();
                    assertEquals(LiveRun.State.RUNNING, run.state());
                    assertEquals(process.pid(), run.pid());
                    assertEquals(400, run.trainings().getFirst().plan().epochs());
                    run.stop();
                }, command);
        assertEquals(130, stopped.status(), stopped.out() + stopped.err());
        assertTrue(stopped.err().contains("go on with:"), stopped.err());
        LiveRun run = watch.look().orElseThrow();
        assertEquals(LiveRun.State.STOPPED, run.state());
        assertTrue(stopped.err().contains(run.command().text()), stopped.err());
        assertTrue(stopped.err().contains(run.reason()), stopped.err());
        assertFalse(Files.exists(folder.resolve("stopped/stop")));
        String[] resume = Arrays.copyOf(command, command.length + 1);
        resume[command.length] = "--resume";
        assertEquals(0, inside(resume).status());
        LiveRun whole = watch.look().orElseThrow();
        assertEquals(LiveRun.State.FINISHED, whole.state());
        assertEquals(400, whole.trainings().getFirst().epochs().getLast().epoch().number());
        command[command.length - 1] = folder.resolve("whole").toString();
        assertEquals(0, inside(command).status());
        assertEquals(-1, Files.mismatch(folder.resolve("stopped/model.safetensors"),
                folder.resolve("whole/model.safetensors")));
    }

    @Test
    void twoTrainingsDoNotShareAFolder() throws IOException {
        Path out = folder.resolve("shared");
        try (RunFolder _ = RunFolder.open(out, false, Console.standard())) {
            Shell second = inside("train", table(), "--target", "level", "--out", out.toString());
            assertEquals(1, second.status());
            assertTrue(second.err().contains("another training is at work in " + out), second.err());
        }
        assertFalse(Files.exists(out));
    }

    @Test
    void aFolderOfPicturesIsLearned() throws IOException {
        Path root = folder.resolve("pictures");
        for (int i = 0; i < 60; i++) {
            BufferedImage picture = new BufferedImage(9, 8, BufferedImage.TYPE_BYTE_GRAY);
            picture.getRaster().setSample(i % 2 == 0 ? i % 4 : 8 - i % 4, i % 8, 0, 255);
            Path home = Files.createDirectories(root.resolve(i % 2 == 0 ? "left" : "right"));
            ImageIO.write(picture, "png", home.resolve(i + ".png").toFile());
        }
        Path out = folder.resolve("seen");
        Shell run = inside("train", root.toString(), "--epochs", "2", "--search", "2", "--folds", "2",
                "--balanced", "--out", out.toString());
        assertEquals(0, run.status(), run.err());
        for (String expected : List.of("60 images of 2 classes, as grey of 8 × 9", "best: trial ", "2 folds ",
                "every class counts the same")) {
            assertTrue(run.out().contains(expected), run.out());
        }
        assertTrue(Files.exists(out.resolve("report.html")));
        Shell predicted = inside("predict", out.resolve("model.safetensors").toString(),
                root.resolve("left/0.png").toString());
        assertTrue(predicted.out().matches("(left|right) .*\\s*"), predicted.out() + predicted.err());
    }

    @Test
    void textsAreLearned() throws IOException {
        String rows = IntStream.range(0, 120).mapToObj(i -> "\"%s, number %d of the day\",%s\n".formatted(
                i % 2 == 0 ? "the striker scored" : "the market fell", i, i % 2 == 0 ? "sports" : "business"))
                .collect(Collectors.joining());
        String data = Files.writeString(folder.resolve("news.csv"), "line,topic\n" + rows).toString();
        Path out = folder.resolve("news");
        Shell run = inside("train", data, "--text", "line", "--target", "topic", "--epochs", "8", "--out",
                out.toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("120 rows, 1 column to learn topic from: 1 text; 2 classes"),
                run.out());
        assertTrue(Files.readString(out.resolve("report.html")).contains("How far to believe it"));
        String model = out.resolve("model.safetensors").toString();
        Path asked = Files.writeString(folder.resolve("new.txt"),
                "The market of the day\nA striker scored twice\n");
        Shell predicted = inside("predict", model, asked.toString());
        assertEquals("business sports",
                predicted.out().lines().map(line -> line.split(" ")[0]).collect(Collectors.joining(" ")));
        assertEquals(predicted.out(), inside("predict", model, Files.writeString(folder.resolve("new.csv"),
                "id,line\n1,The market of the day\n2,A striker scored twice\n").toString()).out());
        assertTrue(inside("eval", model, data).out().contains("accuracy   1.000"));
        assertTrue(inside("summary", model).out().contains("EmbeddingBag"));
        check(1, "did you mean \"line\"?", "train", data, "--text", "lines", "--target", "topic");
        check(1, "one class only", "train", Files.writeString(folder.resolve("one.csv"),
                "line,topic\na b,x\nc d,x\n").toString(), "--text", "line", "--target", "topic");
    }

    /** Texts, a category of many values, one of few and a number in one table, through every command. */
    @Test
    void aTableOfAllKindsOfColumns() throws IOException {
        String data = Files.writeString(folder.resolve("wide.csv"), "shop,note,side,size,level\n"
                + IntStream.range(0, 300)
                        .mapToObj(i -> "shop%d,\"%s since day %d, they say\",%s,%d,%s\n".formatted(
                                i * 7 % 31, i % 2 == 0 ? "the striker scored" : "the market fell", i,
                                i % 3 == 0 ? "left" : "right", i % 11,
                                i % 2 == 0 || i * 7 % 31 < 3 ? "high" : "low"))
                        .collect(Collectors.joining()))
                .toString();
        Path out = folder.resolve("wide");
        Shell run = inside("train", data, "--target", "level", "--epochs", "6", "--embed", "side", "--out",
                out.toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(
                run.out()
                        .contains("4 columns to learn level from: 1 number, 2 categories, 1 text; 2 classes"),
                run.out());
        assertTrue(run.out().contains("47 features a row"), run.out()); // 1 + 11 of 31 shops + 3 of 2 sides + 32
        String report = Files.readString(out.resolve("report.html"));
        assertTrue(report.contains("the striker scored since day 0"), report);
        String model = out.resolve("model.safetensors").toString();
        Shell predicted = inside("predict", model, data);
        assertEquals(300, predicted.out().lines().count(), predicted.err());
        assertTrue(predicted.out().startsWith("high "), predicted.out());
        assertTrue(inside("eval", model, data).out().contains("examples   300"));
        Shell summary = inside("summary", model);
        assertTrue(summary.out().contains("Spans") && summary.out().contains("EmbeddingBag"), summary.out());
        Shell row = inside("explain", model, data, "--row", "2");
        assertEquals(0, row.status(), row.err());
        for (String line : List.of("shop +shop7 .*", "note +the market fell since day 1, they say .*",
                "What words of note add to the probability of low, in percentage points.*",
                "(market|fell) .*")) {
            assertTrue(row.out().lines().anyMatch(said -> said.matches(line)), row.out());
        }
        Map<?, ?> said = (Map<?, ?>) Json.parse(inside("explain", model, data, "--row", "2", "--json").out());
        assertEquals(4, ((List<?>) said.get("contributions")).size());
        assertEquals("note", ((Map<?, ?>) ((List<?>) said.get("words")).getFirst()).get("column"));
        Shell all = inside("explain", model, data);
        assertEquals(0, all.status(), all.err());
        assertTrue(all.out().lines().toList().get(6).startsWith("note "), all.out());
        assertTrue(inside("check", model, data).out().lines().noneMatch(line -> line.contains("unscaled")));
        assertEquals(0, inside("cost", model).status());
    }

    @Test
    void whatIsWrongIsSaidInOneLineAndNothingIsLeft() throws IOException {
        String data = table();
        Shell none = inside("train", data);
        assertEquals(2, none.status());
        assertTrue(none.err().contains("--target; the columns of " + data + " are depth, side, level"),
                none.err());
        check(1, "did you mean \"level\"?", "train", data, "--target", "levels");
        check(1, "did you mean \"depth\"?", "train", data, "--target", "level", "--time", "dept");
        check(2, "column side=colour: expected number, category", "train", data, "--target", "level",
                "--column",
                "side=colour");
        check(1, "line 3: column \"day\" is missing, and the rows are ordered by it", "train",
                Files.writeString(folder.resolve("days.csv"),
                        "day,x,y\n2024-01-01,1,2\n,2,3\n2024-01-03,3,4\n")
                        .toString(),
                "--target", "y", "--time", "day");
        check(1, "did you mean \"Relu\"?", "train", data, "--target", "level", "--activation", "Rely");
        check(1, "dropout", "train", data, "--target", "level", "--dropout", "1.5");
        check(1, "1 or more", "train", data, "--target", "level", "--layers", "0");
        check(1, "did you mean \"adam\"?", "train", data, "--target", "level", "--optimizer", "adan");
        check(1, "expected a number such as 0.001, or auto", "train", data, "--target", "level", "--lr",
                "small");
        check(1, "2 plans or more", "train", data, "--target", "level", "--search", "1");
        check(1, "--balanced lets classes count the same, and here values are learned", "train", data,
                "--target",
                "depth", "--balanced");
        check(1, "from 2 to the 200 examples, got 1", "train", data, "--target", "level", "--folds", "1");
        check(1, "no such file", "train", folder.resolve("absent.csv").toString(), "--target", "y");
        assertFalse(Files.exists(folder.resolve("out")));
    }

    private void check(int status, String expected, String... arguments) {
        String[] all = IntStream.range(0, arguments.length + 2)
                .mapToObj(i -> i < arguments.length ? arguments[i]
                        : i == arguments.length ? "--out" : folder.resolve("out").toString())
                .toArray(String[]::new);
        Shell run = inside(all);
        assertEquals(status, run.status(), run.out() + run.err());
        assertTrue(run.err().startsWith("cajal: "), run.err());
        assertTrue(run.err().contains(expected), run.err());
        assertTrue(run.err().lines().count() <= 2, run.err());
    }
}
