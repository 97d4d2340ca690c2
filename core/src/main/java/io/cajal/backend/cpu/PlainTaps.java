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
    public void dots(int rows, int columns, int n, float[] g, int go, int ldg, float[] x, int xo, int[] at,
            int from, float[] lanes) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int tile = (DOT_COLUMNS * i + j) * Kernels.LANES;
                int run = xo + at[from + j];
                for (int t0 = 0; t0 < n; t0 += Kernels.LANES) {
                    for (int t = t0; t < t0 + Kernels.LANES; t++) {
                        int lane = tile + t - t0;
                        lanes[lane] = Math.fma(g[go + i * ldg + t], x[run + t], lanes[lane]);
                    }
                }
            }
        }
    }

    @Override
    public void sums(float[] lanes, float[] sums) {
        float[] some = new float[Kernels.LANES];
        for (int i = 0; i < DOT_ROWS * DOT_COLUMNS; i++) {
            System.arraycopy(lanes, i * Kernels.LANES, some, 0, Kernels.LANES);
            sums[i] = PlainKernels.sumOfLanes(some);
        }
    }
}
