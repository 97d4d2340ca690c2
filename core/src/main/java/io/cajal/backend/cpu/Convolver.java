package io.cajal.backend.cpu;

import io.cajal.backend.Convolution;
import java.util.Arrays;

/**
 * Convolutions as matrix products whose right matrix, the {@link Patches}, exists only a panel at a time, in
 * the cache: no im2col in memory. Every element is the sum of blocks of at most {@link Gemm#KC} products,
 * each a chain of fused multiply-adds in the order of (channel, tap) or, for weights, of positions; weights
 * add the images of a piece in order, then the pieces. The sizes alone decide this.
 */
final class Convolver {
    /** Multiply-adds of a piece of work. */
    private static final long PIECE = 1 << 20;
    /** Sums of weight gradients that are made side by side, and the numbers they may take. */
    private static final int SUMS = 16;
    private static final int SUM_ROOM = 1 << 22;

    private final Tiles tiles;
    private final Workers workers;
    private final int height;
    private final int width;

    /** With {@code workers} null, those of the process. */
    Convolver(Tiles tiles, Workers workers) {
        this.tiles = tiles;
        this.workers = workers;
        this.height = tiles.height();
        this.width = tiles.width();
    }

    private static final class Best {
        private static final Convolver CONVOLVER = new Convolver(KernelChoice.TILES, null);
    }

    /** On the fastest tiles and the process's workers. */
    static Convolver best() {
        return Best.CONVOLVER;
    }

    private Workers workers() {
        return workers == null ? Workers.shared() : workers;
    }

    /** y from x. {@code bias} may be null. */
    void forward(Convolution c, float[] x, float[] w, float[] bias, float[] y) {
        int k = c.groupChannels() * c.taps();
        float[] left = left(c.groups(), c.groupOutputs(), k, w, k, 1, 1);
        images(c, c.groupOutputs(), k, c.outHeight() * c.outWidth(), left, Patches.ofInput(tiles, c), x,
                c.groupChannels() * c.height() * c.width(), bias, y);
    }

    /** ∂L/∂x from g = ∂L/∂y. */
    void backwardData(Convolution c, float[] g, float[] w, float[] dx) {
        int taps = c.taps();
        int k = c.groupOutputs() * taps;
        float[] left = left(c.groups(), c.groupChannels(), k, w, taps, taps, c.groupChannels() * taps);
        images(c, c.groupChannels(), k, c.height() * c.width(), left, Patches.ofOutput(tiles, c), g,
                c.groupOutputs() * c.outHeight() * c.outWidth(), null, dx);
    }

    /**
     * The left matrices [m × k] of all groups in panels, block by block of k. Element (i, (a, tap)) of a group
     * stands at i·rowStep + a·outerStep + tap, with {@code run} taps.
     */
    private float[] left(int groups, int m, int k, float[] w, int rowStep, int run, int outerStep) {
        int high = Math.ceilDiv(m, height) * height;
        float[] left = Scratch.mine().a(groups * high * k);
        int group = w.length / groups;
        for (int g = 0; g < groups; g++) {
            for (int k0 = 0; k0 < k; k0 += Gemm.KC) {
                int kc = Math.min(Gemm.KC, k - k0);
                for (int i = 0; i < m; i++) {
                    int to = g * high * k + k0 * high + i / height * height * kc + i % height;
                    for (int q = 0; q < kc; q++) {
                        int at = (k0 + q) / run * outerStep + (k0 + q) % run;
                        left[to + q * height] = w[g * group + i * rowStep + at];
                    }
                }
            }
        }
        return left;
    }

    /** For each image and group, result [m × columns] = left [m × k] · patches [k × columns]. */
    private void images(Convolution c, int m, int k, int columns, float[] left, Patches patches,
            float[] source,
            int sourceGroup, float[] bias, float[] result) {
        int high = Math.ceilDiv(m, height) * height;
        int count = c.batch() * c.groups();
        int some = (int) Math.max(1, Math.min(count, PIECE / Math.max(1, (long) m * k * columns)));
        workers().run(Math.ceilDiv(count, some), piece -> {
            Scratch mine = Scratch.mine();
            for (int i = piece * some; i < Math.min(count, (piece + 1) * some); i++) {
                int group = i % c.groups();
                int to = i * m * columns;
                image(m, k, columns, left, group * high * k, high, patches, source, i * sourceGroup, mine,
                        result,
                        to);
                for (int row = 0; row < m && bias != null; row++) {
                    float b = bias[group * m + row];
                    for (int j = to + row * columns; j < to + (row + 1) * columns; j++) {
                        result[j] += b;
                    }
                }
            }
        });
    }

