package io.cajal.nn;

import io.cajal.base.ShapeException;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.Arrays;

/** What the normalising layers have in common. */
final class Normalization {
    private Normalization() {
    }

    /** (x − mean) / √(variance + ε) over the axes, which stay with size 1 in both statistics. */
    static Tensor of(Tensor x, Tensor mean, Tensor variance, double eps) {
        return x.sub(mean).mul(variance.add(eps).rsqrt());
    }

    /** With mean and variance of its own over the axes. */
    static Tensor of(Tensor x, double eps, int... axes) {
        Tensor centred = x.sub(x.meanKeep(axes));
        return centred.mul(centred.square().meanKeep(axes).add(eps).rsqrt());
    }

    /** weight · x + bias by channel, axis 1; both may be null. */
    static Tensor scale(Tensor x, Param weight, Param bias) {
        return weight == null ? x : x.mul(byChannel(weight, x)).add(byChannel(bias, x));
    }

    static Tensor byChannel(Tensor numbers, Tensor x) {
        int[] sizes = new int[x.rank() - 1];
        Arrays.fill(sizes, 1);
        sizes[0] = numbers.size(0);
        return numbers.reshape(sizes);
    }

    static void checkChannels(String who, Tensor x, int channels) {
        if (x.rank() < 2 || x.size(1) != channels) {
            throw new ShapeException("%s: the layer takes %d channels, the input has shape %s"
                    .formatted(who, channels, x.shape()));
        }
    }
}
