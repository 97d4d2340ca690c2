package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * In training, mirrors each image [N × C × H × W] left to right with probability p; nothing in evaluation. For
 * things that may face either way, not for letters.
 *
 * @param p in [0, 1]
 * @param stream tells this layer's draws from those of others
 */
public record RandomFlip(double p, long stream) implements Layer {
    public RandomFlip {
        if (!(p >= 0 && p <= 1)) {
            throw new CajalException("randomFlip: p must be in [0, 1], got " + p);
        }
    }

    public static RandomFlip of(double p, Rng rng) {
        return new RandomFlip(p, rng.bits64());
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("randomFlip", x);
        if (!Run.current().training() || p == 0) {
            return x;
        }
        Rng rng = Run.current().rng("randomFlip").split(stream);
        float[] flips = new float[x.size(0)];
        for (int i = 0; i < flips.length; i++) {
            flips[i] = rng.uniform(0, 1) < p ? 1 : 0;
        }
        Tensor flipped = Tensor.wrap(Shape.of(flips.length, 1, 1, 1), x.device(), x.device().of(flips));
        return Tensor.where(flipped.expand(x.shape()), x.flip(3), x);
    }
}
