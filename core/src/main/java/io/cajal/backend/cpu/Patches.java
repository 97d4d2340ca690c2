package io.cajal.backend.cpu;

import io.cajal.backend.Convolution;
import java.util.Arrays;

/**
 * An image seen as the right matrix of a product, without ever being written out: row k is (channel, tap),
 * column t a position of the result, and the element is what that tap sees there. Along each axis it sees
 * position (t · times + offset) / by of the image, if that is whole and inside; else zero.
 */
final class Patches {
    private final int taps;
    private final int kernelWidth;
    private final int height;
    private final int width;
    private final int resultWidth;
    private final int timesY;
    private final int timesX;
    private final int byY;
    private final int byX;
    private final int paddingY;
    private final int paddingX;
    private final int stepY;
    private final int stepX;

    private Patches(Convolution c, int height, int width, int resultWidth, int direction) {
        boolean forward = direction > 0;
        this.taps = c.taps();
        this.kernelWidth = c.kernelWidth();
        this.height = height;
        this.width = width;
        this.resultWidth = resultWidth;
        this.timesY = forward ? c.strideY() : 1;
        this.timesX = forward ? c.strideX() : 1;
        this.byY = forward ? 1 : c.strideY();
        this.byX = forward ? 1 : c.strideX();
        this.paddingY = -direction * c.paddingY();
        this.paddingX = -direction * c.paddingX();
        this.stepY = direction * c.dilationY();
        this.stepX = direction * c.dilationX();
    }

    /** What the taps see of x at each position of y. */
    static Patches ofInput(Convolution c) {
        return new Patches(c, c.height(), c.width(), c.outWidth(), 1);
    }

    /** What of y each position of x went into through each tap. */
    static Patches ofOutput(Convolution c) {
        return new Patches(c, c.outHeight(), c.outWidth(), c.width(), -1);
    }

    /**
     * Rows k0 … k0+count−1 and columns from … from+used−1 for the image whose first channel begins at
     * {@code x[xo]}, to {@code out[at + r·ld]}.
     */
    void gather(float[] x, int xo, int k0, int count, int from, int used, float[] out, int at, int ld) {
        for (int k = k0; k < k0 + count; k++, at += ld) {
            int tap = k % taps;
            int plane = xo + k / taps * height * width;
            int offsetY = paddingY + tap / kernelWidth * stepY;
            int offsetX = paddingX + tap % kernelWidth * stepX;
            for (int t = from, to = at; t < from + used;) {
                int column = t % resultWidth;
                int n = Math.min(resultWidth - column, from + used - t);
                int seen = t / resultWidth * timesY + offsetY;
                int row = seen / byY;
                if (seen < 0 || seen % byY != 0 || row >= height) {
                    Arrays.fill(out, to, to + n, 0);
                } else if (timesX == 1 && byX == 1) {
                    run(x, plane + row * width, column + offsetX, n, out, to);
                } else {
                    steps(x, plane + row * width, column, offsetX, n, out, to);
                }
                t += n;
                to += n;
            }
        }
    }

    /** Neighbours, of which those from 0 to width−1 exist. */
    private void run(float[] x, int row, int first, int n, float[] out, int to) {
        int low = Math.min(n, Math.max(0, -first));
        int high = Math.max(low, Math.min(n, width - first));
        for (int i = 0; i < low; i++) {
            out[to + i] = 0;
        }
        for (int i = low; i < high; i++) {
            out[to + i] = x[row + first + i];
        }
        for (int i = high; i < n; i++) {
            out[to + i] = 0;
        }
    }

    private void steps(float[] x, int row, int column, int offset, int n, float[] out, int to) {
        for (int i = 0; i < n; i++) {
            int seen = (column + i) * timesX + offset;
            int at = seen / byX;
            out[to + i] = seen < 0 || seen % byX != 0 || at >= width ? 0 : x[row + at];
        }
    }
}
