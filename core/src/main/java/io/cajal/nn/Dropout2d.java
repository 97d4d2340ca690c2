package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.distribution.Draws;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * {@link Dropout} of whole channels (Tompson et al. 2015): neighbouring pixels are so alike that a single one
 * would not be missed. Input [N × C × …].
 *
 * @param p in [0, 1)
 * @param stream tells this layer's draws from those of others
 */
public record Dropout2d(double p, long stream) implements Layer {
    public Dropout2d {
        if (!(p >= 0 && p < 1)) {
            throw new CajalException("dropout2d: p must be in [0, 1), got " + p);
        }
    }

    /** Takes a stream of its own from {@code rng}. */
    public static Dropout2d of(double p, Rng rng) {
        return new Dropout2d(p, rng.bits64());
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("dropout2d", x);
        if (!Run.current().training() || p == 0) {
            return x;
        }
        Rng rng = Run.current().rng("dropout2d").split(stream);
        return x.mul(Draws.of(Shape.of(x.size(0), x.size(1), 1, 1), x, rng,
                (words, out, from, to) -> Dropout.mask(p, words, out, from, to)));
    }
}
