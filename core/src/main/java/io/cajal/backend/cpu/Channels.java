package io.cajal.backend.cpu;

import io.cajal.backend.Axis;
import java.util.Arrays;

/**
 * The sweeps of a normalisation over the channels from … to−1 of a block [outer, channels, inner]. Where a channel's
 * numbers stand in a row (inner above 1, or a single outer block), each row is reduced by {@link Kernels}, and rows
 * are added up in double; where they stand in a column, whole rows of channels are worked on at once.
 */
record Channels(Kernels kernels, Axis axis) {
    /** Numbers of a row that are reduced to one float, which bounds the rounding error. */
    private static final int PIECE = 1 << 12;

    private boolean rows() {
        return axis.inner() > 1 || axis.outer() == 1;
    }

    private double count() {
        return (double) axis.outer() * axis.inner();
    }

    private int row(int outer, int channel) {
        return (outer * axis.size() + channel) * axis.inner();
    }

    /** The mean of each channel to {@code to[c]}, the mean squared distance from it to {@code to[channels + c]}. */
    void moments(float[] x, float[] to, int from, int end) {
        int channels = axis.size();
        if (rows()) {
            for (int c = from; c < end; c++) {
                double sum = 0;
                for (int o = 0; o < axis.outer(); o++) {
                    for (int i = 0; i < axis.inner(); i += PIECE) {
                        sum += kernels.sum(x, row(o, c) + i, Math.min(PIECE, axis.inner() - i));
                    }
                }
                float mean = (float) (sum / count());
                double squares = 0;
                for (int o = 0; o < axis.outer(); o++) {
                    for (int i = 0; i < axis.inner(); i += PIECE) {
                        int n = Math.min(PIECE, axis.inner() - i);
                        squares += kernels.dotFrom(x, row(o, c) + i, mean, x, row(o, c) + i, mean, n);
                    }
                }
                to[c] = mean;
                to[channels + c] = (float) (squares / count());
            }
            return;
        }
        Arrays.fill(to, from, end, 0);
        Arrays.fill(to, channels + from, channels + end, 0);
        for (int o = 0; o < axis.outer(); o++) {
            int at = o * channels;
            for (int c = from; c < end; c++) {
                to[c] += x[at + c];
            }
        }
        float each = (float) (1 / count());
        for (int c = from; c < end; c++) {
            to[c] *= each;
        }
        for (int o = 0; o < axis.outer(); o++) {
            int at = o * channels;
            for (int c = from; c < end; c++) {
                float distance = x[at + c] - to[c];
                to[channels + c] += distance * distance;
            }
        }
        for (int c = from; c < end; c++) {
            to[channels + c] *= each;
        }
    }

    /** Σ g of each channel to {@code to[c]}, Σ g (x − its mean) to {@code to[channels + c]}. */
    void sums(float[] g, float[] x, float[] means, float[] to, int from, int end) {
        int channels = axis.size();
        if (rows()) {
            for (int c = from; c < end; c++) {
                double sum = 0;
                double products = 0;
                for (int o = 0; o < axis.outer(); o++) {
                    for (int i = 0; i < axis.inner(); i += PIECE) {
                        int at = row(o, c) + i;
                        int n = Math.min(PIECE, axis.inner() - i);
                        sum += kernels.sum(g, at, n);
                        products += kernels.dotFrom(g, at, 0, x, at, means[c], n);
                    }
                }
                to[c] = (float) sum;
                to[channels + c] = (float) products;
            }
            return;
        }
        Arrays.fill(to, from, end, 0);
        Arrays.fill(to, channels + from, channels + end, 0);
        for (int o = 0; o < axis.outer(); o++) {
            int at = o * channels;
            for (int c = from; c < end; c++) {
                to[c] += g[at + c];
                to[channels + c] += g[at + c] * (x[at + c] - means[c]);
            }
        }
    }

    /** y = a·x + b, and + d·z, with numbers for each channel; z with d, and b, may be null. */
    void affine(float[] x, float[] a, float[] z, float[] d, float[] b, float[] y, int from, int end) {
        if (rows()) {
            for (int o = 0; o < axis.outer(); o++) {
                for (int c = from; c < end; c++) {
                    affine(x, a[c], z, z == null ? 0 : d[c], b == null ? 0 : b[c], y, row(o, c),
                            row(o, c + 1));
                }
            }
            return;
        }
        for (int o = 0; o < axis.outer(); o++) {
            int at = o * axis.size();
            for (int c = from; c < end; c++) {
                y[at + c] = Math.fma(a[c], x[at + c], b == null ? 0 : b[c]);
            }
            for (int c = from; z != null && c < end; c++) {
                y[at + c] = Math.fma(d[c], z[at + c], y[at + c]);
            }
        }
    }

    private static void affine(float[] x, float a, float[] z, float d, float b, float[] y, int from, int to) {
        if (z == null) {
            for (int i = from; i < to; i++) {
                y[i] = Math.fma(a, x[i], b);
            }
        } else {
            for (int i = from; i < to; i++) {
                y[i] = Math.fma(d, z[i], Math.fma(a, x[i], b));
            }
        }
    }
}
