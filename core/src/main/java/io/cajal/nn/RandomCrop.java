package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * A part [N × C × height × width] of each image [N × C × H × W]: in training a random one for each image, in
 * evaluation the middle one.
 *
 * @param stream tells this layer's draws from those of others
 */
public record RandomCrop(int height, int width, long stream) implements Layer {
    public RandomCrop {
        if (height < 1 || width < 1) {
            throw new CajalException(
                    "randomCrop: the part must be at least 1 × 1, got %d × %d".formatted(height, width));
        }
    }

    public static RandomCrop of(int height, int width, Rng rng) {
        return new RandomCrop(height, width, rng.bits64());
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("randomCrop", x);
        int down = x.size(2) - height;
        int across = x.size(3) - width;
        if (down < 0 || across < 0) {
            throw new ShapeException("randomCrop: images of %s are smaller than the part of %d × %d"
                    .formatted(x.shape(), height, width));
        }
        if (!Run.current().training()) {
            return x.narrow(2, down / 2, height).narrow(3, across / 2, width);
        }
        return Images.randomParts(x, height, width, Run.current().rng("randomCrop").split(stream));
    }
}
