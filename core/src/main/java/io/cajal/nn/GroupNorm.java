package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;

/**
 * Group normalisation (Wu and He 2018): in each example, each group of channels gets mean 0 and variance 1,
 * then every channel a scale and a shift that are learned. Input [N × C × …].
 *
 * @param weight [C]
 * @param bias [C]
 * @param eps is added to the variance
 */
public record GroupNorm(int groups, Param weight, Param bias, double eps) implements Layer {
    public GroupNorm {
        if (groups < 1 || weight.size(0) % groups != 0) {
            throw new CajalException(
                    "groupNorm: %d channels do not divide into %d groups".formatted(weight.size(0), groups));
        }
    }

    /** With ε = 1e-5. */
    public static GroupNorm of(int groups, int channels) {
        return new GroupNorm(groups, Param.of(Tensor.ones(channels)), Param.of(Tensor.zeros(channels)), 1e-5);
    }

    @Override
    public Tensor forward(Tensor x) {
        Normalization.checkChannels("groupNorm", x, weight.size(0));
        Tensor normal = Normalization.byRow(x, x.size(0) * groups, eps);
        return Normalization.scale(normal, weight, bias);
    }
}
