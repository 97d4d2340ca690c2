package io.cajal.distribution;

import io.cajal.base.Rng;
import io.cajal.tensor.Tensor;

/**
 * Yes or no, element by element, written with the logit l = ln(p/(1 − p)), from which everything follows without
 * overflow. Its draws are 0 or 1 and have no gradient.
 *
 * @param logits l [… ]
 */
public record Bernoulli(Tensor logits) implements Distribution {

    /** 1 with these probabilities, 0 else, such as an image whose grey values are taken for probabilities. */
    public static Tensor draw(Tensor probabilities, Rng rng) {
        return Draws.like(probabilities, rng, Draws::uniform).lt(probabilities.detach());
    }

    /** p = σ(l), which is the mean as well. */
    public Tensor probs() {
        return logits.sigmoid();
    }

    @Override
    public Tensor sample(Rng rng) {
        return draw(probs(), rng);
    }

    /** x l − ln(1 + eˡ), for x in 0 … 1; that is x ln p + (1 − x) ln(1 − p). */
    @Override
    public Tensor logProb(Tensor values) {
        return values.mul(logits).sub(logits.softplus());
    }

    /** ln(1 + eˡ) − p l. */
    @Override
    public Tensor entropy() {
        return logits.softplus().sub(probs().mul(logits));
    }

    /** KL(this ‖ other) = p (l − m) − ln(1 + eˡ) + ln(1 + eᵐ), where m is the other's logit. */
    public Tensor kl(Bernoulli other) {
        return probs().mul(logits.sub(other.logits)).sub(logits.softplus()).add(other.logits.softplus());
    }
}
