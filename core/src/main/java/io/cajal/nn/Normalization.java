package io.cajal.nn;

import io.cajal.base.ShapeException;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.Arrays;

/** What the normalising layers have in common. */
final class Normalization {
    private Normalization() {
    }

    /** Each of {@code rows} equal stretches of x gets mean 0 and variance 1. */
    static Tensor byRow(Tensor x, int rows, double eps) {
        Tensor table = x.reshape(rows, x.shape().elements() / Math.max(1, rows));
        return table.normalize(0, table.moments(0), null, null, eps).reshape(x.shape());
    }

    /** weight · x + bias by channel, axis 1; both may be null. */
    static Tensor scale(Tensor x, Param weight, Param bias) {
        return weight == null ? x : x.mul(byChannel(weight, x)).add(byChannel(bias, x));
    }

    private static Tensor byChannel(Tensor numbers, Tensor x) {
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
