package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.DType;
import io.cajal.base.Nearest;
import io.cajal.base.Shape;
import io.cajal.io.Safetensors;
import io.cajal.tensor.Stored;
import io.cajal.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model's parameters and buffers by PyTorch's keys, and their way into and out of safetensors files. Layouts are PyTorch's, so
 * that files move both ways without mapping.
 */
public final class StateDict {
    private StateDict() {
    }

    /** The tensors themselves, not copies; a shared one appears under its first name only, as safetensors wants it. */
    public static Map<String, Tensor> of(Layer model) {
        Map<String, Tensor> state = new LinkedHashMap<>();
        Parts.stored(model).forEach((name, part) -> {
            if (state.values().stream().noneMatch(known -> known == part)) {
                state.put(name, part);
            }
        });
        return state;
    }

    /** Overwrites the model's numbers; names and shapes must agree exactly, else nothing is changed. */
    public static void load(Layer model, Map<String, Tensor> state) {
        Map<String, Stored> own = Parts.stored(model);
        Map<String, Tensor> first = of(model);
        for (String name : state.keySet()) {
            if (!own.containsKey(name)) {
                throw new CajalException("state: \"%s\" is not in the model%s"
                        .formatted(name, Nearest.hint(name, own.keySet())));
            }
        }
        first.forEach((name, tensor) -> {
            Tensor given = state.get(name);
            if (given == null) {
                throw new CajalException(
                        "state: \"%s\" %s of the model is missing".formatted(name, tensor.shape()));
            }
            if (!given.shape().equals(tensor.shape())) {
                throw new CajalException("state: \"%s\" has shape %s, the model expects %s"
                        .formatted(name, given.shape(), tensor.shape()));
            }
        });
        state.forEach((name, tensor) -> own.get(name).set(tensor));
    }

    /** Copies that later steps do not change. */
    public static Map<String, Tensor> copy(Map<String, Tensor> state) {
        Map<String, Tensor> copies = new LinkedHashMap<>();
        state.forEach((name, tensor) -> copies.put(name,
                Tensor.wrap(tensor.shape(), tensor.device(), tensor.device().copyOf(tensor.data()))));
        return copies;
    }

    /** Writes a model's numbers for any reader of safetensors. */
    public static void save(Layer model, Path path) throws IOException {
        Safetensors.write(path, entries(of(model)), Map.of("format", "pt"));
    }

    /** Reads numbers that any writer of safetensors left under PyTorch's keys. */
    public static void load(Layer model, Path path) throws IOException {
        load(model, tensors(Safetensors.read(path).tensors()));
    }

    /** For writing, in the device's precision. */
    public static Map<String, Safetensors.Entry> entries(Map<String, Tensor> state) {
        Map<String, Safetensors.Entry> entries = new LinkedHashMap<>();
        state.forEach((name, tensor) -> entries.put(name, tensor.device().dtype() == DType.FLOAT64
                ? Safetensors.Entry.of(tensor.shape().sizes(), tensor.toDoubles())
                : Safetensors.Entry.of(tensor.shape().sizes(), tensor.toFloats())));
        return entries;
    }

    /** As tensors on the present device. */
    public static Map<String, Tensor> tensors(Map<String, Safetensors.Entry> entries) {
        Map<String, Tensor> state = new LinkedHashMap<>();
        entries.forEach((name, entry) -> {
            Shape shape = Shape.of(entry.shape());
            state.put(name, entry.type() == Safetensors.Type.F32 ? Tensor.of(shape, entry.toFloats())
                    : Tensor.of(shape, entry.toDoubles()));
        });
        return state;
    }
}
