package io.cajal.serve;

import io.cajal.base.Rng;
import io.cajal.data.Column;
import io.cajal.nn.Embedding;
import io.cajal.nn.EmbeddingBag;
import io.cajal.nn.Flatten;
import io.cajal.nn.Gru;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.TokenReader;
import io.cajal.nn.activation.Relu;
import io.cajal.table.Features;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Tensor;
import io.cajal.data.Ngrams;
import io.cajal.text.Vocabulary;
import io.cajal.text.Words;
import io.cajal.train.Model;
import io.cajal.train.TextInput;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Small untrained models of each kind. */
final class Models {
    private Models() {
    }

    /** Columns depth, day, wet and side; classes high and low. */
    static Model table(long seed) {
        List<Column> columns = List.of(Column.number("depth"), new Column("day", Column.Kind.DATE, List.of()),
                new Column("wet", Column.Kind.BOOLEAN, List.of("no", "yes")),
                Column.category("side", List.of("north", "south")));
        Features features = new Features(3, new int[] {1}, new int[] {0}, numbers(0, 0, 0),
                numbers(50, 19000, 0.5),
                numbers(20, 100, 0.5), new int[] {2});
        return new Model(network(features, 3 + 1 + 4 + 2, 2, seed), Model.Input.table(columns),
                List.of("high", "low"), Map.of("target", "level"));
    }

    /** One column, one value. */
    static Model regression(String column) {
        Features features = new Features(1, new int[0], new int[0], numbers(0), numbers(0), numbers(1),
                new int[0]);
        return new Model(network(features, 1, 1, 3), Model.Input.table(List.of(Column.number(column))),
                List.of(),
                Map.of());
    }

    static Model image() {
        return new Model(network(new Flatten(), 6, 3, 5), Model.Input.image(1, 2, 3), List.of("a", "b", "c"),
                Map.of());
    }

    /** Texts of two classes. */
    static Model text() {
        Rng rng = Rng.of(9);
        return new Model(
                Sequential.of(EmbeddingBag.of(Ngrams.BUCKETS, 2, rng.split(1)),
                        Linear.of(2, 2, rng.split(2))),
                Model.Input.table(List.of(Column.text("text"))), List.of("no", "yes"), Map.of());
    }

    /** Reads the words of column story. */
    static Model reader() {
        Rng rng = Rng.of(9);
        Words words = new Words(Vocabulary.of(Stream.of("some", "words")).withPadding().withUnknown(), true);
        return new Model(Sequential.of(
                new TokenReader(Embedding.of(4, 3, rng.split(1)).withPadding(0), Gru.of(3, 4, rng.split(2))),
                Linear.of(4, 2, rng.split(3))), Model.Input.tokens(words, 5), List.of("no", "yes"),
                TextInput.provenance("story"));
    }

    /** Two named numbers, two values. */
    static Model vector() {
        return new Model(network(new Flatten(), 2, 2, 7), Model.Input.numbers(List.of("x", "y")), List.of(),
                Map.of());
    }

    private static Layer network(Layer first, int in, int out, long seed) {
        Rng rng = Rng.of(seed);
        return Sequential.of(first, Linear.of(in, 8, rng.split(1)), new Relu(),
                Linear.of(8, out, rng.split(2)));
    }

    private static Buffer numbers(double... values) {
        return Buffer.of(Tensor.of(values));
    }
}
