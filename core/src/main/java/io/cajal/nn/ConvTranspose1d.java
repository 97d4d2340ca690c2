package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;

/**
 * {@link ConvTranspose2d} over sequences. Input [N × in × L], output [N × out × L'] with L' = (L − 1)·stride −
 * 2·padding + dilation·(kernel − 1) + 1 + outputPadding.
 *
 * @param weight [in × out/groups × kernel]
 * @param bias [out], or null
 */
public record ConvTranspose1d(Param weight, Param bias, int stride, int padding, int dilation,
        int outputPadding, int groups) implements Layer {

    public static ConvTranspose1d of(int in, int out, int kernel, Rng rng) {
        return of(in, out, kernel, 1, 0, 1, 0, 1, rng);
    }

    public static ConvTranspose1d of(int in, int out, int kernel, int stride, int padding, int dilation,
            int outputPadding, int groups, Rng rng) {
        if (groups < 1 || in % groups != 0 || out % groups != 0) {
            throw new CajalException(
                    "convTranspose1d: %d input and %d output channels do not divide into %d groups"
                            .formatted(in, out, groups));
        }
        double bound = 1 / Math.sqrt((double) out / groups * kernel);
        return new ConvTranspose1d(Init.uniform(bound, rng, in, out / groups, kernel),
                Init.uniform(bound, rng, out), stride, padding, dilation, outputPadding, groups);
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor images = Series.images("convTranspose1d", x);
        Window window = new Window(1, weight.size(2), 1, stride, 0, padding, 1, dilation);
        return images.convTranspose2d(weight.unsqueeze(2), bias, window, 0, outputPadding, groups).squeeze(2);
    }
}
