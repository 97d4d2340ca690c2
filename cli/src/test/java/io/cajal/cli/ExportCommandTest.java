package io.cajal.cli;

import static io.cajal.cli.Shell.inside;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.io.Safetensors;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.Unflatten;
import io.cajal.nn.Upsample;
import io.cajal.base.Shape;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code cajal export}; what the written class computes is tested beside its writer. */
class ExportCommandTest {
    @TempDir
    private Path folder;

    private final Linear linear = Linear.of(2, 3, Rng.of(1));

    private String model() throws IOException {
        Path path = folder.resolve("runs/three-ways/model.safetensors");
        new Model(Sequential.of(linear), Model.Input.numbers(List.of("x", "y")), List.of("a", "b", "c"),
                Map.of())
                .save(path);
        return path.toString();
    }

    @Test
    void weightsAloneHaveTorchsNamesAndNothingElse() throws IOException {
        Path out = folder.resolve("weights.safetensors");
        Shell run = inside("export", model(), "--format", "safetensors", "--out", out.toString());
        assertEquals(0, run.status(), run.err());
        assertEquals("weights saved: %s, 9 numbers in 2 tensors, from 0.weight to 0.bias\n".formatted(out),
                run.out());
        Safetensors.Content content = Safetensors.read(out);
        assertEquals(Map.of("format", "pt"), content.metadata());
        assertArrayEquals(new int[] {3, 2}, content.tensors().get("0.weight").shape());
        assertArrayEquals(linear.weight().toFloats(), content.tensors().get("0.weight").toFloats());
        assertEquals(1, inside("export", out.toString(), "--format", "java").status(), "no model any more");
    }

    @Test
    void aClassIsWrittenAndWrittenAgainButNothingElseIsReplaced() throws IOException {
        String model = model();
        Path out = folder.resolve("src/Ways.java");
        for (int i = 0; i < 2; i++) {
            Shell run = inside("export", model, "--format", "java", "--class-name", "org.me.Ways", "--out",
                    out.toString());
            assertEquals(0, run.status(), run.err());
        }
        String source = Files.readString(out);
        assertTrue(source.contains("package org.me;"), source);
        assertTrue(source.contains("public static String predictClass(double x, double y)"), source);
        Files.writeString(out, "class Ways {}");
        Shell taken = inside("export", model, "--format", "java", "--out", out.toString());
        assertEquals(1, taken.status());
        assertTrue(taken.err().contains("is there already"), taken.err());
        assertEquals("class Ways {}", Files.readString(out));
        Shell itself = inside("export", model, "--format", "safetensors", "--out", model);
        assertTrue(itself.err().contains("is there already"), itself.err());
        Model.load(Path.of(model));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --format onnx                                   | 'onnx'
            --class-name A                                  | --format
            --format java --class-name 1st                  | "1st" is no name for a Java class
            --format java --class-name a.B --out C.java     | javac wants class B in a file B.java
            --format safetensors --class-name A             | --class-name is for --format java
            """)
    void badUsageIsToldInOneLine(String arguments, String expected) throws IOException {
        Shell run = inside(("export " + model() + " " + arguments).split(" +"));
        assertEquals(2, run.status(), run.err());
        assertTrue(run.err().contains(expected), run.err());
    }

    @Test
    void aLayerWithoutAJavaFormIsNamed() throws IOException {
        Path path = folder.resolve("up.safetensors");
        new Model(Sequential.of(new Unflatten(Shape.of(1, 1, 2)), new Upsample(2, Upsample.Mode.NEAREST)),
                Model.Input.numbers(List.of("x", "y")), List.of(), Map.of()).save(path);
        Shell run = inside("export", path.toString(), "--format", "java", "--out",
                folder.resolve("Up.java").toString());
        assertEquals(1, run.status());
        assertTrue(
                run.err().startsWith(
                        "cajal: export: layer 1 is of type Upsample, for which no Java is written"),
                run.err());
        assertEquals(1, run.err().lines().count());
        assertTrue(Files.notExists(folder.resolve("Up.java")));
    }
}
