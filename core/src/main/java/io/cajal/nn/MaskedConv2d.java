package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.UnaryOp;
import io.cajal.tensor.Window;

/**
 * A convolution that sees only what comes before each pixel, when an image is read row by row from its upper left corner
 * (van den Oord, Kalchbrenner and Kavukcuoglu 2016, "Pixel recurrent neural networks"): the kernel is multiplied by a
 * mask of ones and zeros, and the image keeps its size. Input [N × in × H × W], output [N × out × H × W].
 *
 * @param weight [out × in × height × width], both odd
 * @param bias [out]
 * @param mask of the weight's shape
 */
public record MaskedConv2d(Param weight, Param bias, Buffer mask) implements Affine {
    /** Which part of a kernel is left. */
    public enum Sight {
        /** Rows above, and in its own row what lies to the left: for the first layer, which must not see the pixel itself. */
        A,
        /** Also the pixel itself: for the other layers, which see features of what came before it. */
        B,
        /** Rows above alone: the first layer of a {@link PixelCnn}'s vertical stack. */
        ABOVE;

        /** Whether that tap is left, counted from the kernel's centre. */
        boolean sees(int down, int across) {
            return down < 0 || down == 0 && switch (this) {
                case A -> across < 0;
                case B -> across <= 0;
                case ABOVE -> false;
            };
        }
    }

    public MaskedConv2d {
        if (weight.rank() != 4 || !mask.shape().equals(weight.shape())) {
            throw new ShapeException(
                    "maskedConv2d: needs a weight [out × in × height × width] and a mask of its shape, got %s and %s"
                            .formatted(weight.shape(), mask.shape()));
        }
        if (weight.size(2) % 2 == 0 || weight.size(3) % 2 == 0) {
            throw new CajalException("maskedConv2d: the kernel needs a centre, so odd sizes, got %d × %d"
                    .formatted(weight.size(2), weight.size(3)));
        }
    }

    /** A square kernel, with PyTorch's initialisation. */
    public static MaskedConv2d of(int in, int out, int kernel, Sight sight, Rng rng) {
        return of(in, out, kernel, kernel, sight, rng);
    }

    /** Weights and bias start uniform in ±1/√n, for the n inputs that each output sees. */
    public static MaskedConv2d of(int in, int out, int height, int width, Sight sight, Rng rng) {
        float[] mask = new float[out * in * height * width];
        int seen = 0;
        for (int i = 0; i < mask.length; i++) {
            mask[i] = sight.sees(i / width % height - height / 2, i % width - width / 2) ? 1 : 0;
            seen += (int) mask[i];
        }
        if (seen == 0) {
            throw new CajalException("maskedConv2d: a kernel of %d × %d that sees %s sees nothing"
                    .formatted(height, width, sight));
        }
        double bound = 1 / Math.sqrt((double) seen / out);
        return new MaskedConv2d(Init.uniform(bound, rng, out, in, height, width),
                Init.uniform(bound, rng, out),
                Buffer.of(Tensor.of(Shape.of(out, in, height, width), mask)));
    }

    /** The weights that are left. */
    Tensor seen() {
        return weight.mul(mask);
    }

    private Window window() {
        int height = weight.size(2);
        int width = weight.size(3);
        return new Window(height, width, 1, 1, height / 2, width / 2, 1, 1);
    }

    @Override
    public Tensor forward(Tensor x) {                       // [N × in × H × W]
        return x.conv2d(seen(), bias, window(), 1);         // [N × out × H × W]
    }

    @Override
    public Tensor forward(Tensor x, UnaryOp f) {
        return x.conv2d(seen(), bias, window(), 1, f);
    }
}
