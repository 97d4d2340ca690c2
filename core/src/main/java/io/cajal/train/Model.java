package io.cajal.train;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.data.Column;
import io.cajal.data.Layout;
import io.cajal.data.Ngrams;
import io.cajal.data.Notation;
import io.cajal.io.Json;
import io.cajal.io.Safetensors;
import io.cajal.io.Shown;
import io.cajal.nn.Architecture;
import io.cajal.nn.Layer;
import io.cajal.nn.StateDict;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
     * @param kind {@code image} for grey values in 0 … 1, {@code numbers}, {@code tokens}, or {@code table} for the cells of columns,
     *     each in its place of the {@link Layout}: numbers as they are, NaN where one is missing, categories as
     *     their places, −1 for none, texts as {@link Ngrams}
     * @param shape without the batch: [1 × 28 × 28]
     * @param columns of numbers and tables; numbers may have none
     * @param tokenizer that made the numbers of {@code tokens} from text, else null
     */
    public record Input(String kind, List<Integer> shape, List<Column> columns, Tokenizer tokenizer) {
        public Input(String kind, List<Integer> shape, List<Column> columns) {
            this(kind, shape, columns, null);
        }

        public Input {
            columns = List.copyOf(columns);
            boolean isImage = kind.equals("image") && shape.size() == 3 && columns.isEmpty();
            boolean named = !columns.isEmpty() && shape.equals(List.of(Layout.of(columns).width()));
            boolean isNumbers = kind.equals("numbers") && (columns.isEmpty()
                    || named && columns.stream().allMatch(column -> column.kind() == Column.Kind.NUMBER));
            boolean isTable = kind.equals("table") && named;
            boolean isTokens = kind.equals("tokens") && shape.size() == 1 && columns.isEmpty();
            if (isTokens != (tokenizer != null) || !isImage && !isNumbers && !isTable && !isTokens
                    || shape.stream().anyMatch(size -> size < 1)) {
                throw new CajalException(
                        "model: an input of kind %s cannot have the shape %s and %d columns%s"
                                .formatted(Shown.of(kind), Shown.of(shape), columns.size(),
                                        isTokens == (tokenizer != null) ? ""
                                                : isTokens ? " without a tokenizer" : " with a tokenizer"));
            }
        }

        public static Input image(int channels, int height, int width) {
            return new Input("image", List.of(channels, height, width), List.of());
        }

        public static Input numbers(List<String> names) {
            return new Input("numbers", List.of(names.size()), names.stream().map(Column::number).toList());
        }

        /** So many numbers that have no names, such as a code that a generator draws a picture from. */
        public static Input code(int numbers) {
            return new Input("numbers", List.of(numbers), List.of());
        }

        /** The numbers of a text's tokens, so many at once; the tokenizer travels with the model. */
        public static Input tokens(Tokenizer tokenizer, int length) {
            return new Input("tokens", List.of(length), List.of(), tokenizer);
        }

        public static Input table(List<Column> columns) {
            return new Input("table", List.of(Layout.of(columns).width()), columns);
        }

        public List<String> names() {
            return columns.stream().map(Column::name).toList();
        }

        /** Where the cells of a row lie; numbers without names are columns as well. */
        public Layout layout() {
            return columns.isEmpty() ? Layout.single(elements()) : Layout.of(columns);
        }

        public int elements() {
            return shape.stream().reduce(1, Math::multiplyExact);
        }

        /** Examples [N × …] that say nothing: zeros, and texts at their full length, of a token that is no padding. */
        public Tensor blank(int count) {
            Shape sizes = Shape.of(count).concat(Shape.of(shape.stream().mapToInt(size -> size).toArray()));
            return Tensor.full(sizes, tokenizer != null && tokenizer.size() > 1 ? 1 : 0);
        }

        private Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("kind", kind);
            json.put("shape", shape);
            json.put("names", names());
            if (kind.equals("table")) {
                json.put("kinds", columns.stream().map(column -> column.kind().name()).toList());
                json.put("categories", columns.stream().map(Column::categories).toList());
                if (columns.stream().anyMatch(column -> column.notation() != Notation.STANDARD)) {
                    json.put("notations", columns.stream().map(column -> column.notation().name()).toList());
                }
            }
            if (tokenizer != null) {
                json.put("tokenizer", tokenizer.toJson());
            }
            return json;
        }

        private static Input fromJson(Map<?, ?> json) {
            String kind = (String) json.get("kind");
            List<Integer> shape = ((List<?>) json.get("shape")).stream().map(n -> ((Long) n).intValue())
                    .toList();
            List<String> names = strings(json.get("names"));
            List<Column> columns = names.stream().map(Column::number).toList();
            if (kind.equals("table")) {
                List<String> kinds = strings(json.get("kinds"));
                List<?> categories = (List<?>) json.get("categories");
                List<String> notations = json.get("notations") == null
                        ? Collections.nCopies(names.size(), Notation.STANDARD.name())
                        : strings(json.get("notations"));
                if (kinds.size() != names.size() || categories.size() != names.size()
                        || notations.size() != names.size()) {
                    throw new CajalException(
                            "the table's columns have %d names, %d kinds, %d lists of categories and %d notations"
                                    .formatted(names.size(), kinds.size(), categories.size(),
                                            notations.size()));
                }
                columns = IntStream.range(0, names.size()).mapToObj(i -> new Column(names.get(i),
                        kind(kinds.get(i)), strings(categories.get(i)), notation(notations.get(i)))).toList();
            }
            Map<?, ?> tokenizer = (Map<?, ?>) json.get("tokenizer");
            return new Input(kind, shape, columns, tokenizer == null ? null : Tokenizer.fromJson(tokenizer));
        }

        private static Column.Kind kind(String name) {
            return Arrays.stream(Column.Kind.values()).filter(kind -> kind.name().equals(name)).findFirst()
                    .orElseThrow(() -> new CajalException("no column is of the kind " + Shown.of(name)));
        }

        private static Notation notation(String name) {
            return Arrays.stream(Notation.values()).filter(notation -> notation.name().equals(name))
                    .findFirst().orElseThrow(
                            () -> new CajalException(
                                    "no column is written in the notation " + Shown.of(name)));
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
        texts.put(PREFIX + "input", Json.write(input.toJson()));
        texts.put(PREFIX + "classes", Json.write(classes));
        provenance.forEach((key, value) -> texts.put(ORIGIN + key, value));
        Safetensors.write(path, StateDict.entries(StateDict.of(network)), texts);
    }

    public static Model load(Path path) throws IOException {
        return of(Safetensors.read(path), path.toString());
    }

    /** Out of a file's content; {@code path} is for messages. */
    public static Model of(Safetensors.Content content, String path) {
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
            return new Model(network, Input.fromJson((Map<?, ?>) Json.parse(texts.get(PREFIX + "input"))),
                    strings(Json.parse(texts.get(PREFIX + "classes"))),
                    provenance);
        } catch (NullPointerException | ClassCastException e) {
            throw new CajalException(
                    path + " is a damaged model: part of its description is missing or malformed", e);
        } catch (CajalException e) {
            throw new CajalException(path + ": " + e.getMessage(), e);
        }
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String.class::cast).toList();
    }
}
