package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.UnaryOp;
import io.cajal.tensor.Window;

/**
 * {@link Conv2d} over sequences (Waibel et al. 1989, the time-delay network). Input [N × in × L], output [N ×
 * out × L'] with L' = ⌊(L + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1.
 *
 * @param weight [out × in/groups × kernel]
 * @param bias [out], or null
 */
public record Conv1d(Param weight, Param bias, int stride, int padding, int dilation, int groups)
        implements
            Affine {

    /** Moves by 1, with PyTorch's initialisation. */
    public static Conv1d of(int in, int out, int kernel, Rng rng) {
        return of(in, out, kernel, 1, 0, 1, 1, rng);
    }

    public static Conv1d of(int in, int out, int kernel, int stride, int padding, int dilation, int groups,
            Rng rng) {
        if (groups < 1 || in % groups != 0 || out % groups != 0) {
            throw new CajalException("conv1d: %d input and %d output channels do not divide into %d groups"
                    .formatted(in, out, groups));
        }
        Param weight = Init.standard(rng, out, in / groups, kernel);
        double fanIn = (double) in / groups * kernel;
        return new Conv1d(weight, Init.uniform(1 / Math.sqrt(fanIn), rng, out), stride, padding, dilation,
                groups);
    }

    public Conv1d withoutBias() {
        return new Conv1d(weight, null, stride, padding, dilation, groups);
    }

    @Override
    public Tensor forward(Tensor x) {
        return forward(x, null);
    }

    @Override
    public Tensor forward(Tensor x, UnaryOp f) {
        Tensor images = Series.images("conv1d", x);                     // [N × in × 1 × L]
        Tensor kernels = weight.unsqueeze(2);                           // [out × in/groups × 1 × kernel]
        Window window = new Window(1, weight.size(2), 1, stride, 0, padding, 1, dilation);
        return images.conv2d(kernels, bias, window, groups, f).squeeze(2);
    }
}
