package io.cajal.studio.play;

import io.cajal.base.Shape;
import io.cajal.export.JavaSource;
import io.cajal.io.Json;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.PlaneFeatures;
import io.cajal.nn.Sequential;
import io.cajal.nn.StateDict;
import io.cajal.nn.activation.Tanh;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A network of the playground to take along. The model takes points (x, y) as they are: its first layer makes
 * the inputs of them. It answers with probabilities of the classes, or with the value. One output becomes two
 * logits: with the cross-entropy 0 and z, of which the softmax makes 1 − σ(z) and σ(z); from a tanh output 0
 * and 2z, as (1 + tanh z)/2 = σ(2z).
 */
final class Exports {
    static final List<String> KINDS = List.of("weights", "json", "model", "java");

    private final Spec spec;
    private final Net net;
    private final Moment moment;

    /** Saves to a path. */
    @FunctionalInterface
    private interface Saving {
        void to(Path path) throws IOException;
    }

    Exports(Spec spec, Moment moment) {
        this.spec = spec;
        this.moment = moment;
        net = new Net(spec);
        net.load(moment.numbers());
    }

    Map<String, Object> toJson(String what) {
        return switch (what) {
            case "weights" -> file(what, "playground-weights.safetensors", "application/octet-stream",
                    saved(path -> StateDict.save(net.whole(), path)));
            case "json" -> file(what, "playground.json", "application/json", text(Json.pretty(numbers())));
            case "model" -> file(what, "playground.safetensors", "application/octet-stream",
                    saved(path -> model().save(path)));
            default ->
                file(what, "Playground.java", "text/x-java", text(JavaSource.of(model(), "Playground")));
        };
    }

    private static Map<String, Object> file(String what, String name, String type, byte[] bytes) {
        return Spec.ordered("what", what, "name", name, "type", type, "base64",
                Base64.getEncoder().encodeToString(bytes));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] saved(Saving saving) {
        try {
            Path path = Files.createTempFile("cajal-playground", ".safetensors");
            try {
                saving.to(path);
                return Files.readAllBytes(path);
            } finally {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> numbers() {
        Map<String, Object> numbers = new LinkedHashMap<>();
        StateDict.of(net.whole()).forEach((name, tensor) -> numbers.put(name, Spec.ordered("shape",
                IntStream.of(tensor.shape().sizes()).boxed().toList(), "values",
                Numbers.list(tensor.toFloats(), 0, tensor.shape().elements()))));
        return Spec.ordered("spec", spec.toJson(), "step", moment.step(), "numbers", numbers);
    }

    Model model() {
        List<Layer> layers = new ArrayList<>(List.of(new PlaneFeatures(spec.inputs())));
        layers.addAll(net.whole().layers());
        if (spec.classes() == 2) {
            boolean isTanh = layers.getLast() instanceof Tanh && Output.of(spec) == Output.TANH;
            if (isTanh) {
                layers.removeLast();
            }
            layers.add(new Linear(Param.of(Tensor.of(Shape.of(2, 1), 0.0, isTanh ? 2.0 : 1.0)), null));
        }
        List<String> classes = IntStream.range(0, spec.classes()).mapToObj(Integer::toString).toList();
        return new Model(new Sequential(layers), Model.Input.numbers(List.of("x", "y")), classes,
                new LinkedHashMap<>(
                        Map.of("recipe", "playground", "data", spec.data().name(), "seed", spec.seed(),
                                "steps", Long.toString(moment.step()))));
    }
}
