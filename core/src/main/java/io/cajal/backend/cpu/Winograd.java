package io.cajal.backend.cpu;

import io.cajal.backend.Convolution;
import io.cajal.backend.UnaryFn;
import java.util.Arrays;

/**
 * Convolutions with 3 × 3 kernels by Winograd's algorithm F(4 × 4, 3 × 3) (Lavin and Gray 2016, "Fast algorithms
 * for convolutional neural networks"): Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A makes 4 × 4 pixels of the result from 6 × 6
 * of the image with 36 multiplications for each pair of channels instead of 144. Summed over channels, each of the
 * 36 is a matrix product. Rounding errors are some ten times those of the direct way: 1e-5 of the largest
 * value.
 *
 * <p>A {@link Canvas} that is apart by rows and columns modulo 4 has number (i, j) of all tiles side by side, so the
 * transforms work on vectors of tiles. An object is the plan for one geometry in one direction.
 */
final class Winograd {
    private static final int SIDE = 4;
    private static final int NUMBERS = 36;
    /** Channels on both sides from which the transforms pay. */
    private static final int CHANNELS = 16;
    /** Tiles of a batch that pay for transforming the weights. */
    private static final int TILES = 64;
    /** Numbers of the tiles of one image: more would leave the caches. */
    private static final int ROOM = 1 << 22;
    /** Tiles that are worked on at a time: those of one large image, or of several small ones. */
    private static final int SOME = 32;
    /** Numbers of the longest vector. */
    private static final int VECTOR = 16;
    /** Between the planes of the 36 numbers, which would else fall on the same lines of the cache. */
    private static final int PAD = 16;
    private static final float[][] G = {{1 / 4f, 0, 0}, {-1 / 6f, -1 / 6f, -1 / 6f},
            {-1 / 6f, 1 / 6f, -1 / 6f},
            {1 / 24f, 1 / 12f, 1 / 6f}, {1 / 24f, -1 / 12f, 1 / 6f}, {0, 0, 1}};

    private final Taps taps;
    private final int batch;
    /** Channels of the source, and of the result. */
    private final int k;
    private final int m;
    private final int height;
    private final int width;
    private final Canvas canvas;
    /** Tiles of an image down, and its places on the canvas: a column more than tiles across. */
    private final int down;
    private final int across;
    private final int places;
    /** Every fourth number of a canvas. */
    private final int quarter;
    private final int[] at = new int[NUMBERS];
    /** Images that are worked on at a time, and how far apart the rows of their tiles are: vectors reach behind the last. */
    private final int each;
    private final int ld;
    /** Where the rows are. */
    private final int[] rows;

    /** From images with k channels to images [m × height × width], {@code margin} rows and columns larger at their start. */
    private Winograd(Taps taps, int batch, int k, int sourceHeight, int sourceWidth, int marginY, int marginX,
            int m,
            int height, int width) {
        this.taps = taps;
        this.batch = batch;
        this.k = k;
        this.m = m;
        this.height = height;
        this.width = width;
        rows = new int[k];
        down = Math.ceilDiv(height, SIDE);
        across = Math.ceilDiv(width, SIDE);
        Canvas.Phase[] phases = new Canvas.Phase[SIDE];
        for (int p = 0; p < phases.length; p++) {
            phases[p] = new Canvas.Phase(marginY - p, marginX, SIDE, 1);
        }
        canvas = new Canvas(sourceHeight, sourceWidth, phases, down + 1, (across + 1) * SIDE);
        places = (down - 1) * (across + 1) + across;
        each = Math.max(1, Math.min(batch, SOME / places));
        ld = (each - 1) * places + Math.ceilDiv(places, VECTOR) * VECTOR;
        Arrays.setAll(rows, c -> c * ld);
        quarter = k * SIDE * (down + 1) * (across + 1);
        for (int q = 0; q < NUMBERS; q++) {
            int i = q / 6;
            int j = q % 6;
            int row = i % SIDE * (down + 1) + i / SIDE;
            at[q] = j % SIDE * (quarter + Taps.SLACK) + row * (across + 1) + j / SIDE;
        }
    }

    /** Whether it applies, and pays: sizes alone decide. */
    static boolean fits(Convolution c) {
        return c.kernelHeight() == 3 && c.kernelWidth() == 3 && c.strideY() == 1 && c.strideX() == 1
                && c.dilationY() == 1 && c.dilationX() == 1 && c.groups() == 1 && c.paddingY() <= 2
                && c.paddingX() <= 2 && c.inChannels() >= CHANNELS && c.outChannels() >= CHANNELS
                && c.batch() * tiles(c) >= TILES
                && NUMBERS * tiles(c) * Math.max(c.inChannels(), c.outChannels()) <= ROOM;
    }

    private static long tiles(Convolution c) {
        return (long) Math.ceilDiv(c.outHeight(), SIDE) * Math.ceilDiv(c.outWidth(), SIDE);
    }

    /** For y = x ⋆ w. */
    static Winograd forward(Taps taps, Convolution c) {
        return new Winograd(taps, c.batch(), c.inChannels(), c.height(), c.width(), c.paddingY(),
                c.paddingX(),
                c.outChannels(), c.outHeight(), c.outWidth());
    }