    private void image(int m, int k, int columns, float[] left, int leftAt, int high, Patches patches,
            float[] source, int sourceAt, Scratch mine, float[] result, int to) {
        float[] panel = mine.panel(width * Math.min(k, Gemm.KC));
        if (k == 0) {
            Arrays.fill(result, to, to + m * columns, 0);
        }
        for (int k0 = 0; k0 < k; k0 += Gemm.KC) {
            int kc = Math.min(Gemm.KC, k - k0);
            for (int j = 0; j < columns; j += width) {
                int used = Math.min(width, columns - j);
                patches.gather(source, sourceAt, k0, kc, j, used, panel, 0, width);
                column(m, kc, left, leftAt + k0 * high, panel, used, k0 == 0, mine, result, to + j, columns);
            }
        }
    }

    /** The tiles one below the other that share a panel; stored, or added to what is there. */
    private void column(int m, int kc, float[] left, int leftAt, float[] panel, int used, boolean stores,
            Scratch mine, float[] c, int co, int ldc) {
        for (int i = 0; i < m; i += height) {
            int rows = Math.min(height, m - i);
            int at = leftAt + i * kc;
            int to = co + i * ldc;
            if (rows < height || used < width) {
                edge(rows, kc, left, at, panel, used, stores, mine.tile(Tiles.SHORT * width), c, to, ldc);
            } else if (stores) {
                tiles.store(kc, left, at, panel, 0, c, to, ldc);
            } else {
                tiles.add(kc, left, at, panel, 0, c, to, ldc);
            }
        }
    }

    private void edge(int rows, int kc, float[] left, int at, float[] panel, int used, boolean stores,
            float[] tile, float[] c, int to, int ldc) {
        for (int i = 0; i < rows; i += Tiles.SHORT) {
            int some = Math.min(Tiles.SHORT, rows - i);
            int row = to + i * ldc;
            if (stores && some == Tiles.SHORT && used == width) {
                tiles.storeShort(some, kc, left, at + i, 1, height, panel, 0, width, c, row, ldc);
                continue;
            }
            tiles.storeShort(some, kc, left, at + i, 1, height, panel, 0, width, tile, 0, width);
            for (int r = 0; r < some; r++) {
                for (int j = 0; j < used; j++) {
                    int place = row + r * ldc + j;
                    c[place] = stores ? tile[r * width + j] : c[place] + tile[r * width + j];
                }
            }
        }
    }

    /** ∂L/∂w from x and g = ∂L/∂y. */
    void backwardWeights(Convolution c, float[] x, float[] g, float[] dw) {
        int size = c.weights();
        int pieces = Math.max(1, Math.min(Math.min(SUMS, c.batch()), SUM_ROOM / Math.max(1, size)));
        float[] sums = Scratch.mine().b(pieces * size);
        Patches patches = Patches.ofInput(tiles, c);
        workers().run(pieces, piece -> {
            int from = (int) ((long) c.batch() * piece / pieces);
            int to = (int) ((long) c.batch() * (piece + 1) / pieces);
            Arrays.fill(sums, piece * size, (piece + 1) * size, 0);
            for (int n = from; n < to; n++) {
                weights(c, x, g, n, patches, sums, piece * size);
            }
        });
        System.arraycopy(sums, 0, dw, 0, size);
        for (int piece = 1; piece < pieces; piece++) {
            Kernels.best().axpy(1, sums, piece * size, dw, 0, size);
        }
    }

    /** One image's share is added: for each group g [outputs × positions] · patchesᵀ [positions × k]. */
    private void weights(Convolution c, float[] x, float[] g, int image, Patches patches, float[] sums,
            int at) {
        int m = c.groupOutputs();
        int k = c.groupChannels() * c.taps();
        int positions = c.outHeight() * c.outWidth();
        Scratch mine = Scratch.mine();
        for (int group = 0; group < c.groups(); group++) {
            int gAt = (image * c.outChannels() + group * m) * positions;
            int xAt = (image * c.inChannels() + group * c.groupChannels()) * c.height() * c.width();
            for (int p0 = 0; p0 < positions; p0 += Gemm.KC) {
                int pc = Math.min(Gemm.KC, positions - p0);
                float[] left = mine.row(Math.ceilDiv(m, height) * height * pc);
                for (int i = 0; i < m; i += height) {
                    tiles.copyColumns(pc, Math.min(height, m - i), g, gAt + i * positions + p0, positions,
                            left,
                            i * pc, height);
                }
                float[] rows = mine.second(width * pc);
                float[] panel = mine.panel(width * pc);
                for (int j = 0; j < k; j += width) {
                    int used = Math.min(width, k - j);
                    patches.gather(x, xAt, j, used, p0, pc, rows, 0, pc);
                    tiles.copyColumns(pc, used, rows, 0, pc, panel, 0, width);
                    column(m, pc, left, 0, panel, used, false, mine, sums, at + group * m * k + j, k);
                }
            }
        }
    }
}
