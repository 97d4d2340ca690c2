package io.cajal.nn;

import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;

/** The smallest number of each window. Input [N × C × H × W], output [N × C × H' × W']. */
public record MinPool2d(Window window) implements Layer {
    /** Windows side by side. */
    public static MinPool2d of(int size) {
        return new MinPool2d(Window.of(size).stride(size));
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.neg().maxPool2d(window).neg();
    }
}
