package io.cajal.studio.images;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.studio.kit.Message;
import io.cajal.tensor.Tensor;
import java.util.Base64;
import java.util.List;

/**
 * What was drawn on a page, 0 for paper … 255 for ink, or in colours.
 *
 * @param pixels red, green and blue of each pixel where there are three channels, row by row
 * @param centred whether it is to be brought into form as MNIST's digits were
 */
record Drawing(int channels, int height, int width, byte[] pixels, boolean centred) {
    /** The longest side that a page may send. */
    static final int MOST = 512;
    /** MNIST's digits are 20 pixels high or wide, in a picture of 28. */
    private static final double BOX = 20 / 28.0;
    /** Fainter ink does not count for the size of a drawing. */
    private static final int FAINT = 40;

    static Drawing read(Message message, List<Integer> input) {
        int channels = message.count("channels", 1, 3);
        if (channels != input.getFirst()) {
            throw new CajalException("picture.channels: the network sees %d, got %d"
                    .formatted(input.getFirst(), channels));
        }
        int width = message.count("width", 1, MOST);
        int height = message.count("height", 1, MOST);
        byte[] pixels;
        try {
            pixels = Base64.getDecoder().decode(message.text("pixels"));
        } catch (IllegalArgumentException e) {
            throw new CajalException("picture.pixels: expected bytes in base 64");
        }
        if (pixels.length != channels * height * width) {
            throw new CajalException("picture.pixels: expected %d × %d × %d bytes, got %d"
                    .formatted(height, width, channels, pixels.length));
        }
        return new Drawing(channels, height, width, pixels, channels == 1 && message.flag("centre"));
    }

    boolean isBlank() {
        for (byte pixel : pixels) {
            if ((pixel & 0xff) > FAINT) {
                return false;
            }
        }
        return true;
    }

    /** As the network sees it: [1 × channels × rows × columns] in 0 … 1. */
    Tensor seen(int rows, int columns) {
        return Tensor.of(Shape.of(1, channels, rows, columns),
                centred && !isBlank() ? centre(rows, columns) : resize(rows, columns));
    }

    /**
     * As LeCun's group prepared MNIST: scaled so that the longer side fills the box, then moved so that the centre of
     * mass is in the middle.
     */
    private float[] centre(int rows, int columns) {
        int top = height;
        int bottom = 0;
        int left = width;
        int right = 0;
        double mass = 0;
        double middleY = 0;
        double middleX = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int ink = pixels[y * width + x] & 0xff;
                mass += ink;
                middleY += ink * (y + 0.5);
                middleX += ink * (x + 0.5);
                if (ink > FAINT) {
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y + 1);
                    left = Math.min(left, x);
                    right = Math.max(right, x + 1);
                }
            }
        }
        double step = Math.max((bottom - top) / (BOX * rows), (right - left) / (BOX * columns));
        return sample(rows, columns, middleY / mass - step * rows / 2, step,
                middleX / mass - step * columns / 2,
                step);
    }

    private float[] resize(int rows, int columns) {
        return sample(rows, columns, 0, (double) height / rows, 0, (double) width / columns);
    }

    /** The mean ink of the field that each pixel covers; outside there is none. */
    private float[] sample(int rows, int columns, double top, double down, double left, double across) {
        double[][] vertical = shares(rows, top, down, height);
        double[][] horizontal = shares(columns, left, across, width);
        float[] out = new float[channels * rows * columns];
        for (int c = 0; c < channels; c++) {
            double[] narrow = new double[height * columns];
            for (int y = 0; y < height; y++) {
                for (int j = 0; j < columns; j++) {
                    double sum = 0;
                    for (int x = first(left, across, j, width); x < horizontal[j].length; x++) {
                        sum += horizontal[j][x] * (pixels[(y * width + x) * channels + c] & 0xff);
                    }
                    narrow[y * columns + j] = sum;
                }
            }
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double sum = 0;
                    for (int y = first(top, down, i, height); y < vertical[i].length; y++) {
                        sum += vertical[i][y] * narrow[y * columns + j];
                    }
                    out[(c * rows + i) * columns + j] = (float) Math.clamp(sum / 255, 0, 1);
                }
            }
        }
        return out;
    }

    private static int first(double start, double step, int i, int size) {
        return Math.clamp((long) Math.floor(start + i * step), 0, size);
    }

    /** For each of so many fields, which share of it each pixel fills, up to the last that it touches. */
    private static double[][] shares(int fields, double start, double step, int size) {
        double[][] shares = new double[fields][];
        for (int i = 0; i < fields; i++) {
            double from = start + i * step;
            double to = from + step;
            shares[i] = new double[Math.clamp((long) Math.ceil(to), 0, size)];
            for (int x = first(start, step, i, size); x < shares[i].length; x++) {
                shares[i][x] = Math.max(0, Math.min(to, x + 1) - Math.max(from, x)) / step;
            }
        }
        return shares;
    }
}
