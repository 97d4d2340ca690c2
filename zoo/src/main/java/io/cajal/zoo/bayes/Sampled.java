package io.cajal.zoo.bayes;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.nn.Layer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * The odds of a classifier with uncertain weights: the mean of its odds over so many draws, p(y|x) ≈ 1/T Σ p(y|x, wₜ).
 * Draws are made as in training, by {@link BayesLinear} and by dropout alike: a network with dropout is one with uncertain
 * weights, too (Gal and Ghahramani 2016). Where draws disagree the mean is flat, and says that the network does not know.
 *
 * <p>Outputs are the logarithms of the odds. The draws follow from {@code seed}, so that the same input gets the same
 * answer. Not for networks with batch normalisation, which in training look at the batch.
 */
public record Sampled(Layer network, int draws, long seed) implements Layer {
    public Sampled {
        if (draws < 1) {
            throw new CajalException("sampled: needs at least 1 draw, got " + draws);
        }
    }

    @Override
    public Tensor forward(Tensor x) { // [N × …]
        boolean recording = Run.current().recording();
        Tensor sum = null;
        for (int draw = 0; draw < draws; draw++) {
            Run run = Run.training(Rng.of(seed).split(draw));
            Tensor odds = run.call(() -> Run.recording(recording)
                    .call(() -> network.apply(x).softmax(1))); // [N × classes]
            sum = sum == null ? odds : sum.add(odds);
        }
        return sum.mul(1.0 / draws).clamp(Float.MIN_NORMAL, 1).log();
    }

    /** −Σ p ln p of each row of logits [N × classes], in nats: 0 where the network is sure, ln C where it knows nothing. */
    static Tensor entropy(Tensor logits) {
        Tensor log = logits.logSoftmax(1);
        return log.exp().mul(log).sum(1).neg();
    }
}
