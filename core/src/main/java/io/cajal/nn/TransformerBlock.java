package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * What Transformers are stacked of: y = x + attention(norm₁ x), then y + linear₂ f(linear₁ norm₂ y), each place by
 * itself (Vaswani et al. 2017). The norms stand before the layers, as in GPT-2, so that the sum runs through untouched
 * and deep stacks train without care (Xiong et al. 2020). Sequences [N × L × width] to the same shape. Keys and numbers
 * are those of PyTorch's nn.TransformerEncoderLayer with norm_first and batch_first.
 *
 * @param dropout between the two linear layers; null for none, as the others
 * @param dropout1 of what attention found
 * @param dropout2 of the second layer's result
 */
public record TransformerBlock(MultiheadAttention selfAttn, Linear linear1, Linear linear2, LayerNorm norm1,
        LayerNorm norm2, Layer activation, Dropout dropout, Dropout dropout1,
        Dropout dropout2) implements Layer {

    /**
     * Causal if {@code attention} is; without dropout.
     *
     * @param middle units between the linear layers, four times the width as a rule
     * @param activation of these units: GELU in GPT-2, ReLU in PyTorch's layer and in the paper
     */
    public static TransformerBlock of(MultiheadAttention attention, int middle, Layer activation, Rng rng) {
        int width = attention.inProjWeight().size(1);
        return new TransformerBlock(attention, Linear.of(width, middle, rng.split("linear1")),
                Linear.of(middle, width, rng.split("linear2")), LayerNorm.of(width), LayerNorm.of(width),
                activation,
                null, null, null);
    }

    /** In all four places where PyTorch has it. */
    public TransformerBlock withDropout(double p, Rng rng) {
        return new TransformerBlock(selfAttn.withDropout(p, rng.split("attention")), linear1, linear2, norm1,
                norm2,
                activation, Dropout.of(p, rng.split("dropout")), Dropout.of(p, rng.split("dropout1")),
                Dropout.of(p, rng.split("dropout2")));
    }

    @Override
    public Tensor forward(Tensor x) { // [N × L × width]
        return forward(x, selfAttn::apply);
    }

    /** Keys that are not 0 in {@code keyPadding} [N × L] are not looked at; {@code mask} [L × L] is added to the scores. */
    public Tensor forward(Tensor x, Tensor keyPadding, Tensor mask) {
        return forward(x, normal -> selfAttn.forward(normal, normal, normal, keyPadding, mask));
    }

    /** The next places of sequences whose earlier ones are in the cache. */
    public Tensor forward(Tensor x, KeyValueCache cache) {
        return forward(x, normal -> selfAttn.forward(normal, cache));
    }

    private Tensor forward(Tensor x, UnaryOperator<Tensor> attention) {
        Tensor y = x.add(dropped(dropout1, attention.apply(norm1.apply(x))));
        Tensor middle = activation.apply(linear1.apply(norm2.apply(y))); // [N × L × middle]
        return y.add(dropped(dropout2, linear2.apply(dropped(dropout, middle))));
    }

    private static Tensor dropped(Dropout dropout, Tensor x) {
        return dropout == null ? x : dropout.apply(x);
    }
}
