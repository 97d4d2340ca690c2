package io.cajal.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Column;
import io.cajal.io.Damage;
import io.cajal.io.Safetensors;
import io.cajal.nn.Dropout;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.LeakyRelu;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.text.BytePairs;
import io.cajal.text.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTest {
    private static final Tensor X = Tensor.of(new double[][] {{1, -2, 0.5}, {0, 3, -1}});

    @TempDir
    private Path folder;
    private Path path;
    private Model model;

    @BeforeEach
    void write() throws IOException {
        path = folder.resolve("model.safetensors");
        Rng rng = Rng.of(1);
        Layer network = Sequential.of(Linear.of(3, 4, rng.split(1)), new LeakyRelu(0.1), new Dropout(0.5, 7),
                Linear.of(4, 2, rng.split(2)));
        model = new Model(network, Model.Input.numbers(List.of("a", "b", "c")), List.of("no", "yes"),
                Map.of("recipe", "none", "seed", "1"));
        model.save(path);
    }

    @Test
    void runsWithoutTheCodeThatMadeIt() throws IOException {
        Model read = Model.load(path);
        assertEquals(model.input(), read.input());
        assertEquals(model.classes(), read.classes());
        assertEquals(model.provenance(), read.provenance());
        assertArrayEquals(model.predict(X).toDoubles(), read.predict(X).toDoubles());
        byte[] first = Files.readAllBytes(path);
        read.save(path);
        assertArrayEquals(first, Files.readAllBytes(path));
    }

    @Test
    void outputsOfClassesAreProbabilities() {
        assertArrayEquals(new double[] {1, 1}, model.predict(X).sum(1).toDoubles(), 1e-6);
        Model values = new Model(model.network(), model.input(), List.of(), Map.of());
        assertArrayEquals(Run.evaluation().call(() -> model.network().apply(X)).toDoubles(),
                values.predict(X).toDoubles());
    }

    @Test
    void anInputIsAnImageNumbersOrATable() {
        assertRefused("model: an input of kind \"image\" cannot have the shape [28,28] and 0 columns",
                () -> new Model.Input("image", List.of(28, 28), List.of()));
        assertRefused("model: an input of kind \"numbers\" cannot have the shape [2] and 1 columns",
                () -> new Model.Input("numbers", List.of(2), List.of(Column.number("a"))));
        assertRefused("model: an input of kind \"image\" cannot have the shape [1,0,5] and 0 columns",
                () -> Model.Input.image(1, 0, 5));
        assertRefused("model: an input of kind \"sound\" cannot have the shape [8] and 0 columns",
                () -> new Model.Input("sound", List.of(8), List.of()));
    }

    /** A tokenizer is part of the model that was trained on its numbers. */
    @Test
    void aTokenizerTravelsWithItsModel() throws IOException {
        Tokenizer tokenizer = BytePairs.learn("to be or not to be", 4);
        Layer network = Linear.of(3, tokenizer.size(), Rng.of(1));
        new Model(network, Model.Input.tokens(tokenizer, 3), List.of(), Map.of()).save(path);
        assertEquals(tokenizer, Model.load(path).input().tokenizer());
        assertRefused(
                "model: an input of kind \"tokens\" cannot have the shape [3] and 0 columns without a tokenizer",
                () -> new Model.Input("tokens", List.of(3), List.of()));
        Safetensors.Content content = Safetensors.read(path);
        Damage.check(content.metadata().get("cajal.input").getBytes(StandardCharsets.UTF_8), damaged -> {
            Map<String, String> texts = new LinkedHashMap<>(content.metadata());
            texts.put("cajal.input", new String(damaged, StandardCharsets.UTF_8));
            Safetensors.write(path, content.tensors(), texts);
            Model.load(path);
        });
    }

    private static void assertRefused(String message, Runnable mistake) {
        assertEquals(message, assertThrows(CajalException.class, mistake::run).getMessage());
    }

    /** A claim of 16 GB in a file of 100 numbers. */
    @Test
    void doesNotTakeTheMemoryThatAFileClaims() throws IOException {
        Safetensors.Content content = Safetensors.read(path);
        Map<String, String> texts = new LinkedHashMap<>(content.metadata());
        texts.computeIfPresent("cajal.architecture", (_, json) -> json.replace("[4,3]", "[40000,50000]"));
        Safetensors.write(path, content.tensors(), texts);
        assertRefused(
                path + ": model: Linear.weight: its shape [40000 × 50000] claims more numbers than there are",
                () -> {
                    try {
                        Model.load(path);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @Test
    void survivesDamage() throws IOException {
        Damage.check(Files.readAllBytes(path), file -> {
            Files.write(path, file);
            Model.load(path).predict(X.narrow(1, 0, 3));
        });
    }

    /** Damage to one text at a time, in a file that is otherwise whole. */
    @Test
    void survivesDamagedDescriptions() throws IOException {
        Safetensors.Content content = Safetensors.read(path);
        for (String key : List.of("cajal.architecture", "cajal.input", "cajal.classes", "cajal.format")) {
            Damage.check(content.metadata().get(key).getBytes(StandardCharsets.UTF_8), damaged -> {
                Map<String, String> texts = new LinkedHashMap<>(content.metadata());
                texts.put(key, new String(damaged, StandardCharsets.UTF_8));
                Safetensors.write(path, content.tensors(), texts);
                Model.load(path).predict(X);
            });
        }
    }

    @Test
    void checkpointsSurviveDamage() throws IOException {
        History history = History.EMPTY
                .with(new History.Epoch(1, 0.5, 0.25, Map.of("accuracy", 0.75), 1e-3, 0));
        Map<String, Tensor> tensors = Map.of("weight", X);
        new Checkpoint("this", 1, 3, Map.of("loss", 0.5), history, tensors, Map.of(), tensors,
                tensors, Map.of()).write(path);
        Safetensors.Content content = Safetensors.read(path);
        Damage.check(Files.readAllBytes(path), file -> {
            Files.write(path, file);
            Checkpoint.read(path, "this");
        });
        for (String key : content.metadata().keySet()) {
            Damage.check(content.metadata().get(key).getBytes(StandardCharsets.UTF_8), damaged -> {
                Map<String, String> texts = new LinkedHashMap<>(content.metadata());
                texts.put(key, new String(damaged, StandardCharsets.UTF_8));
                Safetensors.write(path, content.tensors(), texts);
                Checkpoint.read(path, "this");
            });
        }
    }
}
