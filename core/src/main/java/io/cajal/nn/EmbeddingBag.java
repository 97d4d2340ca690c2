package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;

/**
 * The mean of the vectors of some things, given by their numbers: x [N × L] to [N × width], as PyTorch's EmbeddingBag
 * with mode "mean". −1 stands for nothing and must come after the others; a row of nothing gives 0.
 *
 * @param weight a vector for each number [things × width]
 */
public record EmbeddingBag(Param weight) implements Layer {

    /** Uniform in ±1/width (Joulin et al. 2016). */
    public static EmbeddingBag of(int things, int width, Rng rng) {
        return new EmbeddingBag(Init.uniform(1.0 / width, rng, things, width));
    }

    @Override
    public Tensor forward(Tensor x) { // [N × L]
        if (x.rank() != 2) {
            throw new ShapeException("embeddingBag: needs numbers [N × L], got " + x.shape());
        }
        int longest = longest(x.toFloats(), x.size(1));
        Tensor used = x.narrow(1, 0, longest);
        Tensor known = used.ge(0); // [N × longest]
        Tensor vectors = Embedding.vectors("embeddingBag", weight, used.relu()); // [N × longest × width]
        Tensor sum = vectors.mul(known.unsqueeze(2)).sum(1); // [N × width]
        return sum.div(known.sum(1).clamp(1, longest).unsqueeze(1));
    }

    /** Of the rows' numbers of things; 1 at least. */
    private static int longest(float[] numbers, int length) {
        int longest = 1;
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] >= 0) {
                longest = Math.max(longest, i % length + 1);
            }
        }
        return longest;
    }
}
