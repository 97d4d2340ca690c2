package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.distribution.Draws;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * Adds normal noise in training, nothing in evaluation: the lectures' "noisy input" cell. A network that must
 * give the same answer in spite of it becomes smoother (Bishop 1995); an autoencoder learns to remove it
 * (Vincent, Larochelle, Bengio and Manzagol 2008).
 *
 * @param deviation of the noise
 * @param stream tells this layer's draws from those of others, as in {@link Dropout}
 */
public record GaussianNoise(double deviation, long stream) implements Layer {
    public GaussianNoise {
        if (!(deviation >= 0)) {
            throw new CajalException("gaussianNoise: the deviation must be 0 or more, got " + deviation);
        }
    }

    /** Takes a stream of its own from {@code rng}. */
    public static GaussianNoise of(double deviation, Rng rng) {
        return new GaussianNoise(deviation, rng.bits64());
    }

    @Override
    public Tensor forward(Tensor x) {
        if (!Run.current().training() || deviation == 0) {
            return x;
        }
        Rng rng = Run.current().rng("gaussianNoise").split(stream);
        return x.add(Draws.like(x, rng, Rng::normal).mul(deviation));
    }
}
