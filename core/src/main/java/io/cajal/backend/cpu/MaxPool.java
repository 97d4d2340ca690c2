package io.cajal.backend.cpu;

import io.cajal.backend.Convolution;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where in its window the largest number stands. Windows inside of the image are looked at on a {@link Canvas},
 * where a tap sees neighbours side by side; those that reach over the edge, one by one.
 */
final class MaxPool {
    private static final Map<Convolution, MaxPool> POOLS = new ConcurrentHashMap<>();

    private final Taps taps;
    private final Convolution c;
    private final Canvas canvas;
    private final Sweep sweep;
    /** How far each tap is from the corner of its window, in the plane. */
    private final float[] away;
    /** Where the window of each place on the canvas begins in the plane, from the first one inside on. */
    private final float[] corners;
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
        sweep = plan.sweeps()[0];
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
        int columns = canvas.columns();
        boolean any = bottom > top && right > left;
        corners = new float[any ? (bottom - top) * columns + Taps.SLACK : 0];
        for (int t = 0; t < corners.length; t++) {
            int row = (top + t / columns) * c.strideY() - c.paddingY();
            corners[t] = row * c.width() + (left + t % columns) * c.strideX() - c.paddingX();
        }
    }

    /** On the fastest kernels. */
    static MaxPool of(Convolution c) {
        return Convolver.plan(POOLS, c, geometry -> new MaxPool(KernelChoice.TAPS, geometry));
    }

    /** Behind the last window that ends before {@code edge}. */
    private static int end(int start, int edge, int reach, int stride, int out) {
        return Math.max(start, Math.min(out, Math.floorDiv(edge - 1 - reach, stride) + 1));
    }

    /** One plane of x from {@code x[xo]} to one of places from {@code y[yo]}. */
    void plane(float[] x, int xo, float[] y, int yo) {
        if (corners.length > 0) {
            inside(x, xo, y, yo);
        }
        for (int p = 0; p < c.outHeight(); p++) {
            boolean middle = p >= top && p < bottom;
            for (int q = 0; q < c.outWidth(); q++) {
                q = middle && q == left ? right : q;
                if (q < c.outWidth()) {
                    y[yo + p * c.outWidth() + q] = window(x, xo, p, q);
                }
            }
        }
    }

    private void inside(float[] x, int xo, float[] y, int yo) {
        Scratch mine = Scratch.mine();
        float[] painted = mine.panel(canvas.size(1));
        canvas.paint(1, x, xo, painted, 0);
        int columns = canvas.columns();
        int n = (bottom - top - 1) * columns + right - left;
        float[] found = mine.row(n + Taps.SLACK);
        taps.largest(n, sweep.at(), away, painted, top * columns + left, corners, found);
        if (columns == c.outWidth()) { // hence nothing lies between the rows
            System.arraycopy(found, 0, y, yo + top * columns + left, n);
        } else {
            for (int p = top; p < bottom; p++) {
                System.arraycopy(found, (p - top) * columns, y, yo + p * c.outWidth() + left, right - left);
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
