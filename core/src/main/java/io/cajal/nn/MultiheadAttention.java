package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;

/**
 * Attention with several heads (Vaswani et al. 2017): queries, keys and values of each head are projections of their
 * own to width/heads numbers, {@link Attention#scaledDotProduct} runs in each, and a last projection joins what they
 * found. Sequences [N × L × width] to the same shape; parameters and keys are those of PyTorch's nn.MultiheadAttention
 * with batch_first. As a {@link Layer} it is self-attention.
 *
 * @param inProjWeight projections to queries, keys and values, one below the other [3·width × width]
 * @param inProjBias [3·width], or null
 * @param causal whether each place looks at itself and those before only
 * @param dropout of the attention's weights in training; null for none
 * @param rotary turns queries and keys by their places; null for no positions
 */
public record MultiheadAttention(Param inProjWeight, Param inProjBias, Linear outProj, int heads,
        boolean causal,
        Dropout dropout, RotaryPositions rotary) implements Layer {
    public MultiheadAttention {
        int width = inProjWeight.size(-1);
        if (heads < 1 || width % heads != 0) {
            throw new CajalException(
                    "attention: a width of %d does not divide into %d heads".formatted(width, heads));
        }
        if (inProjWeight.size(0) != 3 * width) {
            throw new CajalException(
                    "attention: the weight must be [%d × %d], got %s".formatted(3 * width, width,
                            inProjWeight.shape()));
        }
    }

    /** PyTorch's initialisation: Xavier's for the first projections, zeros for biases. */
    public static MultiheadAttention of(int width, int heads, Rng rng) {
        Linear out = Linear.of(width, width, rng.split("out"));
        return new MultiheadAttention(Init.xavierUniform(1, rng.split("in"), 3 * width, width),
                Init.zeros(3 * width),
                new Linear(out.weight(), Init.zeros(width)), heads, false, null, null);
    }

    /** For models that write from left to right. */
    public MultiheadAttention withCausal() {
        return new MultiheadAttention(inProjWeight, inProjBias, outProj, heads, true, dropout, rotary);
    }

    public MultiheadAttention withDropout(double p, Rng rng) {
        return new MultiheadAttention(inProjWeight, inProjBias, outProj, heads, causal, Dropout.of(p, rng),
                rotary);
    }

    public MultiheadAttention withRotary(RotaryPositions positions) {
        return new MultiheadAttention(inProjWeight, inProjBias, outProj, heads, causal, dropout, positions);
    }

    private int width() {
        return inProjWeight.size(1);
    }

    @Override
    public Tensor forward(Tensor x) { // [N × L × width]
        return forward(x, x, x, null, null);
    }

    /**
     * Queries look at other sequences, or not everywhere.
     *
     * @param query [N × L × width]
     * @param key [N × S × width]
     * @param value of the same shape
     * @param keyPadding not 0 at keys that nobody looks at [N × S], as those after a shorter sequence's end; null for none
     * @param mask to be added to the scores [L × S], or [N × 1 or heads × L × S]; null for none
     */
    public Tensor forward(Tensor query, Tensor key, Tensor value, Tensor keyPadding, Tensor mask) {
        return attend(projected(query, 0, 0), projected(key, 1, 0), projected(value, 2, 0),
                with(keyPadding, mask, key));
    }

    /**
     * The next places x [N × L × width] of sequences whose earlier ones are in the cache, to which these are added: the
     * same numbers as of the whole sequence at once. For {@link #causal} attention.
     */
    public Tensor forward(Tensor x, KeyValueCache cache) {
        if (!causal) {
            throw new CajalException(
                    "attention: only causal attention can go on from a cache, as else earlier places"
                            + " would see the new ones: make it withCausal()");
        }
        int before = cache.length();
        cache.add(projected(x, 1, before), projected(x, 2, before));
        return attend(projected(x, 0, before), cache.keys(), cache.values(), null);
    }

    private Tensor attend(Tensor q, Tensor k, Tensor v, Tensor mask) { // [N × heads × L × width/heads], mask or null
        Tensor found = Attention.scaledDotProduct(q, k, v, mask, causal, dropout);
        Tensor joined = found.permute(0, 2, 1, 3).reshape(q.size(0), q.size(2), width()); // [N × L × width]
        return outProj.apply(joined);
    }

    /** Part 0, 1 or 2, queries, keys or values, by head: [N × heads × L × width/heads]. */
    private Tensor projected(Tensor x, int part, int first) {
        if (x.rank() != 3 || x.size(2) != width()) {
            throw new ShapeException(
                    "attention: needs sequences [N × L × %d], got %s".formatted(width(), x.shape()));
        }
        Tensor weight = inProjWeight.narrow(0, part * width(), width());
        Tensor bias = inProjBias == null ? null : inProjBias.narrow(0, part * width(), width());
        Tensor split = x.linear(weight, bias).reshape(x.size(0), x.size(1), heads, width() / heads).permute(0,
                2, 1, 3);
        return rotary == null || part == 2 ? split : rotary.forward(split, first);
    }

    private static Tensor with(Tensor keyPadding, Tensor mask, Tensor key) {
        if (keyPadding == null) {
            return mask;
        }
        if (keyPadding.rank() != 2 || keyPadding.size(0) != key.size(0)
                || keyPadding.size(1) != key.size(1)) {
            throw new ShapeException(
                    "attention: the key padding must be [%d × %d] for keys %s, got %s".formatted(
                            key.size(0), key.size(1), key.shape(), keyPadding.shape()));
        }
        Tensor padding = Attention.mask(keyPadding.eq(0)).unsqueeze(1).unsqueeze(1); // [N × 1 × 1 × S]
        return mask == null ? padding : padding.add(mask);
    }
}
