package io.cajal.tensor;

import io.cajal.backend.Backend;
import io.cajal.backend.Convolution;
import io.cajal.backend.Data;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;

/**
 * The cross-correlation of images and its two adjoints. Each is linear in both operands, and the gradients of
 * any are the other two, so that derivatives of every order need nothing more.
 */
sealed interface Convolve extends Op {
    Convolution geometry();

    /** A number of the result for each tap of each channel of its group; taps on the padding count too. */
    @Override
    default long multiplyAdds(Shape out, Tensor[] in) {
        return (long) geometry().outputs() * geometry().groupChannels() * geometry().taps();
    }

    /** Shapes that do not fit, before anything is computed. */
    static void check(Shape x, Shape weight, Tensor bias, Window window, int groups) {
        if (weight.rank() != 4) {
            throw new ShapeException(
                    "conv2d: the weight must be [out × in/groups × height × width], got shape %s"
                            .formatted(weight));
        }
        if (groups < 1 || x.rank() == 4 && x.size(1) % groups != 0 || weight.size(0) % groups != 0) {
            throw new ShapeException(
                    "conv2d: %d groups do not divide the channels of the image %s and of the weight %s"
                            .formatted(groups, x, weight));
        }
        if (x.rank() == 4 && x.size(1) != weight.size(1) * groups) {
            throw new ShapeException("conv2d: the layer takes %d channels, the input has shape %s: %d ≠ %d"
                    .formatted(weight.size(1) * groups, x, x.size(1), weight.size(1) * groups));
        }
        if (weight.size(2) != window.height() || weight.size(3) != window.width()) {
            throw new ShapeException(
                    "conv2d: the weight %s is not made for a window of %d × %d".formatted(weight,
                            window.height(), window.width()));
        }
        if (bias != null && (bias.rank() != 1 || bias.size(0) != weight.size(0))) {
            throw new ShapeException("conv2d: weight %s needs a bias of shape [%d], got %s".formatted(weight,
                    weight.size(0), bias.shape()));
        }
    }

    /** The same for the transposed convolution. */
    static void checkTransposed(Shape x, Shape weight, Tensor bias, Window window, int extraY, int extraX,
            int groups) {
        String who = "convTranspose2d: ";
        if (x.rank() != 4) {
            throw new ShapeException(
                    who + "needs images of shape [N × channels × height × width], got " + x);
        }
        if (weight.rank() != 4 || weight.size(2) != window.height() || weight.size(3) != window.width()) {
            throw new ShapeException(who + "the weight must be [in × out/groups × %d × %d], got %s"
                    .formatted(window.height(), window.width(), weight));
        }
        if (x.size(1) != weight.size(0)) {
            throw new ShapeException(who + "the layer takes %d channels, the input has shape %s: %d ≠ %d"
                    .formatted(weight.size(0), x, x.size(1), weight.size(0)));
        }
        if (groups < 1 || x.size(1) % groups != 0) {
            throw new ShapeException(who + "%d groups do not divide the channels of the image %s"
                    .formatted(groups, x));
        }
        if (bias != null && (bias.rank() != 1 || bias.size(0) != weight.size(1) * groups)) {
            throw new ShapeException(who + "weight %s needs a bias of shape [%d], got %s".formatted(weight,
                    weight.size(1) * groups, bias.shape()));
        }
        if (extraY < 0 || extraX < 0 || extraY >= Math.max(window.strideY(), window.dilationY())
                || extraX >= Math.max(window.strideX(), window.dilationX())) {
            throw new ShapeException(
                    who + "the output padding %d × %d must be less than the stride or the dilation"
                            .formatted(extraY, extraX));
        }
    }

    private static Shape x(Convolution c) {
        return Shape.of(c.batch(), c.inChannels(), c.height(), c.width());
    }

    private static Shape w(Convolution c) {
        return Shape.of(c.outChannels(), c.groupChannels(), c.kernelHeight(), c.kernelWidth());
    }

    private static Shape y(Convolution c) {
        return Shape.of(c.batch(), c.outChannels(), c.outHeight(), c.outWidth());
    }

    private static Tensor data(Convolution c, Tensor g, Tensor w) {
        return Op.apply(new ToInput(c), g, w);
    }

    private static Tensor weights(Convolution c, Tensor x, Tensor g) {
        return Op.apply(new ToWeight(c), x, g);
    }

    /**
     * y = f(x ⋆ w + b) from x, w and, when there is a third operand, b [outChannels].
     *
     * @param f a function whose slope follows from its result; null for none
     */
    record Forward(Convolution geometry, UnaryOp f) implements Convolve {

        @Override
        public String name() {
            return "conv2d";
        }

        @Override
        public Shape shape(Tensor[] in) {
            return y(geometry);
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.convolve(in[0].data(), in[1].data(), in.length == 3 ? in[2].data() : null, f,
                    geometry);
        }

        @Override
        public Tensor inner(Tensor g, Tensor y) {
            return f == null ? g : f.gradient(g, y);
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            return switch (i) {
                case 0 -> data(geometry, g, in[1]);
                case 1 -> weights(geometry, in[0], g);
                default -> Op.apply(Reduce.Sum.OF_ROWS, Op.apply(Reduce.Sum.OF_PLANES, g));
            };
        }

        @Override
        public boolean keepsInput(int i) {
            return i < 2;
        }

        @Override
        public boolean keepsOutput() {
            return f != null;
        }
    }

    /** From g, of y's shape, and w to x's shape: also the transposed convolution. */
    record ToInput(Convolution geometry) implements Convolve {
        @Override
        public String name() {
            return "convTranspose2d";
        }

        @Override
        public Shape shape(Tensor[] in) {
            return x(geometry);
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.convolveBackwardData(in[0].data(), in[1].data(), geometry);
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            return i == 0 ? Op.apply(new Forward(geometry, null), g, in[1]) : weights(geometry, g, in[0]);
        }
    }

    /** From x and g, of y's shape, to w's shape. */
    record ToWeight(Convolution geometry) implements Convolve {
        @Override
        public String name() {
            return "conv2dWeights";
        }

        @Override
        public Shape shape(Tensor[] in) {
            return w(geometry);
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.convolveBackwardWeights(in[0].data(), in[1].data(), geometry);
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            return i == 0 ? data(geometry, in[1], g) : Op.apply(new Forward(geometry, null), in[0], g);
        }
    }
}
