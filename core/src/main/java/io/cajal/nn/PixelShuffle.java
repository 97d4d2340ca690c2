package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/**
 * Larger images out of more channels (Shi et al. 2016, "Real-time single image and video super-resolution using an
 * efficient sub-pixel convolutional neural network"): of each scale² channels, the numbers of a place become the
 * pixels of a square. All the work before it is done on small images. Input [N × C·scale² × H × W], output [N × C ×
 * scale·H × scale·W]; the channel c·scale² + i·scale + j goes to row i and column j of each square, as in PyTorch.
 * {@link PixelUnshuffle} is its inverse.
 */
public record PixelShuffle(int scale) implements Layer {
    public PixelShuffle {
        if (scale < 1) {
            throw new CajalException("pixelShuffle: the scale must be 1 or more, got " + scale);
        }
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("pixelShuffle", x);
        int squares = scale * scale;
        if (x.size(1) % squares != 0) {
            throw new ShapeException(
                    "pixelShuffle: the channels of %s do not divide into squares of %d × %d pixels"
                            .formatted(x.shape(), scale, scale));
        }
        int n = x.size(0);
        int channels = x.size(1) / squares;
        int height = x.size(2);
        int width = x.size(3);
        return x.reshape(n, channels, scale, scale, height, width)  // [N, C, i, j, H, W]
                .permute(0, 1, 4, 2, 5, 3)                          // [N, C, H, i, W, j]
                .reshape(n, channels, scale * height, scale * width);
    }
}
