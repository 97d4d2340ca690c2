package io.cajal.backend.cpu;

import io.cajal.backend.Convolution;
import java.util.Arrays;

/**
 * An image seen as the right matrix of a product, without ever being written out: row k is (channel, tap),
 * column t a position of the result, and the element is what that tap sees there. Along each axis it sees
 * position (t · times + offset) / by of the image, if that is whole and inside; else zero.
 */
final class Patches {
    private final Tiles tiles;
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

    private Patches(Tiles tiles, Convolution c, int height, int width, int resultWidth, int direction) {
        boolean forward = direction > 0;
        this.tiles = tiles;
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
    static Patches ofInput(Tiles tiles, Convolution c) {
        return new Patches(tiles, c, c.height(), c.width(), c.outWidth(), 1);
    }

    /** What of y each position of x went into through each tap. */
    static Patches ofOutput(Tiles tiles, Convolution c) {
        return new Patches(tiles, c, c.outHeight(), c.outWidth(), c.width(), -1);
    }

    /**
     * Rows k0 … k0+count−1 and columns from … from+used−1 for the image whose first channel begins at
     * {@code x[xo]}, to {@code out[at + r·ld]}; what lies between these rows becomes junk, and up to a vector
     * behind the last.
     */
    void gather(float[] x, int xo, int k0, int count, int from, int used, float[] out, int at, int ld) {
        int firstLine = from / resultWidth;
        int firstColumn = from % resultWidth;
        for (int k = k0; k < k0 + count; k++, at += ld) {
            int tap = k % taps;
            int plane = xo + k / taps * height * width;
            int offsetY = paddingY + tap / kernelWidth * stepY;
            int offsetX = paddingX + tap % kernelWidth * stepX;
            int column = firstColumn;
            for (int line = firstLine, to = at, left = used; left > 0; line++) {
                int n = Math.min(resultWidth - column, left);
                int row = divided(line * timesY + offsetY, byY);
                if (row < 0 || row >= height) {
                    Arrays.fill(out, to, to + n, 0);
                } else if (timesX == 1 && byX == 1) {
                    run(x, plane + row * width, column + offsetX, n, out, to);
                } else {
                    steps(x, plane + row * width, column, offsetX, n, out, to);
                }
                to += n;
                left -= n;
                column = 0;
            }
        }
    }

    /** Negative where it is not whole, or negative. */
    private static int divided(int seen, int by) {
        return by == 1 ? seen : seen < 0 || seen % by != 0 ? -1 : seen / by;
    }

    /**
     * Neighbours, of which those from 0 to width−1 exist. What the copy writes too much, zeros or the next run
     * overwrite, or nobody reads.
     */
    private void run(float[] x, int row, int first, int n, float[] out, int to) {
        int low = Math.min(n, Math.max(0, -first));
        int high = Math.max(low, Math.min(n, width - first));
        if (high > low) {
            tiles.copyRows(1, high - low, x, row + first + low, 0, out, to + low, out.length - to - low);
        }
        for (int i = 0; i < low; i++) {
            out[to + i] = 0;
        }
        for (int i = high; i < n; i++) {
            out[to + i] = 0;
        }
    }

    private void steps(float[] x, int row, int column, int offset, int n, float[] out, int to) {
        for (int i = 0; i < n; i++) {
            int at = divided((column + i) * timesX + offset, byX);
            out[to + i] = at < 0 || at >= width ? 0 : x[row + at];
        }
    }
}
