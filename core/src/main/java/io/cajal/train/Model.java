package io.cajal.train;

import io.cajal.base.CajalException;
import io.cajal.io.Json;
import io.cajal.io.Safetensors;
import io.cajal.io.Shown;
import io.cajal.nn.Architecture;
import io.cajal.nn.Layer;
import io.cajal.nn.StateDict;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained model as a file: the network, what goes in, what comes out, and how it was made. It is a
 * safetensors file, whose numbers any reader finds under PyTorch's keys; its metadata has the architecture,
 * so that it runs without the code that made it. Equal trainings write equal files, byte for byte: {@snippet
 * :
 * Tensor probabilities = Model.load(Path.of("model.safetensors")).predict(x);
 * }
 *
 * @param network from inputs to outputs
 * @param input what one example looks like
 * @param classes the names of the classes when the outputs are logits, one a class; empty when they are
 *     values
 * @param provenance how it was made: recipe, seed, settings, hash of the data, version
 */
public record Model(Layer network, Input input, List<String> classes, Map<String, String> provenance) {
    private static final int FORMAT = 1;
    private static final String PREFIX = "cajal.";
    private static final String ORIGIN = PREFIX + "provenance.";

    /**
     * One example.
     *
     * @param kind {@code image} for grey values in 0 … 1, else {@code numbers}
     * @param shape without the batch: [1 × 28 × 28]
     * @param names of the numbers, or empty
     */
    public record Input(String kind, List<Integer> shape, List<String> names) {
        public Input {
            boolean isImage = kind.equals("image") && shape.size() == 3 && names.isEmpty();
            boolean isNumbers = kind.equals("numbers")
                    && (names.isEmpty() || shape.equals(List.of(names.size())));
            if (!isImage && !isNumbers || shape.stream().anyMatch(size -> size < 1)) {
                throw new CajalException("model: an input of kind %s cannot have the shape %s and %d names"
                        .formatted(Shown.of(kind), Shown.of(shape), names.size()));
            }
        }

        public static Input image(int channels, int height, int width) {
            return new Input("image", List.of(channels, height, width), List.of());
        }

        public static Input numbers(List<String> names) {
            return new Input("numbers", List.of(names.size()), names);
        }

        public int elements() {
            return shape.stream().reduce(1, Math::multiplyExact);
        }
    }

    /** Outputs for a batch [N × …]: the softmax's probabilities for classes, else the values. */
    public Tensor predict(Tensor x) {
        return Run.evaluation().call(() -> {
            Tensor outputs = network.apply(x);
            return classes.isEmpty() ? outputs : outputs.softmax(-1);
        });
    }

    /** Writes it atomically. */
    public void save(Path path) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("format", "pt");
        texts.put(PREFIX + "format", Integer.toString(FORMAT));
        texts.put(PREFIX + "architecture", Json.write(Architecture.toJson(network)));
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("kind", input.kind());
        described.put("shape", input.shape());
        described.put("names", input.names());
        texts.put(PREFIX + "input", Json.write(described));
        texts.put(PREFIX + "classes", Json.write(classes));
        provenance.forEach((key, value) -> texts.put(ORIGIN + key, value));
        Safetensors.write(path, StateDict.entries(StateDict.of(network)), texts);
    }

    public static Model load(Path path) throws IOException {
        Safetensors.Content content = Safetensors.read(path);
        Map<String, String> texts = content.metadata();
        String format = texts.get(PREFIX + "format");
        if (format == null) {
            throw new CajalException(path
                    + " has tensors but no Cajal model: load it into a network of your own with StateDict.load");
        }
        if (!format.equals(Integer.toString(FORMAT))) {
            throw new CajalException(
                    "%s has model format %s, this Cajal reads format \"%d\": use a newer Cajal"
                            .formatted(path, Shown.of(format), FORMAT));
        }
        try {
            long numbers = content.tensors().values().stream().mapToLong(Safetensors.Entry::elements).sum();
            Layer network = Architecture.fromJson(Json.parse(texts.get(PREFIX + "architecture")), numbers);
            StateDict.load(network, StateDict.tensors(content.tensors()));
            Map<String, String> provenance = new LinkedHashMap<>();
            texts.forEach((key, value) -> {
                if (key.startsWith(ORIGIN)) {
                    provenance.put(key.substring(ORIGIN.length()), value);
                }
            });
            return new Model(network, input(texts.get(PREFIX + "input")),
                    strings(Json.parse(texts.get(PREFIX + "classes"))),
                    provenance);
        } catch (NullPointerException | ClassCastException e) {
            throw new CajalException(
                    path + " is a damaged model: part of its description is missing or malformed", e);
        } catch (CajalException e) {
            throw new CajalException(path + ": " + e.getMessage(), e);
        }
    }

    private static Input input(String json) {
        Map<?, ?> map = (Map<?, ?>) Json.parse(json);
        List<Integer> shape = ((List<?>) map.get("shape")).stream().map(n -> ((Long) n).intValue()).toList();
        return new Input((String) map.get("kind"), shape, strings(map.get("names")));
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String.class::cast).toList();
    }
}
