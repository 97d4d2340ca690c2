package io.cajal.backend.cpu;

import io.cajal.backend.Convolution;

/**
 * Where in its window the largest number stands. Windows inside of the image are looked at on a {@link Canvas},
 * where a tap sees neighbours side by side; those that reach over the edge, one by one.
 */
final class MaxPool {
    private final Taps taps;
    private final Convolution c;
    private final Canvas canvas;
    private final Sweep sweep;
    /** How far each tap is from the corner of its window, in the plane. */
    private final float[] away;
    // The windows inside.
    private final int top;
    private final int bottom;
    private final int left;
    private final int right;

    MaxPool(Taps taps, Convolution c) {
        this.taps = taps;
        this.c = c;
        Convolution plane = new Convolution(1, 1, 1, c.height(), c.width(), 1, c.outHeight(), c.outWidth(),
                c.kernelHeight(), c.kernelWidth(), c.strideY(), c.strideX(), c.paddingY(), c.paddingX(),
                c.dilationY(), c.dilationX());
        Sweep.Plan plan = Sweep.forward(plane);
        canvas = plan.canvas();
        sweep = plan.sweeps().getFirst();
        away = new float[c.taps()];
        for (int k = 0; k < away.length; k++) {
            away[k] = k / c.kernelWidth() * c.dilationY() * c.width() + k % c.kernelWidth() * c.dilationX();
        }
        top = Math.min(Math.ceilDiv(c.paddingY(), c.strideY()), c.outHeight());
        left = Math.min(Math.ceilDiv(c.paddingX(), c.strideX()), c.outWidth());
        bottom = end(top, c.height() + c.paddingY(), (c.kernelHeight() - 1) * c.dilationY(), c.strideY(),
                c.outHeight());
        right = end(left, c.width() + c.paddingX(), (c.kernelWidth() - 1) * c.dilationX(), c.strideX(),
                c.outWidth());
    }

    /** Behind the last window that ends before {@code edge}. */
    private static int end(int start, int edge, int reach, int stride, int out) {
        return Math.max(start, Math.min(out, Math.floorDiv(edge - 1 - reach, stride) + 1));
    }

    /** One plane of x from {@code x[xo]} to one of places from {@code y[yo]}. */
    void plane(float[] x, int xo, float[] y, int yo) {
        Scratch mine = Scratch.mine();
        float[] painted = mine.panel(canvas.size(1));
        canvas.paint(1, x, xo, painted, 0);
        float[] row = mine.row(right - left + Taps.SLACK);
        for (int p = 0; p < c.outHeight(); p++, yo += c.outWidth()) {
            boolean inside = p >= top && p < bottom;
            for (int q = 0; q < (inside ? left : c.outWidth()); q++) {
                y[yo + q] = window(x, xo, p, q);
            }
            if (inside) {
                int corner = (p * c.strideY() - c.paddingY()) * c.width() + left * c.strideX() - c.paddingX();
                taps.largest(right - left, sweep.at(), away, painted, p * canvas.columns() + left, corner,
                        c.strideX(), row);
                System.arraycopy(row, 0, y, yo + left, right - left);
                for (int q = right; q < c.outWidth(); q++) {
                    y[yo + q] = window(x, xo, p, q);
                }
            }
        }
    }

    private int window(float[] x, int xo, int p, int q) {
        int best = -1;
        float leader = Float.NEGATIVE_INFINITY;
        int row = p * c.strideY() - c.paddingY();
        for (int i = 0; i < c.kernelHeight(); i++, row += c.dilationY()) {
            int column = q * c.strideX() - c.paddingX();
            for (int j = 0; j < c.kernelWidth(); j++, column += c.dilationX()) {
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
