package io.cajal.distribution;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/**
 * One of C classes, by its number: p = softmax(l) over the last axis.
 *
 * @param logits l [… × C]; results have the shape without the last axis
 */
public record Categorical(Tensor logits) implements Distribution {
    public Categorical {
        if (logits.rank() == 0 || logits.size(-1) == 0) {
            throw new ShapeException(
                    "categorical: needs logits of one class or more along the last axis, got "
                            + logits.shape());
        }
    }

    /** p [… × C]. */
    public Tensor probs() {
        return logits.softmax(-1);
    }

    /**
     * The class with the largest l + g, where the g are from Gumbel's distribution, −ln(−ln u): the largest of them
     * is each class with its probability (Gumbel 1954).
     */
    @Override
    public Tensor sample(Rng rng) {
        return logits.detach().add(Draws.like(logits, rng, Categorical::gumbel)).argmax(-1);
    }

    private static void gumbel(Rng rng, float[] out, int from, int to) {
        int[] words = new int[to - from];
        rng.bits(words);
        for (int i = from; i < to; i++) {
            double u = ((words[i - from] & 0xffffffffL) + 0.5) * 0x1p-32; // never 0 or 1
            out[i] = (float) -StrictMath.log(-StrictMath.log(u));
        }
    }

    /** ln p of the classes of these numbers [… ]. */
    @Override
    public Tensor logProb(Tensor values) {
        Tensor logs = logits.logSoftmax(-1);
        Shape rows = values.shape().concat(Shape.of(logits.size(-1)));
        Tensor all = rows.equals(logs.shape()) ? logs : logs.expand(rows);
        return all.gather(values.rank(), values.unsqueeze(-1)).squeeze(-1);
    }

    /** −Σ p ln p. */
    @Override
    public Tensor entropy() {
        return probs().mul(logits.logSoftmax(-1)).sum(-1).neg();
    }

    /** KL(this ‖ other) = Σ p (ln p − ln q). */
    public Tensor kl(Categorical other) {
        return probs().mul(logits.logSoftmax(-1).sub(other.logits.logSoftmax(-1))).sum(-1);
    }
}
