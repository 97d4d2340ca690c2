package io.cajal.studio.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.data.Column;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Ensemble;
import io.cajal.nn.Flatten;
import io.cajal.nn.Gru;
import io.cajal.nn.LastStep;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Lstm;
import io.cajal.nn.Parallel;
import io.cajal.nn.RecurrentLm;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.TransformerLm;
import io.cajal.nn.Unflatten;
import io.cajal.nn.activation.Gelu;
import io.cajal.nn.activation.Relu;
import io.cajal.nn.activation.Sigmoid;
import io.cajal.nn.activation.Softmax;
import io.cajal.base.Shape;
import io.cajal.table.Features;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import io.cajal.text.Characters;
import io.cajal.train.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is drawn of models of many kinds. */
class GraphTest {
    private static final Rng RNG = Rng.of(1);

    @TempDir
    Path folder;

    private Bundle bundle(Layer network, Model.Input input, String... classes) throws Exception {
        Path path = folder.resolve("model.safetensors");
        new Model(network, input, List.of(classes), Map.of("seed", "1")).save(path);
        return Bundle.of("m", "m", Files.readAllBytes(path), Map.of());
    }

    /** A graph in a line: boxes by type, chains in ( ), forks in [ ]. */
    private static String line(Map<?, ?> node) {
        return switch ((String) node.get("kind")) {
            case "box" -> (String) node.get("type");
            case "chain" -> "(" + String.join(" ", lines((List<?>) node.get("parts"))) + ")";
            default -> {
                List<String> ways = new ArrayList<>();
                ((List<?>) node.get("branches"))
                        .forEach(way -> ways.add(String.join(" ", lines((List<?>) way))));
                yield "[" + String.join(" | ", ways) + " " + node.get("join") + "]";
            }
        };
    }

    private static List<String> lines(List<?> nodes) {
        return nodes.stream().map(node -> line((Map<?, ?>) node)).toList();
    }

    private static List<Map<?, ?>> boxes(Map<?, ?> node) {
        List<Map<?, ?>> found = new ArrayList<>();
        switch ((String) node.get("kind")) {
            case "box" -> found.add(node);
            case "chain" ->
                ((List<?>) node.get("parts")).forEach(part -> found.addAll(boxes((Map<?, ?>) part)));
            default -> ((List<?>) node.get("branches")).forEach(
                    way -> ((List<?>) way).forEach(part -> found.addAll(boxes((Map<?, ?>) part))));
        }
        return found;
    }

    @Test
    void layersOneAfterTheOther() throws Exception {
        Bundle bundle = bundle(
                Sequential.of(Conv2d.of(1, 2, Window.of(3).padding(1), 1, RNG), new Relu(), new Flatten(),
                        Linear.of(32, 3, RNG)),
                Model.Input.image(1, 4, 4), "a", "b", "c");
        Map<String, Object> graph = Graph.of(bundle);
        assertEquals("(Conv2d Relu Flatten Linear)", line(graph));
        Map<?, ?> conv = boxes(graph).getFirst();
        assertEquals("0", conv.get("layer"));
        assertEquals("1 → 2, 3 × 3, padding 1", conv.get("settings"));
        assertEquals("[1 × 2 × 4 × 4]", conv.get("output"));
        assertEquals(20L, conv.get("parameters"));
        assertEquals(4 * 4 * 2 * 9L, conv.get("work"));
        assertEquals("convolution", conv.get("family"));
        assertEquals(bundle.summary().multiplyAdds(),
                boxes(graph).stream().mapToLong(box -> (Long) box.get("work")).sum());
    }

    @Test
    void waysThatForkAndJoin() throws Exception {
        Layer body = Sequential.of(Linear.of(4, 4, RNG), new Relu(), Linear.of(4, 4, RNG));
        Bundle bundle = bundle(
                Sequential.of(new Residual(body, null), new Residual(Linear.of(4, 3, RNG), Linear.of(4, 3,
                        RNG)), Parallel.of(Linear.of(3, 2, RNG), new Sigmoid()),
                        Ensemble.of(Linear.of(5, 2, RNG), Linear.of(5, 2,
                                RNG))),
                Model.Input.numbers(List.of("a", "b", "c", "d")));
        assertEquals(
                "([(Linear Relu Linear) |  +] [Linear | Linear +] [Linear | Sigmoid concat] [Linear | Linear mean])",
                line(Graph.of(bundle)));
    }

