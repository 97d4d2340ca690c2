package io.cajal.cli;

import static io.cajal.cli.Shell.inside;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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

/** {@code cajal explain} as a user meets it. */
class ExplainCommandTest {
    @TempDir
    private Path folder;

    /** 2 x − y + 0.5. */
    private String plane() throws IOException {
        Linear plane = Linear.of(2, 1, Rng.of(1));
        plane.weight().set(Tensor.of(new double[][] {{2, -1}}));
        plane.bias().set(Tensor.of(0.5));
        Path path = folder.resolve("plane.safetensors");
        new Model(plane, Model.Input.numbers(List.of("x", "y")), List.of(), Map.of("target", "z")).save(path);
        return path.toString();
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void aRowIsTakenApart() throws IOException {
        String model = plane();
        String data = write("points.csv", "y,x\n1,5\n3,0\n5,2\n");
        Shell text = inside("explain", model, data, "--row", "1");
        assertEquals(0, text.status(), text.err());
        assertTrue(text.out().contains("row 1 of " + data + ": 9.50000"), text.out());
        assertTrue(text.out().contains("adds to the predicted z, compared with 2 other rows"), text.out());
        assertEquals("x +8.000 y +3.000", text.out().lines().filter(line -> line.matches("[xy] .*"))
                .map(line -> line.split(" +")[0] + " " + line.split(" +")[2])
                .collect(Collectors.joining(" ")));
        assertTrue(text.out().contains(
                "sum +11.000: the answer here is 9.500, the mean of those rows, the base value, −1.500"),
                text.out());
        Shell json = inside("explain", model, data, "--row", "1", "--background", "1", "--json");
        Map<?, ?> object = (Map<?, ?>) Json.parse(json.out());
        assertEquals(9.5, object.get("value"));
        assertEquals(1L, object.get("background"));
        double sum = ((List<?>) object.get("contributions")).stream()
                .mapToDouble(share -> (double) ((Map<?, ?>) share).get("contribution")).sum();
        assertEquals(9.5 - (double) object.get("base"), sum, 1e-9);
    }

    @Test
    void columnsAreRankedOverAllRows() throws IOException {
        String model = plane();
        String data = write("many.csv", "x,y,z\n" + IntStream.range(0, 100)
                .mapToObj(i -> "%d,%d,%d\n".formatted(i * 37 % 100, i % 2, 2 * (i * 37 % 100) - i % 2))
                .collect(Collectors.joining()) + "1,1,?\n");
        Shell text = inside("explain", model, data);
        assertEquals(0, text.status(), text.err());
        assertTrue(text.out().contains("1 rows are left out: their z is missing"), text.out());
        assertTrue(text.out().contains("on 100 rows of " + data), text.out());
        Shell json = inside("explain", model, data, "--json", "--rows", "50", "--repeats", "2");
        Map<?, ?> object = (Map<?, ?>) Json.parse(json.out());
        assertEquals("R²", object.get("metric"));
        assertEquals(50L, object.get("rows"));
        Map<?, ?> first = (Map<?, ?>) ((List<?>) object.get("columns")).getFirst();
        assertEquals("x", first.get("column"));
        assertTrue((double) first.get("lost") > 1, json.out());
        assertEquals(2 * 28.9, (double) first.get("gradient"), 6);
    }

    /** A model that is trained: numbers, dates, categories and holes, probabilities and another class. */
    @Test
    void aTrainedTableOfAllKindsOfColumns() throws IOException {
        String data = write("all.csv", "depth,side,day,wet,level\n" + IntStream.range(0, 80)
                .mapToObj(i -> "%s,%s,2024-0%d-11,%s,%s\n".formatted(i % 9 == 0 ? "" : i % 17,
                        i % 4 == 0 ? "north" : "south", 1 + i % 7, i % 3 == 0 ? "yes" : "no",
                        i % 4 == 0 ? "high" : "low"))
                .collect(Collectors.joining()));
        Path out = folder.resolve("run");
        assertEquals(0, inside("train", data, "--target", "level", "--epochs", "20", "--out", out.toString())
                .status());
        String model = out.resolve("model.safetensors").toString();
        Shell row = inside("explain", model, data, "--row", "1", "--class", "low");
        assertEquals(0, row.status(), row.err());
        assertTrue(
                row.out().contains("adds to the probability of low, compared with 79 other rows, in percent"),
                row.out());
        for (String shown : List.of("depth +\\(none\\) ", "side +north ", "day +2024-01-11 ", "wet +yes ")) {
            assertTrue(row.out().lines().anyMatch(line -> line.matches(shown + ".*")), row.out());
        }
        Shell all = inside("explain", model, data);
        assertEquals(0, all.status(), all.err());
        assertTrue(all.out().lines().toList().get(6).startsWith("side "), all.out());
        assertFalse(all.out().contains("NaN"), all.out());
    }

    @Test
    void aPictureGetsAHeatMap() throws IOException {
        Linear halves = Linear.of(8, 2, Rng.of(1));
        halves.weight().set(Tensor.of(new double[][] {{9, 9, -4, 0, 9, 9, 0, 0}, {0, 0, 9, 9, 0, 0, 9, 9}}));
        halves.bias().set(Tensor.zeros(2));
        Path model = folder.resolve("halves.safetensors");
        new Model(Sequential.of(new Flatten(), halves), Model.Input.image(1, 2, 4), List.of("left", "right"),
                Map.of()).save(model);
        Path picture = folder.resolve("two.png");
        Files.write(picture, Pixels.png(4, 2, (x, y) -> y == 0 && (x == 0 || x == 2) ? 255 : 0));
        Shell run = inside("explain", model.toString(), picture.toString(), "--class", "left");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("the logit of left is 5.000, that of a black picture 0.000"),
                run.out());
        BufferedImage map = ImageIO.read(folder.resolve("two-explained.png").toFile());
        assertEquals(670, map.getWidth());
        int[] colours = IntStream.range(0, 4).map(x -> map.getRGB(340 + 40 + 80 * x, 50) & 0xffffff)
                .toArray();
        assertArrayEquals(new int[] {0xff0000, 0xffffff, 0x8e8eff, 0xffffff}, colours);
        Path named = folder.resolve("named.png");
        Shell json = inside("explain", model.toString(), picture.toString(), "--out", named.toString(),
                "--json");
        assertEquals("right", ((Map<?, ?>) Json.parse(json.out())).get("class"));
        assertTrue(Files.exists(named));
    }

    @Test
    void whatIsWrongIsSaidInOneLine() throws IOException {
        String model = plane();
        String data = write("points.csv", "x,y\n1,5\n3,0\n");
        check(2, "--row must be 1 or more, got 0", "explain", model, data, "--row", "0");
        check(1, "has 2 examples, and so no example 3", "explain", model, data, "--row", "3");
        check(2, "takes no pictures", "explain", model, data, "--out", "x.png");
        check(1, "predicts values, not classes", "explain", model, data, "--row", "1", "--class", "low");
        check(2, "--class needs --row", "explain", model, data, "--class", "low");
        check(1, "no column \"z\"", "explain", model, data);
        check(1, "has one row only", "explain", model, write("one.csv", "x,y\n1,5\n"), "--row", "1");
        check(1, "has no example", "explain", model, write("none.csv", "x,y,z\n"));
        check(2, "--repeats must be 2 or more", "explain", model, data, "--repeats", "1");
    }

    private static void check(int status, String expected, String... arguments) {
        Shell run = inside(arguments);
        assertEquals(status, run.status(), run.out() + run.err());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("cajal: ") && run.err().contains(expected), run.err());
    }
}
