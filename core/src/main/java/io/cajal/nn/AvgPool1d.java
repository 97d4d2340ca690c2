package io.cajal.nn;

import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;

/** The mean of each window of a sequence. Input [N × C × L], output [N × C × L']. */
public record AvgPool1d(int kernel, int stride, int padding, boolean countIncludePad) implements Layer {
    /** Windows side by side. */
    public static AvgPool1d of(int size) {
        return new AvgPool1d(size, size, 0, true);
    }

    @Override
    public Tensor forward(Tensor x) {
        Window window = new Window(1, kernel, 1, stride, 0, padding, 1, 1);
        return new AvgPool2d(window, countIncludePad).forward(Series.images("avgPool1d", x)).squeeze(2);
    }
}
