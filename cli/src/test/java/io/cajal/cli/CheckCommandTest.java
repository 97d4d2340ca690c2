package io.cajal.cli;

import static io.cajal.cli.Shell.inside;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.io.Json;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.nn.activation.Softmax;
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

/** {@code cajal check} as a user meets it. */
class CheckCommandTest {
    @TempDir
    private Path folder;

    private String model(String name, Model.Input input, Layer... layers) throws IOException {
        Path path = folder.resolve(name);
        new Model(Sequential.of(layers), input, List.of("low", "high"), Map.of()).save(path);
        return path.toString();
    }

    private String rows() throws IOException {
        Rng rng = Rng.of(1);
        return Files.writeString(folder.resolve("rows.csv"),
                "height,level_code,level\n" + IntStream.range(0, 100)
                        .mapToObj(i -> "%d,%d,%s\n".formatted(1500 + rng.below(500), i % 2,
                                i % 2 == 0 ? "low" : "high"))
                        .collect(Collectors.joining()) + "1,1,?\n")
                .toString();
    }

    @Test
    void findingsArePrintedAndSetTheStatus() throws IOException {
        Rng rng = Rng.of(1);
        String bad = model("bad.safetensors", Model.Input.numbers(List.of("height", "level_code")),
                Linear.of(2, 8, rng.split(0)), new Relu(), Linear.of(8, 2, rng.split(1)), new Softmax());
        Shell alone = inside("check", bad);
        assertEquals(3, alone.status(), alone.err());
        assertTrue(alone.out().startsWith(
                "error  Softmax 3: a softmax before the cross-entropy  [squashed-twice]\n  why: that loss has"),
                alone.out());
        assertTrue(alone.out().contains("1 error by 14 rules, without DATA"), alone.out());
        Shell json = inside("check", bad, rows(), "--target", "level", "--json");
        assertEquals(3, json.status(), json.err());
        Map<?, ?> object = (Map<?, ?>) Json.parse(json.out());
        List<?> findings = (List<?>) object.get("findings");
        assertEquals(
                List.of("squashed-twice Softmax 3", "unscaled-inputs Linear 0", "leakage column level_code",
                        "dead-units Relu 1"), // of inputs near 1750
                findings.stream().map(f -> ((Map<?, ?>) f).get("rule") + " " + ((Map<?, ?>) f).get("where"))
                        .toList());
        assertTrue(((Map<?, ?>) findings.get(1)).get("what").toString().contains("height (mean 1.7"),
                json.out());
    }

    @Test
    void aTrainedTableHasNothingButItsLeak() throws IOException {
        String data = rows();
        Path out = folder.resolve("run");
        assertEquals(0,
                inside("train", data, "--target", "level", "--column", "level_code=ignored", "--epochs", "3",
                        "--out", out.toString()).status());
        Shell good = inside("check", out.resolve("model.safetensors").toString(), data);
        assertEquals(0, good.status(), good.out() + good.err());
        assertTrue(good.out().contains("1 rows are left out"), good.out());
        assertTrue(good.out().endsWith("nothing found by 14 rules on " + data + System.lineSeparator()),
                good.out());
        assertEquals(0, inside("check", out.resolve("model.safetensors").toString()).status());
        assertTrue(inside("summary", out.resolve("model.safetensors").toString()).out()
                .contains("loss: CrossEntropy"));
    }

    @Test
    void aRecipeIsCheckedBeforeItLearns() {
        Shell run = inside("check", "digits");
        assertEquals(0, run.status(), run.out() + run.err());
        assertTrue(run.out().contains("rules on its data, before it has learned"), run.out());
    }

    @Test
    void whatIsWrongIsSaidInOneLine() throws IOException {
        String model = model("image.safetensors", Model.Input.image(1, 2, 2), new Flatten(),
                Linear.of(4, 2, Rng.of(1)));
        check(2, "leave DATA out", "check", "digits", rows());
        check(1, "takes other inputs than the recipe's data", "check", "gan-rings"); // codes, not points
        check(1, "recipe perceptron trains no network in epochs", "check", "perceptron");
        check(1, "no such file", "check", "absent.safetensors");
        check(2, "--labels FILE", "check", model, rows());
        check(2, "--target", "check", model("numbers.safetensors", Model.Input.numbers(List.of("height")),
                Linear.of(1, 2, Rng.of(1))), rows());
    }

    private static void check(int status, String expected, String... arguments) {
        Shell run = inside(arguments);
        assertEquals(status, run.status(), run.out() + run.err());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("cajal: ") && run.err().contains(expected), run.err());
    }
}
