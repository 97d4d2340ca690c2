package io.cajal.backend.cpu;

import io.cajal.backend.Convolution;

/** Where in its window the largest number stands. */
final class MaxPool {
    private MaxPool() {
    }

    /** One plane of x from {@code x[xo]} to one of places from {@code y[yo]}. */
    static void plane(Convolution c, float[] x, int xo, float[] y, int yo) {
        for (int p = 0; p < c.outHeight(); p++) {
            int top = p * c.strideY() - c.paddingY();
            for (int q = 0; q < c.outWidth(); q++, yo++) {
                int left = q * c.strideX() - c.paddingX();
                boolean inside = top >= 0 && left >= 0 && c.dilationY() == 1 && c.dilationX() == 1
                        && top + c.kernelHeight() <= c.height() && left + c.kernelWidth() <= c.width();
                y[yo] = inside
                        ? inside(x, xo, c.width(), top * c.width() + left, c.kernelHeight(), c.kernelWidth())
                        : window(c, x, xo, top, left);
            }
        }
    }

    private static int inside(float[] x, int xo, int width, int corner, int rows, int columns) {
        int best = corner;
        float leader = x[xo + corner];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int at = corner + i * width + j;
                float v = x[xo + at];
                if (v > leader || v != v && leader == leader) {
                    best = at;
                    leader = v;
                }
            }
        }
        return best;
    }

    private static int window(Convolution c, float[] x, int xo, int top, int left) {
        int best = -1;
        float leader = Float.NEGATIVE_INFINITY;
        for (int i = 0, row = top; i < c.kernelHeight(); i++, row += c.dilationY()) {
            for (int j = 0, column = left; j < c.kernelWidth(); j++, column += c.dilationX()) {
                if (row >= 0 && row < c.height() && column >= 0 && column < c.width()) {
                    int at = row * c.width() + column;
                    float v = x[xo + at];
                    if (best < 0 || v > leader || v != v && leader == leader) {
                        best = at;
                        leader = v;
                    }
                }
            }
        }
        return best;
    }
}
