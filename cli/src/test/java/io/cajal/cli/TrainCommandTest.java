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
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void whatIsWrongIsSaidInOneLineAndNothingIsLeft() throws IOException {
        String data = table();
        Shell none = inside("train", data);
        assertEquals(2, none.status());
        assertTrue(none.err().contains("--target; the columns of " + data + " are depth, side, level"),
                none.err());
        check(1, "did you mean \"level\"?", "train", data, "--target", "levels");
        check(1, "did you mean \"depth\"?", "train", data, "--target", "level", "--time", "dept");
        check(2, "--column side=colour: expected number, category", "train", data, "--target", "level",
                "--column",
                "side=colour");
        check(1, "did you mean \"Relu\"?", "train", data, "--target", "level", "--activation", "Rely");
        check(1, "dropout", "train", data, "--target", "level", "--dropout", "1.5");
        check(1, "1 or more", "train", data, "--target", "level", "--layers", "0");
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
