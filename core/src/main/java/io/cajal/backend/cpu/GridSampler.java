package io.cajal.backend.cpu;

import io.cajal.backend.Sampling;

/** Reads images between their pixels, and writes there: the loops of {@link Sampling} for one image. */
final class GridSampler {
    private final Sampling s;
    private final float[] grid;
    // Of the place that was found last: its upper left pixel, and the weights of its columns and rows.
    private int left;
    private int top;
    private float leftWeight;
    private float rightWeight;
    private float topWeight;
    private float bottomWeight;

    GridSampler(Sampling s, float[] grid) {
        this.s = s;
        this.grid = grid;
    }

    /** Image n of y from image n of x. */
    void read(float[] x, float[] y, int n) {
        int plane = s.height() * s.width();
        for (int i = 0; i < s.places(); i++) {
            if (!find(n * s.places() + i)) {
                for (int c = 0; c < s.channels(); c++) {
                    y[(n * s.channels() + c) * s.places() + i] = 0;
                }
                continue;
            }
            for (int c = 0; c < s.channels(); c++) {
                int at = (n * s.channels() + c) * plane + top * s.width() + left;
                float upper = topWeight == 0 ? 0 : topWeight * row(x, at);
                float lower = bottomWeight == 0 ? 0 : bottomWeight * row(x, at + s.width());
                y[(n * s.channels() + c) * s.places() + i] = upper + lower;
            }
        }
    }

    private float row(float[] x, int at) {
        return (leftWeight == 0 ? 0 : leftWeight * x[at]) + (rightWeight == 0 ? 0 : rightWeight * x[at + 1]);
    }

    /** Image n of x, which has zeros, from image n of g. */
    void write(float[] g, float[] x, int n) {
        int plane = s.height() * s.width();
        for (int i = 0; i < s.places(); i++) {
            if (!find(n * s.places() + i)) {
                continue;
            }
            for (int c = 0; c < s.channels(); c++) {
                int at = (n * s.channels() + c) * plane + top * s.width() + left;
                float value = g[(n * s.channels() + c) * s.places() + i];
                if (topWeight != 0) {
                    share(topWeight * value, x, at);
                }
                if (bottomWeight != 0) {
                    share(bottomWeight * value, x, at + s.width());
                }
            }
        }
    }

    private void share(float value, float[] x, int at) {
        if (leftWeight != 0) {
            x[at] += leftWeight * value;
        }
        if (rightWeight != 0) {
            x[at + 1] += rightWeight * value;
        }
    }

    /** Where a place lies; a pixel outside has weight 0. False when all are outside, or the place is NaN. */
    private boolean find(int place) {
        float across = ((grid[2 * place] + 1) * s.width() - 1) * 0.5f;
        float down = ((grid[2 * place + 1] + 1) * s.height() - 1) * 0.5f;
        if (!(across > -1 && across < s.width() && down > -1 && down < s.height())) {
            return false;
        }
        left = (int) Math.floor(across);
        top = (int) Math.floor(down);
        float right = across - left;
        float below = down - top;
        float stepX = s.width() * 0.5f;
        float stepY = s.height() * 0.5f;
        leftWeight = left < 0 ? 0 : s.alongX() ? -stepX : 1 - right;
        rightWeight = left + 1 >= s.width() ? 0 : s.alongX() ? stepX : right;
        topWeight = top < 0 ? 0 : s.alongY() ? -stepY : 1 - below;
        bottomWeight = top + 1 >= s.height() ? 0 : s.alongY() ? stepY : below;
        return true;
    }
}
