package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.io.Safetensors;
import io.cajal.nn.activation.Gelu;
import io.cajal.nn.activation.Relu;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights and running statistics to and from PyTorch; the other half is in {@code fixtures/…/Exchange.java}. */
class WeightExchangeTest {
    @TempDir
    private Path folder;

    private static Sequential network(Rng rng) {
        return Sequential.of(Conv2d.of(2, 4, 3, rng.split(1)), BatchNorm2d.of(4), new Relu(), MaxPool2d.of(2),
                new Flatten(), Linear.of(36, 5, rng.split(2)));
    }

    private Path resource(String name) throws IOException {
        Path path = folder.resolve(name);
        try (InputStream in = WeightExchangeTest.class.getResourceAsStream("/fixtures/" + name)) {
            Files.write(path, in.readAllBytes());
        }
        return path;
    }

    private Map<String, Tensor> tensors(String name) throws IOException {
        return new LinkedHashMap<>(StateDict.tensors(Safetensors.read(resource(name)).tensors()));
    }

    @Test
    void readsWhatPyTorchWrote() throws IOException {
        Map<String, Tensor> given = tensors("pytorch.safetensors");
        Tensor x = given.remove("x");
        Tensor y = given.remove("y");
        Sequential network = network(Rng.of(1));
        StateDict.load(network, given);
        assertEquals(3, ((BatchNorm2d) network.layers().get(1)).numBatchesTracked().item());
        Tensor mine = Run.evaluation().call(() -> network.apply(x));
        assertArrayEquals(y.toFloats(), mine.toFloats(), 1e-5f);
        assertEquals(given.keySet(), StateDict.of(network).keySet());
    }

    /** PyTorch has read this file, and its network gave this y. */
    @Test
    void writesWhatPyTorchReads() throws IOException {
        Sequential network = network(Rng.of(2));
        for (int i = 0; i < 3; i++) {
            Tensor batch = Tensor.normal(Shape.of(8, 2, 8, 8), Rng.of(3).split(i));
            Run.training(Rng.of(1)).run(() -> network.apply(batch));
        }
        Map<String, Tensor> all = new LinkedHashMap<>(StateDict.of(network));
        Tensor x = Tensor.normal(Shape.of(3, 2, 8, 8), Rng.of(4));
        all.put("x", x);
        all.put("y", Run.evaluation().call(() -> network.apply(x)));
        Path written = Path.of("target/cajal.safetensors"); // copy it to the fixtures, and run fixtures/make, when it changes
        Safetensors.write(written, StateDict.entries(all), Map.of());
        assertArrayEquals(Files.readAllBytes(resource("cajal.safetensors")), Files.readAllBytes(written));
    }

    private static Sequential recurrent(Rng rng) {
        return Sequential.of(Lstm.of(3, 4, 2, true, 0, rng.split(1)), Linear.of(8, 2, rng.split(2)));
    }

    @Test
    void readsWhatPyTorchWroteOfAnLstm() throws IOException {
        Map<String, Tensor> given = tensors("pytorch_lstm.safetensors");
        Tensor x = given.remove("x");
        Tensor y = given.remove("y");
        Sequential network = recurrent(Rng.of(1));
        StateDict.load(network, given);
        assertArrayEquals(y.toFloats(), Run.evaluation().call(() -> network.apply(x)).toFloats(), 1e-6f);
        assertEquals(List.copyOf(given.keySet()), List.copyOf(StateDict.of(network).keySet()),
                "in PyTorch's order");
    }

    /** PyTorch has read this file, and its network gave this y. */
    @Test
    void writesWhatPyTorchReadsOfAnLstm() throws IOException {
        Sequential network = recurrent(Rng.of(2));
        Map<String, Tensor> all = new LinkedHashMap<>(StateDict.of(network));
        Tensor x = Tensor.normal(Shape.of(3, 5, 3), Rng.of(4));
        all.put("x", x);
        all.put("y", Run.evaluation().call(() -> network.apply(x)));
        Path written = Path.of("target/cajal_lstm.safetensors");
        Safetensors.write(written, StateDict.entries(all), Map.of());
        assertArrayEquals(Files.readAllBytes(resource("cajal_lstm.safetensors")),
                Files.readAllBytes(written));
    }

    private static TransformerLm languageModel(int seed) {
        return TransformerLm.of(5, 4, 6, 2, 2, new Gelu(true), Rng.of(seed));
    }

    @Test
    void readsALanguageModelThatPyTorchWrote() throws IOException {
        Map<String, Tensor> given = new LinkedHashMap<>(
                StateDict.tensors(Safetensors.read(resource("pytorch-lm.safetensors")).tensors()));
        Tensor x = given.remove("x");
        Tensor y = given.remove("y");
        TransformerLm model = languageModel(1);
        StateDict.load(model, given);
        assertArrayEquals(y.toFloats(), Run.evaluation().call(() -> model.apply(x)).toFloats(), 2e-5f);
        assertEquals(given.keySet(), StateDict.of(model).keySet());
    }

    /** PyTorch has read this file, and made this y of it. */
    @Test
    void writesALanguageModelThatPyTorchReads() throws IOException {
        TransformerLm model = languageModel(2);
        Map<String, Tensor> all = new LinkedHashMap<>(StateDict.of(model));
        Tensor x = Tensor.of(new double[][] {{4, 0, 3, 1}, {2, 2, 1, 0}});
        all.put("x", x);
        all.put("y", Run.evaluation().call(() -> model.apply(x)));
        Path written = Path.of("target/cajal-lm.safetensors"); // copy it to the fixtures, and run fixtures/make, when it changes
        Safetensors.write(written, StateDict.entries(all), Map.of());
        assertArrayEquals(Files.readAllBytes(resource("cajal-lm.safetensors")), Files.readAllBytes(written));
    }
}
