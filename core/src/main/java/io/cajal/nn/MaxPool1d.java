package io.cajal.nn;

import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;

/** The largest number of each window of a sequence. Input [N × C × L], output [N × C × L']. */
public record MaxPool1d(int kernel, int stride, int padding, int dilation) implements Layer {
    /** Windows side by side. */
    public static MaxPool1d of(int size) {
        return new MaxPool1d(size, size, 0, 1);
    }

    @Override
    public Tensor forward(Tensor x) {
        Window window = new Window(1, kernel, 1, stride, 0, padding, 1, dilation);
        return Series.images("maxPool1d", x).maxPool2d(window).squeeze(2);
    }
}
