package io.cajal.zoo;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * Stretches or squeezes what is drawn in each image [N × 1 × H × W], bilinearly, until it is so many pixels wide, and
 * puts it in the middle; heights stay. Ciresan, Meier, Gambardella and Schmidhuber (2011, "Convolutional neural network
 * committees for handwritten character classification") show each network of a committee digits of another width, so
 * that they do not all err on the same ones. An empty image stays as it is.
 *
 * @param pixels the width of the box around all that is not 0
 */
record WidthNormalized(int pixels) implements Layer {
    private static final int MAP = 6;

    WidthNormalized {
        if (pixels < 1) {
            throw new CajalException("widthNormalized: the width must be at least 1, got " + pixels);
        }
    }

    @Override
    public Tensor forward(Tensor x) {
        int height = x.size(2);
        int width = x.size(3);
        float[] numbers = x.toFloats();
        double[] maps = new double[MAP * x.size(0)];
        for (int i = 0; i < x.size(0); i++) {
            int first = firstColumn(numbers, i * height * width, height, width, 0, 1);
            int last = firstColumn(numbers, i * height * width, height, width, width - 1, -1);
            boolean empty = first > last;
            maps[MAP * i] = empty ? 1 : (double) (last + 1 - first) / pixels;
            maps[MAP * i + 2] = empty ? 0 : (double) (first + last + 1) / width - 1;
            maps[MAP * i + 4] = 1;
        }
        Tensor theta = Tensor.wrap(Shape.of(x.size(0), 2, 3), x.device(), x.device().of(maps));
        return x.gridSample(Tensor.affineGrid(theta, height, width));
    }

    /** The first column, in steps from one on, that is not all 0; one outside if there is none. */
    private static int firstColumn(float[] numbers, int image, int height, int width, int from, int step) {
        int column = from;
        while (column >= 0 && column < width && isEmpty(numbers, image + column, height, width)) {
            column += step;
        }
        return column;
    }

    private static boolean isEmpty(float[] numbers, int at, int height, int width) {
        for (int row = 0; row < height; row++) {
            if (numbers[at + row * width] != 0) {
                return false;
            }
        }
        return true;
    }
}
