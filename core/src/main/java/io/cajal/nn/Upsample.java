package io.cajal.nn;

import io.cajal.backend.Resampling;
import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;

/**
 * Larger images. {@link Mode#NEAREST} repeats each pixel; {@link Mode#BILINEAR} draws straight lines between
 * the centres of neighbours, {@link Mode#BICUBIC} smooth curves through four of them, which may swing a little beyond
 * the old range; both as PyTorch does with {@code align_corners=False}. Input [N × C × H × W], output [N
 * × C × scale·H × scale·W].
 */
public record Upsample(int scale, Mode mode) implements Layer {
    public enum Mode {
        NEAREST, BILINEAR, BICUBIC
    }

    public Upsample {
        if (scale < 1) {
            throw new CajalException("upsample: the scale must be 1 or more, got " + scale);
        }
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("upsample", x);
        return x.resample(2, matrix(x.size(2))).resample(3, matrix(x.size(3)));
    }

    private Resampling matrix(int size) {
        return switch (mode) {
            case NEAREST -> Resampling.nearest(size, scale * size);
            case BILINEAR -> Resampling.linear(size, scale * size);
            case BICUBIC -> Resampling.cubic(size, scale * size);
        };
    }
}
