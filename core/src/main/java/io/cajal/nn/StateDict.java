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
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model's parameters and buffers by PyTorch's keys, and their way into and out of safetensors files.
 * Layouts are PyTorch's, so that files move both ways without mapping.
 */
public final class StateDict {
    /** Problems that one message lists. */
    private static final int SHOWN = 6;

    private StateDict() {
    }

    /**
     * The tensors themselves, not copies; a shared one appears under its first name only, as safetensors
     * wants it.
     */
    public static Map<String, Tensor> of(Layer model) {
        Map<String, Tensor> state = new LinkedHashMap<>();
        Set<Stored> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Parts.stored(model).forEach((name, part) -> {
            if (seen.add(part)) {
                state.put(name, part);
            }
        });
        return state;
    }

    /** What found no partner in a load that was not strict. */
    public record Unmatched(List<String> missing, List<String> unexpected) {
    }

    /** Overwrites the model's numbers; names and shapes must agree exactly, else nothing is changed. */
    public static void load(Layer model, Map<String, Tensor> state) {
        load(model, state, true);
    }

    /**
     * Overwrites those of the model's numbers that the state has. When {@code strict}, neither may have a
     * name that the other lacks; shapes must agree in any case. Where they do not, nothing is changed. A
     * shared tensor may come under any of its names.
     */
    public static Unmatched load(Layer model, Map<String, Tensor> state, boolean strict) {
        Map<String, Stored> own = Parts.stored(model);
        Set<Stored> found = Collections.newSetFromMap(new IdentityHashMap<>());
        List<String> unexpected = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        state.forEach((name, given) -> {
            Stored part = own.get(name);
            if (part == null) {
                unexpected.add(name);
                return;
            }
            found.add(part);
            if (!part.shape().equals(given.shape())) {
                problems.add("\"%s\" has shape %s, the model expects %s"
                        .formatted(name, given.shape(), part.shape()));
            }
        });
        List<String> missing = new ArrayList<>();
        own.forEach((name, part) -> {
            if (found.add(part)) {
                missing.add(name);
            }
        });
        if (strict) {
            unexpected.forEach(name -> problems.add("\"%s\" %s is not in the model%s"
                    .formatted(name, state.get(name).shape(), Nearest.hint(name, missing))));
            missing.forEach(name -> problems
                    .add("\"%s\" %s of the model is missing".formatted(name, own.get(name).shape())));
        }
        if (!problems.isEmpty()) {
            throw new CajalException("state: " + inOneLine(problems));
        }
        state.forEach((name, given) -> {
            if (own.containsKey(name)) {
                own.get(name).set(given);
            }
        });
        return new Unmatched(List.copyOf(missing), List.copyOf(unexpected));
    }

    private static String inOneLine(List<String> problems) {
        String first = String.join("; ", problems.subList(0, Math.min(SHOWN, problems.size())));
        return problems.size() <= SHOWN ? first : first + "; and %d more".formatted(problems.size() - SHOWN);
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
