package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.UnaryOp;
import io.cajal.tensor.Window;

/**
 * A convolutional layer (Fukushima 1980; LeCun et al. 1989): each output channel looks for one feature
 * everywhere in the image, with the same weights at every place. A shifted input gives a shifted output, and
 * a 5 × 5 kernel has 25 weights where a fully connected layer would need one for each pair of pixels. What it
 * computes is the cross-correlation, the kernel not flipped, as in PyTorch.
 *
 * <p>Input [N × in × H × W], output [N × out × H' × W'] with H' = ⌊(H + 2·padding − dilation·(kernel − 1) −
 * 1)/stride⌋ + 1. In groups, each output channel sees only its group's share of the input; with as many
 * groups as channels ("depthwise") only its own.
 *
 * @param weight [out × in/groups × height × width]
 * @param bias [out], or null
 */
public record Conv2d(Param weight, Param bias, Window window, int groups) implements Affine {

    /** A square kernel that moves by 1, with PyTorch's initialisation: uniform in ±1/√(in·kernel²). */
    public static Conv2d of(int in, int out, int kernel, Rng rng) {
        return of(in, out, Window.of(kernel), 1, rng);
    }

    public static Conv2d of(int in, int out, Window window, int groups, Rng rng) {
        if (groups < 1 || in % groups != 0 || out % groups != 0) {
            throw new CajalException("conv2d: %d input and %d output channels do not divide into %d groups"
                    .formatted(in, out, groups));
        }
        Param weight = Init.standard(rng, out, in / groups, window.height(), window.width());
        double fanIn = (double) in / groups * window.height() * window.width();
        return new Conv2d(weight, Init.uniform(1 / Math.sqrt(fanIn), rng, out), window, groups);
    }

    /** Without a bias, as before a normalisation. */
    public Conv2d withoutBias() {
        return new Conv2d(weight, null, window, groups);
    }

    @Override
    public Tensor forward(Tensor x) {                       // [N × in × H × W]
        return x.conv2d(weight, bias, window, groups);      // [N × out × H' × W']
    }

    @Override
    public Tensor forward(Tensor x, UnaryOp f) {
        return x.conv2d(weight, bias, window, groups, f);
    }
}
