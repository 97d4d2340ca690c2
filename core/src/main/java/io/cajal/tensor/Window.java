package io.cajal.tensor;

import io.cajal.backend.Convolution;
import io.cajal.base.Known;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;

/**
 * How a kernel or a pooling window moves over an image: PyTorch's stride, padding (zeros for convolutions,
 * nothing for pooling) and dilation, first down, then across.
 */
public record Window(int height, int width, int strideY, int strideX, int paddingY, int paddingX,
        int dilationY,
        int dilationX) {
    private static final Laid[] LAID = new Laid[Known.PLACES];

    /** The geometry of a window on images of one shape. */
    private record Laid(Window window, Shape x, int outChannels, int groups, Convolution geometry) {
    }

    /** The length of {@link #numbers}. */
    public static final int NUMBERS = 8;

    public Window {
        check("kernel", height, width, 1);
        check("stride", strideY, strideX, 1);
        check("padding", paddingY, paddingX, 0);
        check("dilation", dilationY, dilationX, 1);
    }

    /** A square one that moves by 1. */
    public static Window of(int size) {
        return new Window(size, size, 1, 1, 0, 0, 1, 1);
    }

    /** From {@link #numbers}. */
    public static Window of(int[] n) {
        return new Window(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
    }

    /** Height, width, strides, paddings, dilations. */
    public int[] numbers() {
        return new int[] {height, width, strideY, strideX, paddingY, paddingX, dilationY, dilationX};
    }

    public Window stride(int both) {
        return new Window(height, width, both, both, paddingY, paddingX, dilationY, dilationX);
    }

    public Window padding(int both) {
        return new Window(height, width, strideY, strideX, both, both, dilationY, dilationX);
    }

    public Window dilation(int both) {
        return new Window(height, width, strideY, strideX, paddingY, paddingX, both, both);
    }

    private static void check(String what, int down, int across, int least) {
        if (down < least || across < least) {
            throw new ShapeException(
                    "window: the %s must be %d or more, got %d × %d".formatted(what, least, down, across));
        }
    }

    /** Throws unless the window fits into images of that shape [N × C × H × W]. */
    public void check(String who, Shape x) {
        on(who, x, 1, 1);
    }

    /** For images x [N × C × H × W]; the last ones are kept, as those of one training come again and again. */
    Convolution on(String who, Shape x, int outChannels, int groups) {
        int place = Known.place(hashCode(), x.hashCode(), outChannels, groups);
        Laid known = LAID[place];
        if (known == null || known.outChannels != outChannels || known.groups != groups
                || !known.x.equals(x) || !known.window.equals(this)) {
            known = new Laid(this, x, outChannels, groups, geometry(who, x, outChannels, groups));
            LAID[place] = known;
        }
        return known.geometry;
    }

    private Convolution geometry(String who, Shape x, int outChannels, int groups) {
        if (x.rank() != 4) {
            throw new ShapeException(
                    "%s: needs images of shape [N × channels × height × width], got %s".formatted(who, x));
        }
        int outHeight = steps(who, x, x.size(2), height, strideY, paddingY, dilationY);
        int outWidth = steps(who, x, x.size(3), width, strideX, paddingX, dilationX);
        return new Convolution(x.size(0), groups, x.size(1), x.size(2), x.size(3), outChannels, outHeight,
                outWidth,
                height, width, strideY, strideX, paddingY, paddingX, dilationY, dilationX);
    }

    /** The convolution of which images x [N × C × H × W] are the result: that of the transposed one. */
    Convolution under(Shape x, int channels, int extraY, int extraX, int groups) {
        int tall = whole(x.size(2), height, strideY, paddingY, dilationY) + extraY;
        int wide = whole(x.size(3), width, strideX, paddingX, dilationX) + extraX;
        if (tall < 1 || wide < 1) {
            throw new ShapeException("convTranspose2d: a padding of %d × %d leaves nothing of the image %s"
                    .formatted(paddingY, paddingX, x));
        }
        return new Convolution(x.size(0), groups, channels, tall, wide, x.size(1), x.size(2), x.size(3),
                height,
                width, strideY, strideX, paddingY, paddingX, dilationY, dilationX);
    }

    private static int whole(int size, int kernel, int stride, int padding, int dilation) {
        return (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + 1;
    }

    private int steps(String who, Shape x, int size, int kernel, int stride, int padding, int dilation) {
        long reach = (long) dilation * (kernel - 1) + 1;
        long room = size + 2L * padding;
        if (reach > room) {
            throw new ShapeException(
                    "%s: the kernel of %d × %d%s is larger than the image %s%s".formatted(who,
                            height, width, dilation == 1 ? "" : ", dilated to " + reach, x,
                            padding == 0 ? "" : " with its padding of " + padding));
        }
        return Math.toIntExact((room - reach) / stride + 1);
    }
}
