package io.cajal.backend.cpu;

import java.util.Arrays;

/** The scalar twin of {@link VectorTaps}. */
final class PlainTaps implements Taps {
    static final PlainTaps INSTANCE = new PlainTaps();

    private PlainTaps() {
    }

    @Override
    public void rows(int high, int n, int kc, float[] w, int wo, int[] at, float[] x, int xo, float[] y,
            int yo,
            int ldy) {
        for (int i = 0; i < high; i++) {
            int row = yo + i * ldy;
            Arrays.fill(y, row, row + n, 0);
            for (int k = 0; k < kc; k++) {
                float weight = w[wo + k * high + i];
                int run = xo + at[k];
                for (int t = 0; t < n; t++) {
                    y[row + t] = Math.fma(weight, x[run + t], y[row + t]);
                }
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
    public void largest(int n, int[] at, float[] away, float[] x, int xo, float[] corners,
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
            y[t] = corners[t] + away[winner];
        }
    }

    @Override
    public void everyOther(int n, int step, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i * step];
        }
    }
}
