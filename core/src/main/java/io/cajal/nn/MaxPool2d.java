package io.cajal.nn;

import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;

/**
 * The largest number of each window (Ranzato et al. 2007; Scherer, Müller and Behnke 2010): what was found
 * matters more than exactly where. The gradient goes to the winner alone. Input [N × C × H × W], output [N × C
 * × H' × W'].
 */
public record MaxPool2d(Window window) implements Layer {
    /** Windows side by side. */
    public static MaxPool2d of(int size) {
        return new MaxPool2d(Window.of(size).stride(size));
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.maxPool2d(window);
    }
}
