package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A language model as GPT-2 (Radford et al. 2019): numbers of words or characters [N × L] to logits for the next one
 * after each [N × L × vocabulary]. Vectors and positions that are learned, causal {@link TransformerBlock}s, a last
 * norm, and a head that shares its weight with the vectors. Each result depends only on the numbers up to its place.
 *
 * @param dropout of the vectors in training; null for none
 */
public record TransformerLm(Embedding tokens, LearnedPositions positions, Dropout dropout,
        List<TransformerBlock> blocks, LayerNorm norm, Linear head) implements LanguageModel {
    private static final double SPREAD = 0.02;

    public TransformerLm {
        blocks = List.copyOf(blocks);
    }

    /**
     * GPT-2's initialisation: normal with deviation 0.02, and 0.02/√(2·depth) for the 2·depth layers whose results are
     * added up.
     *
     * @param activation of the 4·width units in the middle of a block, GELU in GPT-2
     */
    public static TransformerLm of(int vocabulary, int context, int width, int heads, int depth,
            Layer activation,
            Rng rng) {
        Param weight = Init.normal(SPREAD, rng.split("tokens"), vocabulary, width);
        List<TransformerBlock> blocks = IntStream.range(0, depth)
                .mapToObj(
                        i -> block(width, heads, SPREAD / Math.sqrt(2 * depth), activation,
                                rng.split("blocks").split(i)))
                .toList();
        return new TransformerLm(new Embedding(weight, -1),
                LearnedPositions.of(context, width, rng.split("positions")),
                null, blocks, LayerNorm.of(width), new Linear(weight, null));
    }

    private static TransformerBlock block(int width, int heads, double last, Layer activation, Rng rng) {
        MultiheadAttention attention = new MultiheadAttention(
                Init.normal(SPREAD, rng.split("in"), 3 * width, width),
                Init.zeros(3 * width), linear(last, width, width, rng.split("out")), heads, true, null, null);
        return new TransformerBlock(attention, linear(SPREAD, width, 4 * width, rng.split("linear1")),
                linear(last, 4 * width, width, rng.split("linear2")), LayerNorm.of(width),
                LayerNorm.of(width),
                activation, null, null, null);
    }

    private static Linear linear(double deviation, int in, int out, Rng rng) {
        return new Linear(Init.normal(deviation, rng, out, in), Init.zeros(out));
    }

    /** Of the vectors, the attention's weights and all that is added up. */
    public TransformerLm withDropout(double p, Rng rng) {
        List<TransformerBlock> dropping = IntStream.range(0, blocks.size())
                .mapToObj(i -> blocks.get(i).withDropout(p, rng.split(i))).toList();
        return new TransformerLm(tokens, positions, Dropout.of(p, rng.split("vectors")), dropping, norm,
                head);
    }

    @Override
    public int context() {
        return positions.context();
    }

    @Override
    public int vocabulary() {
        return tokens.weight().size(0);
    }

    @Override
    public Tensor forward(Tensor x) { // [N × L]
        check(x, 0);
        Tensor y = positions.apply(tokens.apply(x)); // [N × L × width]
        y = dropout == null ? y : dropout.apply(y);
        for (TransformerBlock block : blocks) {
            y = block.apply(y);
        }
        return head.apply(norm.apply(y)); // [N × L × vocabulary]
    }

    /** What the model keeps of sequences that it writes or reads step by step. */
    public static final class Cache {
        private final List<KeyValueCache> layers;

        private Cache(int depth) {
            layers = Stream.generate(KeyValueCache::new).limit(depth).toList();
        }

        /** Places that are known so far. */
        public int length() {
            return layers.getFirst().length();
        }
    }

    /** For new sequences. */
    public Cache cache() {
        return new Cache(blocks.size());
    }

    /**
     * Logits [N × vocabulary] for what comes after the numbers x [N × L], which follow those in the cache and are added
     * to it. Together they may be as many as the {@link #context()}.
     */
    public Tensor next(Tensor x, Cache cache) {
        check(x, cache.length());
        Tensor y = positions.forward(tokens.apply(x), cache.length()); // [N × L × width]
        for (int i = 0; i < blocks.size(); i++) {
            y = blocks.get(i).forward(y, cache.layers.get(i));
        }
        return head.apply(norm.apply(y.select(1, -1)));
    }

    /** When the context is full, it goes on from the last half of what was read. */
    @Override
    public Reader reader() {
        return new Reader() {
            private Cache cache = cache();
            private Tensor read;

            @Override
            public Tensor read(Tensor x) {
                Tensor all = read == null ? x : Tensor.cat(1, read, x);
                boolean fits = all.size(1) <= context();
                Tensor fresh = fits ? x : latest(all, x.size(1) < context() ? context() / 2 : context());
                cache = fits ? cache : cache();
                read = (fits ? all : fresh).keep();
                return next(fresh, cache);
            }
        };
    }

    private static Tensor latest(Tensor tokens, int count) {
        return tokens.narrow(1, tokens.size(1) - count, count);
    }

    private void check(Tensor x, int before) {
        if (x.rank() != 2 || x.size(1) == 0) {
            throw new ShapeException("language model: needs numbers [N × L], got " + x.shape());
        }
        if (before + x.size(1) > context()) {
            throw new CajalException(
                    "language model: %d numbers%s are more than the context of %d".formatted(x.size(1),
                            before == 0 ? "" : " after " + before, context()));
        }
    }
}
