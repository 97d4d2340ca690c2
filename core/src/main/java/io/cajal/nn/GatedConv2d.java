package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.UnaryOp;
import io.cajal.tensor.Window;

/**
 * The gated unit of van den Oord, Kalchbrenner, Espeholt, Vinyals, Graves and Kavukcuoglu (2016): tanh(W ⋆ x) ⊙ σ(V ⋆ x), what
 * one convolution found where another one lets it through. What a kernel must not see is kept out by shifting it instead of
 * masking it, so that no tap is wasted: zeros come on top or on the left, none below or on the right. The image keeps its size.
 *
 * @param features [out × in × height × width]
 * @param gate of the same shape
 * @param above rows of zeros on top
 * @param left columns of zeros on the left
 */
public record GatedConv2d(Conv2d features, Conv2d gate, int above, int left) implements Layer {

    /** Sees its own row and {@code rows − 1} above, as far to the right as to the left. */
    static GatedConv2d down(int in, int out, int rows, int width, Rng rng) {
        Window window = new Window(rows, width, 1, 1, 0, width / 2, 1, 1);
        return new GatedConv2d(Conv2d.of(in, out, window, 1, rng.split("features")),
                Conv2d.of(in, out, window, 1, rng.split("gate")), rows - 1, 0);
    }

    /** Sees its own place and {@code columns − 1} to the left. */
    static GatedConv2d across(int in, int out, int columns, Rng rng) {
        Window window = new Window(1, columns, 1, 1, 0, 0, 1, 1);
        return new GatedConv2d(Conv2d.of(in, out, window, 1, rng.split("features")),
                Conv2d.of(in, out, window, 1, rng.split("gate")), 0, columns - 1);
    }

    @Override
    public Tensor forward(Tensor x) { // [N × in × H × W] to [N × out × H × W]
        if (x.rank() != 4) {
            throw new ShapeException(
                    "gatedConv2d: needs images of shape [N × channels × height × width], got "
                            + x.shape());
        }
        return gated(x.pad(2, above, 0, 0).pad(3, left, 0, 0));
    }

    /** Without zeros, for those who have what lies there: so much smaller. */
    Tensor gated(Tensor x) {
        return features.apply(x, UnaryOp.tanh()).mul(gate.apply(x, UnaryOp.sigmoid()));
    }
}
