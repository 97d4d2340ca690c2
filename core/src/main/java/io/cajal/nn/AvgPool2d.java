package io.cajal.nn;

import io.cajal.base.ShapeException;
import io.cajal.backend.Resampling;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;

/**
 * The mean of each window (LeCun et al. 1989): a smaller, smoother image, which a shift by a pixel hardly
 * changes. Input [N × C × H × W], output [N × C × H' × W'].
 *
 * @param window without dilation
 * @param countIncludePad whether the zeros of the padding count in the mean, as PyTorch has it by default
 */
public record AvgPool2d(Window window, boolean countIncludePad) implements Layer {
    public AvgPool2d {
        if (window.dilationY() != 1 || window.dilationX() != 1) {
            throw new ShapeException("avgPool2d: windows have no dilation");
        }
        if (window.paddingY() > window.height() / 2 || window.paddingX() > window.width() / 2) {
            throw new ShapeException("avgPool2d: the padding must be at most half of the window, got %d × %d"
                    .formatted(window.paddingY(), window.paddingX()));
        }
    }

    /** Windows side by side. */
    public static AvgPool2d of(int size) {
        return new AvgPool2d(Window.of(size).stride(size), true);
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("avgPool2d", x);
        window.check("avgPool2d", x.shape());
        return x.resample(2, Resampling.means(x.size(2), window.height(), window.strideY(), window.paddingY(),
                countIncludePad))
                .resample(3, Resampling.means(x.size(3), window.width(), window.strideX(), window.paddingX(),
                        countIncludePad));
    }
}
