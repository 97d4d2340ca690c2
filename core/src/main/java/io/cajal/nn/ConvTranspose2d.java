package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;

/**
 * The transposed convolution (Zeiler, Krishnan, Taylor and Fergus 2010, "Deconvolutional networks"): each
 * pixel stamps a weighted kernel into the result, so that a stride makes images larger. It is the gradient of
 * {@link Conv2d} with the same kernels, not its inverse.
 *
 * <p>Input [N × in × H × W], output [N × out × H' × W'] with H' = (H − 1)·stride − 2·padding +
 * dilation·(kernel − 1) + 1 + outputPadding.
 *
 * @param weight [in × out/groups × height × width]
 * @param bias [out], or null
 * @param outputPadding rows and columns added at the end: less than the stride
 */
public record ConvTranspose2d(Param weight, Param bias, Window window, int outputPadding, int groups)
        implements
            Layer {

    public static ConvTranspose2d of(int in, int out, int kernel, Rng rng) {
        return of(in, out, Window.of(kernel), 0, 1, rng);
    }

    public static ConvTranspose2d of(int in, int out, Window window, int outputPadding, int groups, Rng rng) {
        if (groups < 1 || in % groups != 0 || out % groups != 0) {
            throw new CajalException(
                    "convTranspose2d: %d input and %d output channels do not divide into %d groups"
                            .formatted(in, out, groups));
        }
        double fanIn = (double) out / groups * window.height() * window.width(); // as PyTorch counts it
        double bound = 1 / Math.sqrt(fanIn);
        Param weight = Init.uniform(bound, rng, in, out / groups, window.height(), window.width());
        return new ConvTranspose2d(weight, Init.uniform(bound, rng, out), window, outputPadding, groups);
    }

    public ConvTranspose2d withoutBias() {
        return new ConvTranspose2d(weight, null, window, outputPadding, groups);
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.convTranspose2d(weight, bias, window, outputPadding, outputPadding, groups);
    }
}
