package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.io.Safetensors;
import io.cajal.nn.activation.Tanh;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDictTest {
    private record Tied(Linear encoder, Linear decoder, Param encoderBias) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return decoder.apply(encoder.apply(x));
        }
    }

    private static Sequential mlp(long seed) {
        Rng rng = Rng.of(seed);
        return Sequential.of(Linear.of(3, 4, rng.split(0)), new Tanh(), Linear.of(4, 2, rng.split(2)));
    }

    private static Tied tied(long seed) {
        Linear linear = Linear.of(3, 3, Rng.of(seed));
        return new Tied(linear, new Linear(linear.weight(), null), linear.bias());
    }

    private static String refused(Layer model, Map<String, Tensor> state) {
        Map<String, Tensor> before = StateDict.copy(StateDict.of(model));
        String message = assertThrows(CajalException.class, () -> StateDict.load(model, state)).getMessage();
        before.forEach((name, tensor) -> assertArrayEquals(tensor.toFloats(),
                StateDict.of(model).get(name).toFloats(), "nothing may change"));
        assertEquals(1, message.lines().count());
        return message;
    }

    @Test
    void hasPyTorchsKeys() {
        assertEquals(List.of("0.weight", "0.bias", "2.weight", "2.bias"),
                List.copyOf(StateDict.of(mlp(1)).keySet()));
        assertEquals(List.of("encoder.weight", "encoder.bias"), List.copyOf(StateDict.of(tied(1)).keySet()));
    }

    @Test
    void namesAllMisfitsAtOnce() {
        Map<String, Tensor> state = new LinkedHashMap<>(StateDict.of(mlp(2)));
        state.put("0.weight", Tensor.zeros(4, 5));
        state.put("2.bais", state.remove("2.bias"));
        assertEquals("state: \"0.weight\" has shape [4 × 5], the model expects [4 × 3]; "
                + "\"2.bais\" [2] is not in the model, did you mean \"2.bias\"?; "
                + "\"2.bias\" [2] of the model is missing",
                refused(mlp(1), state));
    }

    @Test
    void keepsTheMessageShort() {
        String message = refused(mlp(1), Map.of());
        assertEquals(4, message.split("is missing", -1).length - 1);
        Map<String, Tensor> foreign = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            foreign.put("block." + i, Tensor.zeros(1));
        }
        assertTrue(refused(mlp(1), foreign).endsWith("; and 38 more"));
    }

    @Test
    void loadsAPartWhenNotStrict() {
        Sequential model = mlp(1);
        Map<String, Tensor> state = new LinkedHashMap<>(StateDict.of(mlp(2)));
        float[] expected = state.get("0.weight").toFloats();
        state.put("head.weight", state.remove("2.weight"));
        assertEquals(new StateDict.Unmatched(List.of("2.weight"), List.of("head.weight")),
                StateDict.load(model, state, false));
        assertArrayEquals(expected, StateDict.of(model).get("0.weight").toFloats());
        state.put("0.bias", Tensor.zeros(5));
        assertEquals("state: \"0.bias\" has shape [5], the model expects [4]",
                assertThrows(CajalException.class, () -> StateDict.load(model, state, false)).getMessage());
    }

    @Test
    void takesSharedTensorsUnderAnyOfTheirNames() {
        Tied from = tied(2);
        Map<String, Tensor> state = Map.of("decoder.weight", from.encoder().weight(), "encoder_bias",
                from.encoderBias());
        Tied to = tied(1);
        StateDict.load(to, state);
        assertArrayEquals(from.encoder().weight().toFloats(), to.encoder().weight().toFloats());
        assertArrayEquals(from.encoderBias().toFloats(), to.encoder().bias().toFloats());
        refused(to, Map.of("decoder.weight", from.encoder().weight()));
    }

    @Test
    void movesThroughSafetensors(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("mlp.safetensors");
        Sequential from = mlp(2);
        StateDict.save(from, file);
        assertEquals(Map.of("format", "pt"), Safetensors.read(file).metadata());
        Sequential to = mlp(1);
        StateDict.load(to, file);
        Tensor x = Tensor.uniform(Shape.of(5, 3), -1, 1, Rng.of(3));
        assertArrayEquals(from.apply(x).toFloats(), to.apply(x).toFloats());
    }

    @Test
    void partsInArraysAndMapsAreRefused() {
        record Hidden(Layer[] layers) implements Layer {
            @Override
            public Tensor forward(Tensor x) {
                return layers[0].apply(x);
            }
        }
        assertEquals("layer Hidden: layers holds layers or parameters in a Layer[]: use a List of them",
                assertThrows(CajalException.class, () -> StateDict.of(new Hidden(new Layer[] {mlp(1)})))
                        .getMessage());
    }
}
