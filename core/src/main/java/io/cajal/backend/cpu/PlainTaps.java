package io.cajal.backend.cpu;

import java.util.Arrays;

/** The scalar twin of {@link VectorTaps}. */
final class PlainTaps implements Taps {
    static final PlainTaps INSTANCE = new PlainTaps();

    private static final int WIDTH = 32;

    private PlainTaps() {
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void eight(int kc, float[] w, int wo, int[] at, float[] x, int xo, float[] y, int yo, int ldy) {
        for (int i = 0; i < EIGHT; i++) {
            row(kc, w, wo + i, EIGHT, at, x, xo, y, yo + i * ldy);
        }
    }

    @Override
    public void four(int kc, float[] w, int wo, int[] at, float[] x, int xo, float[] y, int yo, int ldy) {
        for (int i = 0; i < FOUR; i++) {
            row(kc, w, wo + i, FOUR, at, x, xo, y, yo + i * ldy);
        }
    }

    private static void row(int kc, float[] w, int wo, int step, int[] at, float[] x, int xo, float[] y,
            int yo) {
        Arrays.fill(y, yo, yo + WIDTH, 0);
        for (int k = 0; k < kc; k++) {
            float weight = w[wo + k * step];
            int run = xo + at[k];
            for (int t = 0; t < WIDTH; t++) {
                y[yo + t] = Math.fma(weight, x[run + t], y[yo + t]);
            }
        }
    }

    @Override
    public void outer(int rows, int n, float[] x, int xo, int[] at, int from, float[] g, int go, int width,
            float[] sums, int so) {
        float[] sum = new float[width];
        for (int i = 0; i < rows; i++) {
            Arrays.fill(sum, 0);
            for (int t = 0; t < n; t++) {
                float seen = x[xo + at[from + i] + t];
                for (int j = 0; j < width; j++) {
                    sum[j] = Math.fma(seen, g[go + t * width + j], sum[j]);
                }
            }
            for (int j = 0; j < width; j++) {
                sums[so + i * width + j] += sum[j];
            }
        }
    }

    @Override
    public void largest(int n, int[] at, float[] away, float[] x, int xo, float first, float step,
            float[] y) {
        for (int t = 0; t < n; t++) {
            float best = x[xo + at[0] + t];
            int winner = 0;
            for (int k = 1; k < at.length; k++) {
                float v = x[xo + at[k] + t];
                if (v > best || v != v && best == best) {
                    best = v;
                    winner = k;
                }
            }
            y[t] = first + step * t + away[winner];
        }
    }
}
