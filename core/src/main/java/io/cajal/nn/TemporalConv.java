package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.tensor.Tensor;

/**
 * A residual block of two dilated causal convolutions over sequences (Bai, Kolter and Koltun 2018): y = relu(x' +
 * f(f(x))) with f = dropout ∘ relu ∘ convolution, where x' is x or, if the number of channels changes, a convolution of
 * size 1 of it. Input [N × in × L], output [N × out × L]; the output at a place depends on the inputs up to it, 2 ·
 * dilation · (kernel − 1) places back. Blocks with dilations 1, 2, 4, … see exponentially far and train side by side
 * over all places, where a recurrent network goes one by one. Without the paper's weight normalisation.
 *
 * @param conv1 moves by 1, without padding
 * @param downsample of size 1, or null
 * @param dropout1 null for none
 * @param dropout2 null for none
 */
public record TemporalConv(Conv1d conv1, Conv1d conv2, Conv1d downsample, Dropout dropout1, Dropout dropout2)
        implements
            Layer {

    /** Without dropout; weights start at PyTorch's values for convolutions. */
    public static TemporalConv of(int in, int out, int kernel, int dilation, Rng rng) {
        if (kernel < 1 || dilation < 1) {
            throw new CajalException(
                    "temporal convolution: kernel and dilation must be 1 or more, got %d and %d"
                            .formatted(kernel, dilation));
        }
        return new TemporalConv(Conv1d.of(in, out, kernel, 1, 0, dilation, 1, rng.split("conv1")),
                Conv1d.of(out, out, kernel, 1, 0, dilation, 1, rng.split("conv2")),
                in == out ? null : Conv1d.of(in, out, 1, rng.split("downsample")), null, null);
    }

    public TemporalConv withDropout(double p, Rng rng) {
        return new TemporalConv(conv1, conv2, downsample, Dropout.of(p, rng.split(1)),
                Dropout.of(p, rng.split(2)));
    }

    @Override
    public Tensor forward(Tensor x) { // [N × in × L]
        Tensor y = convolved(conv2, dropout2, convolved(conv1, dropout1, x)); // [N × out × L]
        return y.add(downsample == null ? x : downsample.apply(x)).relu();
    }

    /** As many places as before: zeros come in from the left. */
    private static Tensor convolved(Conv1d conv, Dropout dropout, Tensor x) {
        Series.check("temporal convolution", x);
        Tensor y = conv.apply(x.pad(2, conv.dilation() * (conv.weight().size(2) - 1), 0, 0)).relu();
        return dropout == null ? y : dropout.apply(y);
    }
}
