package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * In training, moves each image [N × C × H × W] by whole pixels, up to so many in each direction, with zeros
 * coming in at the edge; nothing in evaluation. So a network sees more examples than there are.
 *
 * @param pixels the largest shift
 * @param stream tells this layer's draws from those of others
 */
public record RandomShift(int pixels, long stream) implements Layer {
    public RandomShift {
        if (pixels < 0) {
            throw new CajalException("randomShift: the number of pixels must be 0 or more, got " + pixels);
        }
    }

    public static RandomShift of(int pixels, Rng rng) {
        return new RandomShift(pixels, rng.bits64());
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("randomShift", x);
        if (!Run.current().training() || pixels == 0) {
            return x;
        }
        Rng rng = Run.current().rng("randomShift").split(stream);
        Tensor padded = x.pad(2, pixels, pixels, 0).pad(3, pixels, pixels, 0); // [N × C × H+2p × W+2p]
        return Images.randomParts(padded, x.size(2), x.size(3), rng);
    }
}
