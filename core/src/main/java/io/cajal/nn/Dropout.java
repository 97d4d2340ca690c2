package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.distribution.Draws;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * Dropout (Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014): in training each element is set
 * to 0 with probability p and the others are divided by 1 − p, so that evaluation, which changes nothing,
 * sees the same mean. No unit can rely on a certain other one, and the network acts as the mean of many that
 * share their weights. Usual: 0.5 between wide hidden layers, 0.2 on inputs; none in a network that does not
 * overfit.
 *
 * <p>Which elements fall follows from the run's generator and {@code stream}, so that other layers do not
 * move them. A layer that is used twice in one pass drops the same places both times.
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

    /** Takes a stream of its own from {@code rng}. */
    public static Dropout of(double p, Rng rng) {
        return new Dropout(p, rng.bits64());
    }

    @Override
    public Tensor forward(Tensor x) {
        if (!Run.current().training() || p == 0) {
            return x;
        }
        Rng rng = Run.current().rng("dropout").split(stream);
        return x.mul(Draws.like(x, rng, (words, out, from, to) -> mask(p, words, out, from, to)));
    }

    static void mask(double p, Rng rng, float[] out, int from, int to) {
        int[] words = new int[to - from];
        rng.bits(words);
        long threshold = (long) (p * (1L << 32));
        int kept = Float.floatToRawIntBits((float) (1 / (1 - p)));
        for (int i = from; i < to; i++) { // without a branch, as none could be foretold
            int dropped = (int) ((words[i - from] & 0xffffffffL) - threshold >> 63);
            out[i] = Float.intBitsToFloat(kept & ~dropped);
        }
    }
}
