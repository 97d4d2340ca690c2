package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.fixtures.Fixtures;
import io.cajal.fixtures.Fixtures.Case;
import io.cajal.nn.activation.Gelu;
import io.cajal.nn.activation.Relu;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Embeddings, attention and the Transformer's layer with PyTorch's weights, by PyTorch's keys: outputs and gradients. */
class AttentionFixturesTest implements Fixtures.Comparison {
    static Stream<Case> cases() {
        return Fixtures.of("attention.json");
    }

    @Override
    public double floatTolerance() {
        return 1e-5;
    }

    @Override
    public void compare(Case c, double tolerance) {
        Map<String, Tensor> in = new LinkedHashMap<>();
        c.tensors("inputs").forEach((name, x) -> in.put(name, x.tracked()));
        Layer layer = layer(c);
        Map<String, Tensor> leaves = new LinkedHashMap<>(in);
        if (layer != null) {
            StateDict.load(layer, c.tensors("parameters"));
            leaves.putAll(Parts.params(layer));
        }
        Tensor y = result(c, layer, in);
        Fixtures.assertClose("output", c.tensor("outputs", "y"), y, tolerance);
        Gradients g = y.backward(c.gradOutput(), false);
        c.tensors("gradients")
                .forEach((name, expected) -> Fixtures.assertClose("gradient of " + name, expected,
                        g.get(leaves.get(name)), tolerance));
    }

    private static Layer layer(Case c) {
        int heads = (int) c.number("num_heads", 1);
        boolean causal = c.flag("is_causal");
        return switch (c.op()) {
            case "Embedding" -> Embedding.of(5, 3, Rng.of(1)).withPadding((int) c.number("padding_idx", -1));
            case "MultiheadAttention" -> attention(heads, causal);
            case "TransformerEncoderLayer" -> TransformerBlock.of(attention(heads, causal), 5,
                    c.attributes().get("activation").equals("relu") ? new Relu() : new Gelu(), Rng.of(1));
            default -> null;
        };
    }

    private static MultiheadAttention attention(int heads, boolean causal) {
        MultiheadAttention layer = MultiheadAttention.of(6, heads, Rng.of(1));
        return causal ? layer.withCausal() : layer;
    }

    private static Tensor result(Case c, Layer layer, Map<String, Tensor> in) {
        Tensor query = in.get("query");
        Tensor key = in.getOrDefault("key", query);
        Tensor value = in.getOrDefault("value", query);
        Tensor padding = in.get("key_padding_mask");
        Tensor mask = in.get("attn_mask");
        return switch (layer) {
            case Embedding embedding -> embedding.apply(in.get("x"));
            case MultiheadAttention attention -> attention.forward(query, key, value, padding, mask);
            case TransformerBlock block -> block.forward(in.get("x"), padding, mask);
            case null, default -> Attention.scaledDotProduct(query, key, value, mask, c.flag("is_causal"));
        };
    }
}
