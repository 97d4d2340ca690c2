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
    public int strip() {
        return 16;
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

    @Override
    public void spread(int n, float[] x, int xo, int[] at, float[] v, int vo, int step, float[] room) {
        for (int t = 0; t < n; t++) {
            for (int j = 0; j < 6; j++) {
                six(x[xo + at[j] + t], x[xo + at[6 + j] + t], x[xo + at[12 + j] + t], x[xo + at[18 + j] + t],
                        x[xo + at[24 + j] + t], x[xo + at[30 + j] + t], room, j, 6);
            }
            for (int i = 0; i < 36; i += 6) {
                six(room[i], room[i + 1], room[i + 2], room[i + 3], room[i + 4], room[i + 5], v,
                        vo + i * step + t, step);
            }
        }
    }

    /** Bᵀ of F(4, 3) times a column. */
    private static void six(float d0, float d1, float d2, float d3, float d4, float d5, float[] y, int at,
            int step) {
        float a = Math.fma(-4, d2, d4);
        float b = Math.fma(-4, d1, d3);
        float c = d4 - d2;
        float e = (d3 - d1) * 2;
        y[at] = Math.fma(4, d0, Math.fma(-5, d2, d4));
        y[at + step] = a + b;
        y[at + 2 * step] = a - b;
        y[at + 3 * step] = c + e;
        y[at + 4 * step] = c - e;
        y[at + 5 * step] = Math.fma(4, d1, Math.fma(-5, d3, d5));
    }

    @Override
    public void gather(int n, float[] m, int mo, int step, float bias, float[] y, int ldy, float[] room) {
        for (int t = 0; t < n; t++) {
            for (int j = 0; j < 6; j++) {
                int at = mo + j * step + t;
                four(m[at], m[at + 6 * step], m[at + 12 * step], m[at + 18 * step], m[at + 24 * step],
                        m[at + 30 * step], 0, room, j, 6);
            }
            for (int i = 0; i < 4; i++) {
                int at = 6 * i;
                four(room[at], room[at + 1], room[at + 2], room[at + 3], room[at + 4], room[at + 5], bias, y,
                        i * ldy + 4 * t, 1);
            }
        }
    }

    /** Aᵀ of F(4, 3) times a column, and the bias. */
    private static void four(float m0, float m1, float m2, float m3, float m4, float m5, float bias,
            float[] y,
            int at, int step) {
        float a = m1 + m2;
        float b = m1 - m2;
        float c = m3 + m4;
        float e = m3 - m4;
        y[at] = m0 + a + c + bias;
        y[at + step] = Math.fma(2, e, b) + bias;
        y[at + 2 * step] = Math.fma(4, c, a) + bias;
        y[at + 3 * step] = Math.fma(8, e, b) + m5 + bias;
    }

    @Override
    public void unzip(int n, float[] x, float[] y, int step) {
        for (int t = 0; t < n; t++) {
            for (int b = 0; b < 4; b++) {
                y[b * step + t] = x[4 * t + b];
            }
        }
    }
}
