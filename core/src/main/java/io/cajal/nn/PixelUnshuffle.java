package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/**
 * More channels out of larger images: the pixels of each square of scale × scale become channels, and no number is lost.
 * Input [N × C × scale·H × scale·W], output [N × C·scale² × H × W]. The inverse of {@link PixelShuffle}, as in PyTorch.
 */
public record PixelUnshuffle(int scale) implements Layer {
    public PixelUnshuffle {
        if (scale < 1) {
            throw new CajalException("pixelUnshuffle: the scale must be 1 or more, got " + scale);
        }
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("pixelUnshuffle", x);
        int n = x.size(0);
        int channels = x.size(1);
        if (x.size(2) % scale != 0 || x.size(3) % scale != 0) {
            throw new ShapeException(
                    "pixelUnshuffle: the images %s do not divide into squares of %d × %d pixels"
                            .formatted(x.shape(), scale, scale));
        }
        int height = x.size(2) / scale;
        int width = x.size(3) / scale;
        return x.reshape(n, channels, height, scale, width, scale)  // [N, C, H, i, W, j]
                .permute(0, 1, 3, 5, 2, 4)                          // [N, C, i, j, H, W]
                .reshape(n, channels * scale * scale, height, width);
    }
}
