package io.cajal.cli;

import static io.cajal.cli.Shell.inside;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.io.Json;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code cajal cost}: counts are exact, times are there. */
class CostCommandTest {
    @TempDir
    private Path folder;

    private String model() throws IOException {
        Path path = folder.resolve("model.safetensors");
        new Model(Sequential.of(Linear.of(4, 8, Rng.of(1)), new Relu(), Linear.of(8, 3, Rng.of(2))),
                Model.Input.numbers(List.of("a", "b", "c", "d")), List.of("x", "y", "z"), Map.of())
                .save(path);
        return path.toString();
    }

    private String table() throws IOException {
        String rows = IntStream.range(0, 200).mapToObj(i -> "%d,%s,%d\n".formatted(i * 37 % 100,
                i % 3 == 0 ? "north" : "south", i % 7)).collect(Collectors.joining());
        return Files.writeString(folder.resolve("levels.csv"), "depth,side,level\n" + rows).toString();
    }

    private static long number(Map<?, ?> json, String part, String name) {
        return (long) ((Map<?, ?>) json.get(part)).get(name);
    }

    @Test
    void aModelAsJson() throws IOException {
        Shell run = inside("cost", model(), "--batch", "10", "--examples", "1000", "--json");
        assertEquals(0, run.status(), run.err());
        Map<?, ?> json = (Map<?, ?>) Json.parse(run.out());
        int parameters = 4 * 8 + 8 + 8 * 3 + 3;
        assertEquals((long) parameters, json.get("parameters"));
        assertEquals(4 * 8 + 8 * 3, number(json, "multiply_adds_per_example", "prediction"));
        assertEquals(2 * 4 * 8 + 3 * 8 * 3, number(json, "multiply_adds_per_example", "training"));
        assertEquals(4 * parameters, number(json, "bytes", "weights"));
        assertEquals(4 * 2 * parameters, number(json, "bytes", "optimizer"));
        assertEquals(4 * 10 * (4 + 8 + 3 + 1), number(json, "bytes", "kept_for_backward"));
        assertEquals(number(json, "bytes", "training"), List.of("weights", "gradients", "optimizer",
                "kept_for_backward", "other_results").stream().mapToLong(name -> number(json, "bytes", name))
                .sum());
        Map<?, ?> seconds = (Map<?, ?>) json.get("seconds");
        assertEquals((double) seconds.get("step") * 100, (double) seconds.get("epoch"), 1e-9);
        assertEquals(null, seconds.get("training"));
    }

    @Test
    void aTableInWords() throws IOException {
        Shell run = inside("cost", table(), "--target", "level", "--layers", "16");
        assertEquals(0, run.status(), run.err());
        for (String text : List.of("0        Features", "training: forward and backward",
                "the optimizer's numbers",
                "epoch of 158 examples", "training of ")) {
            assertTrue(run.out().contains(text), run.out());
        }
    }

    @Test
    void ofARecipe() {
        Shell run = inside("cost", "digits");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("269,322"), run.out());
        assertTrue(run.out().contains("epoch of 8,000 examples"), run.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | perceptron               | recipe perceptron trains no network in epochs
            1 | gan-rings                | recipe gan-rings learns by a loss or a rule of its own
            1 | missing.safetensors      | no such file
            2 | TABLE                    | name the column to learn with --target
            1 | TABLE --target levle     | did you mean "level"?
            2 | MODEL --layers 3         | options of the network are for tables
            2 | MODEL --batch 0          | --batch must be 1 or more, got 0
            """)
    void whatIsWrongIsToldInOneLine(int status, String arguments, String expected) throws IOException {
        Shell run = inside(
                ("cost " + arguments.replace("TABLE", table()).replace("MODEL", model())).split(" "));
        assertEquals(status, run.status(), run.err());
        assertTrue(run.err().contains(expected), run.err());
        assertEquals("", run.out());
    }

    @ParameterizedTest
    @CsvSource({"1023, 1023 bytes", "1536, 1.5 KiB", "5347737, 5.1 MiB", "9000000000, 8.4 GiB"})
    void bytes(long count, String expected) {
        assertEquals(expected, CostReport.bytes(count));
    }

    @ParameterizedTest
    @CsvSource({"0.00002, 20.0 µs", "0.0125, 12.50 ms", "13.74, 13.7 s", "125, 2 min 05 s",
            "7260, 2 h 01 min"})
    void seconds(double seconds, String expected) {
        assertEquals(expected, CostReport.seconds(seconds));
    }
}
