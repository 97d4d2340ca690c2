package io.cajal.nn;

import io.cajal.backend.Resampling;
import io.cajal.tensor.Tensor;

/**
 * The means of height × width fields that cover the image, whatever its size. With 1 × 1 it is global average
 * pooling (Lin, Chen and Yan 2014): one number for each channel, for which no place matters. Input [N × C × H
 * × W], output [N × C × height × width].
 */
public record AdaptiveAvgPool2d(int height, int width) implements Layer {
    public AdaptiveAvgPool2d {
        Images.checkFields("adaptiveAvgPool2d", height, width);
    }

    public static AdaptiveAvgPool2d of(int both) {
        return new AdaptiveAvgPool2d(both, both);
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("adaptiveAvgPool2d", x);
        return x.resample(2, Resampling.means(x.size(2), height)).resample(3,
                Resampling.means(x.size(3), width));
    }
}
