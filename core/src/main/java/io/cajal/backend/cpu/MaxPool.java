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
                y[yo] = window(c, x, xo, top, q * c.strideX() - c.paddingX());
            }
        }
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