    /** For ∂L/∂x from ∂L/∂y. */
    static Winograd backward(Taps taps, Convolution c) {
        return new Winograd(taps, c.batch(), c.outChannels(), c.outHeight(), c.outWidth(), 2 - c.paddingY(),
                2 - c.paddingX(), c.inChannels(), c.height(), c.width());
    }

    /** y = f(x ⋆ w + bias), of a plan forward. {@code bias} and {@code f} may be null. */
    void forward(Workers workers, float[] x, float[] w, float[] bias, UnaryFn f, float[] y) {
        run(workers, x, w, 9 * k, 9, false, bias, f, y);
    }

    /** ∂L/∂x from g = ∂L/∂y, of a plan backward. */
    void backward(Workers workers, float[] g, float[] w, float[] dx) {
        run(workers, g, w, 9, 9 * m, true, null, null, dx);
    }

    /** G g Gᵀ of each kernel, in panels of rows as {@link Taps#rows} takes them, the 36 numbers apart. */
    private float[] panels(float[] w, int rowStep, int kStep, boolean flipped) {
        int high = Convolver.padded(m);
        float[] panels = Scratch.mine().a(NUMBERS * high * k);
        float[] half = new float[18];
        for (int row = 0; row < high; row++) {
            int top = row / Taps.EIGHT * Taps.EIGHT;
            int panel = Convolver.padded(Math.min(Taps.EIGHT, m - top));
            for (int q = 0; q < k; q++) {
                int to = top * k + q * panel + row - top;
                if (row >= m) {
                    for (int n = 0; n < NUMBERS; n++) {
                        panels[n * high * k + to] = 0;
                    }
                    continue;
                }
                int from = row * rowStep + q * kStep;
                for (int i = 0; i < 6; i++) {
                    for (int j = 0; j < 3; j++) {
                        float sum = 0;
                        for (int t = 0; t < 3; t++) {
                            sum = Math.fma(G[i][t], w[from + (flipped ? 8 - 3 * t - j : 3 * t + j)], sum);
                        }
                        half[3 * i + j] = sum;
                    }
                }
                for (int n = 0; n < NUMBERS; n++) {
                    float[] g = G[n % 6];
                    int i = n / 6 * 3;
                    panels[n * high * k + to] = Math.fma(g[2], half[i + 2],
                            Math.fma(g[1], half[i + 1], g[0] * half[i]));
                }
            }
        }
        return panels;
    }

    private void run(Workers workers, float[] source, float[] w, int rowStep, int kStep, boolean flipped,
            float[] bias,
            UnaryFn f, float[] result) {
        float[] panels = panels(w, rowStep, kStep, flipped);
        workers.run(Math.ceilDiv(batch, each), piece -> {
            int from = piece * each;
            int to = Math.min(batch, from + each);
            images(from, to, source, panels, bias, result);
            if (f != null) {
                CpuBackend.finish(f, result, from * m * height * width, to * m * height * width);
            }
        });
    }

    private void images(int from, int to, float[] source, float[] panels, float[] bias, float[] result) {
        Scratch mine = Scratch.mine();
        int n = (to - from) * places;
        int canvasPlane = SIDE * (down + 1) * (across + 1);
        int spreadStep = k * ld + PAD;
        float[] painted = mine.panel(canvas.size(k));
        float[] apart = mine.third(SIDE * (quarter + Taps.SLACK));
        float[] spread = mine.second(NUMBERS * spreadStep + Taps.SLACK);
        float[] room = mine.transformed(NUMBERS * VECTOR);
        for (int image = from; image < to; image++) {
            canvas.paint(k, source, image * k * canvas.height() * canvas.width(), painted, 0);
            taps.unzip(quarter, painted, apart, quarter + Taps.SLACK);
            for (int c = 0; c < k; c++) {
                taps.spread(places, apart, c * canvasPlane, at, spread, c * ld + (image - from) * places,
                        spreadStep,
                        room);
            }
        }
        int high = Convolver.padded(m);
        int productStep = high * ld + PAD;
        float[] products = mine.tile(NUMBERS * productStep + Taps.SLACK);
        for (int number = 0; number < NUMBERS; number++) {
            for (int row = 0; row < m; row += Taps.EIGHT) {
                taps.rows(Convolver.padded(Math.min(Taps.EIGHT, m - row)), n, k, panels,
                        (number * high + row) * k,
                        rows, spread, number * spreadStep, products, number * productStep + row * ld, ld);
            }
        }
        int line = (places + VECTOR) * SIDE;
        float[] lines = mine.row(SIDE * line);
        for (int image = from; image < to; image++) {
            for (int o = 0; o < m; o++) {
                taps.gather(places, products, o * ld + (image - from) * places, productStep,
                        bias == null ? 0 : bias[o], lines, line, room);
                int at = (image * m + o) * height * width;
                for (int y = 0; y < height; y++) {
                    System.arraycopy(lines, y % SIDE * line + y / SIDE * canvas.columns(), result,
                            at + y * width,
                            width);
                }
            }
        }
    }
}
