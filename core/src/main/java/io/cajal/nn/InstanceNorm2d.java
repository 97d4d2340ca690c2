package io.cajal.nn;

import io.cajal.base.ShapeException;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;

/**
 * Instance normalisation (Ulyanov, Vedaldi and Lempitsky 2016): each channel of each image gets mean 0 and
 * variance 1; contrast is taken out. Input [N × C × H × W].
 *
 * @param weight [C], or null
 * @param bias [C], or null
 * @param eps is added to the variance
 */
public record InstanceNorm2d(Param weight, Param bias, double eps) implements Layer {
    /** Without a scale and a shift, ε = 1e-5: what PyTorch does unless told to be affine. */
    public static InstanceNorm2d plain() {
        return new InstanceNorm2d(null, null, 1e-5);
    }

    /** With a scale and a shift that are learned. */
    public static InstanceNorm2d affine(int channels) {
        return new InstanceNorm2d(Param.of(Tensor.ones(channels)), Param.of(Tensor.zeros(channels)), 1e-5);
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("instanceNorm2d", x);
        if (x.size(2) * x.size(3) < 2) {
            throw new ShapeException(
                    "instanceNorm2d: needs at least 2 pixels in an image, got shape " + x.shape());
        }
        if (weight != null) {
            Normalization.checkChannels("instanceNorm2d", x, weight.size(0));
        }
        return Normalization.scale(Normalization.byRow(x, x.size(0) * x.size(1), eps), weight, bias);
    }
}
