package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * Dropout (Srivastava et al. 2014): in training each element is set to 0 with probability p and the others are divided by 1 − p, so that evaluation, which changes
 * nothing, sees the same mean. Which ones fall follows from the run's generator and from {@code stream}: other layers do not move them.
 *
 * @param p in [0, 1)
 * @param stream tells this layer's draws from those of others
 */
public record Dropout(double p, long stream) implements Layer {
    public Dropout {
        if (!(p >= 0 && p < 1)) {
            throw new CajalException("dropout: p must be in [0, 1), got " + p);
        }
    }

    public static Dropout of(double p, Rng rng) {
        return new Dropout(p, rng.bits64());
    }

    @Override
    public Tensor forward(Tensor x) {
        if (!Run.current().training() || p == 0) {
            return x;
        }
        Rng rng = Run.current().rng("dropout").split(stream);
        return x.mul(mask(x, rng));
    }

    private Tensor mask(Tensor x, Rng rng) {
        float[] mask = new float[x.shape().elements()];
        float kept = (float) (1 / (1 - p));
        long threshold = (long) (p * (1L << 32));
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (rng.bits() & 0xffffffffL) < threshold ? 0 : kept;
        }
        return Tensor.of(x.shape(), mask).to(x.device());
    }
}