    @Test
    void recurrentLayersAreOneBoxEach() throws Exception {
        Bundle bundle = bundle(
                Sequential.of(new Unflatten(Shape.of(3, 2)), Lstm.of(2, 5, 2, true, 0, RNG), Gru.of(10, 4,
                        RNG), new LastStep(), Linear.of(4, 2, RNG)),
                Model.Input.numbers(List.of("a", "b", "c", "d", "e", "f")));
        Map<String, Object> graph = Graph.of(bundle);
        assertEquals("(Unflatten Lstm Gru LastStep Linear)", line(graph));
        assertEquals("2 → 5, 2 layers, both ways", boxes(graph).get(1).get("settings"));
        assertEquals("recurrent", boxes(graph).get(1).get("family"));
    }

    @Test
    void languageModels() throws Exception {
        Characters characters = Characters.of("abc ");
        Bundle small = bundle(RecurrentLm.of(characters.size(), 3, Gru.of(3, 5, RNG), RNG),
                Model.Input.tokens(characters,
                        8));
        assertEquals("(Embedding Gru Linear)", line(Graph.of(small)));
        assertEquals("writes", Facts.of(small).get("does"));
        Bundle gpt = bundle(TransformerLm.of(characters.size(), 8, 8, 2, 2, new Gelu(), RNG),
                Model.Input.tokens(characters, 8));
        String line = line(Graph.of(gpt));
        String block = "([LayerNorm MultiheadAttention |  +] [LayerNorm Linear Gelu Linear |  +])";
        assertTrue(line.contains(block + " " + block), line);
        assertEquals((long) gpt.summary().parameters(),
                boxes(Graph.of(gpt)).stream().mapToLong(box -> (Long) box.get("parameters")).sum());
    }

    @Test
    void tables() throws Exception {
        Features features = new Features(1, new int[0], new int[0], numbers(0), numbers(5), numbers(2),
                new int[] {2});
        List<Column> columns = List.of(Column.number("depth"),
                Column.category("side", List.of("north", "south")));
        Bundle bundle = bundle(Sequential.of(features, Linear.of(3, 2, RNG)), Model.Input.table(columns),
                "high", "low");
        Map<String, Object> facts = Facts.of(bundle);
        assertEquals("(Features Linear)", line((Map<?, ?>) facts.get("graph")));
        Map<?, ?> input = (Map<?, ?>) facts.get("input");
        assertEquals("table", input.get("kind"));
        assertEquals(List.of("north", "south"),
                ((Map<?, ?>) ((List<?>) input.get("columns")).get(1)).get("categories"));
        assertEquals(List.of("high", "low"), facts.get("classes"));
        assertEquals(Map.of("seed", "1"), facts.get("made"));
    }

    private static Buffer numbers(double... values) {
        return Buffer.of(Tensor.of(values));
    }

    @Test
    void aModelOfOneLayer() throws Exception {
        Bundle bundle = bundle(Linear.of(2, 1, RNG), Model.Input.numbers(List.of("a", "b")));
        assertEquals("Linear", line(Graph.of(bundle)));
        assertEquals(2, ((List<?>) Weights.of(bundle, "").get("parameters")).size());
    }

    @Test
    void whatCheckFindsNamesALayer() throws Exception {
        Bundle bundle = bundle(Sequential.of(Linear.of(2, 3, RNG), new Softmax(-1)),
                Model.Input.numbers(List.of("a", "b")),
                "x", "y", "z");
        List<?> findings = (List<?>) Facts.check(bundle).get("findings");
        assertTrue(findings.stream().anyMatch(one -> ((Map<?, ?>) one).get("layer").equals("1")),
                findings.toString());
    }
}
