package io.cajal.backend.cpu;

import io.cajal.backend.Convolution;
import io.cajal.backend.UnaryFn;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Convolutions. Images are copied one by one onto a {@link Canvas} in the cache, and the {@link Taps} read
 * their patches from there: no matrix of patches is ever written. An element of the result, or of the input's
 * gradient, is one chain of fused multiply-adds in the order of (channel, tap). An element of the weights'
 * gradient is the sum, in order, of chains over {@value #NEAR} places of an image; then the pieces of the batch
 * are added in order. The sizes alone decide this, and which convolutions {@link Winograd} makes.
 */
final class Convolver {
    /** Multiply-adds of a piece of work. */
    private static final long PIECE = 1 << 19;
    /** Images, or groups of channels, that keep the threads busy without cutting one apart. */
    private static final int MANY = 16;
    /** Numbers of a panel's tiles, which stay in the innermost cache. */
    private static final int BAND = 1 << 13;
    /** Sums of weight gradients that are made side by side, and the numbers they may take. */
    private static final int SUMS = 16;
    private static final int SUM_ROOM = 1 << 22;
    /** Places of ∂L/∂y that are summed up at a time: 16 KB. */
    private static final int NEAR = 256;
    /** Plans that are kept. */
    private static final int PLANS = 256;

    private final Tiles tiles;
    private final Taps taps;
    private final Workers workers;
    private final Map<Convolution, Sweep.Plan> forwards = new ConcurrentHashMap<>();
    private final Map<Convolution, Sweep.Plan> backwards = new ConcurrentHashMap<>();
    private final Map<Convolution, Winograd> winogradForwards = new ConcurrentHashMap<>();
    private final Map<Convolution, Winograd> winogradBackwards = new ConcurrentHashMap<>();
    private final Function<Convolution, Winograd> winogradForward;
    private final Function<Convolution, Winograd> winogradBackward;

    /** With {@code workers} null, those of the process. */
    Convolver(Tiles tiles, Taps taps, Workers workers) {
        this.tiles = tiles;
        this.taps = taps;
        this.workers = workers;
        winogradForward = c -> Winograd.forward(taps, c);
        winogradBackward = c -> Winograd.backward(taps, c);
    }

    private static final class Best {
        private static final Convolver CONVOLVER = new Convolver(KernelChoice.TILES, KernelChoice.TAPS, null);
    }

    /** On the fastest kernels and the process's workers. */
    static Convolver best() {
        return Best.CONVOLVER;
    }

    private Workers workers() {
        return workers == null ? Workers.shared() : workers;
    }

    /** What was made ready for this geometry before, or is made now. */
    static <T> T plan(Map<Convolution, T> plans, Convolution c, Function<Convolution, T> maker) {
        T plan = plans.get(c);
        if (plan == null) {
            plan = maker.apply(c);
            if (plans.size() >= PLANS) {
                plans.clear();
            }
            plans.put(c, plan);
        }
        return plan;
    }

    /** y = f(x ⋆ w + bias). {@code bias} and {@code f} may be null. */
    void forward(Convolution c, float[] x, float[] w, float[] bias, UnaryFn f, float[] y) {
        if (Winograd.fits(c)) {
            plan(winogradForwards, c, winogradForward).forward(workers(), x, w, bias, f, y);
            return;
        }
        int k = c.groupChannels() * c.taps();
        Sweep.Plan plan = plan(forwards, c, Sweep::forward);
        new Images(plan, c.batch(), c.groups(), c.groupChannels(), x, c.groupOutputs(), w, k, bias, f,
                c.outHeight(), c.outWidth(), y).run();
    }

    /** ∂L/∂x from g = ∂L/∂y. */
    void backwardData(Convolution c, float[] g, float[] w, float[] dx) {
        if (Winograd.fits(c)) {
            plan(winogradBackwards, c, winogradBackward).backward(workers(), g, w, dx);
            return;
        }
        Sweep.Plan plan = plan(backwards, c, Sweep::backward);
        new Images(plan, c.batch(), c.groups(), c.groupOutputs(), g, c.groupChannels(), w, c.taps(), null,
                null, c.height(), c.width(), dx).run();
    }

    /** Rows that m rows take: eights, and at the end perhaps four or six. */
    static int padded(int m) {
        int rest = m % Taps.EIGHT;
        return m - rest
                + (rest == 0 ? 0 : rest <= Taps.FOUR ? Taps.FOUR : rest <= Taps.SIX ? Taps.SIX : Taps.EIGHT);
    }

    /** All images of a batch through the sweeps of a plan, in either direction. */
    private final class Images implements IntConsumer {
        private final Canvas canvas;
        private final Sweep[] sweeps;
        private final int groups;
        private final int channels;
        private final float[] source;
        /** Channels of the result in a group. */
        private final int m;
        private final float[] bias;
        private final UnaryFn f;
        private final int height;
        private final int width;
        private final float[] result;
        private final float[] panels;
        /** Numbers of a group's panels. */
        private final int panelsOfGroup;
        /** Images and groups, in all and in a piece of work. */
        private final int count;
        private final int each;
        /** Rows of the result in a piece of work, and the pieces that an image's rows make. */
        private final int some;
        private final int parts;

        Images(Sweep.Plan plan, int batch, int groups, int channels, float[] source, int m, float[] w,
                int rowStep, float[] bias, UnaryFn f, int height, int width, float[] result) {
            this.canvas = plan.canvas();
            this.sweeps = plan.sweeps();
            this.groups = groups;
            this.channels = channels;
            this.source = source;
            this.m = m;
            this.bias = bias;
            this.f = f;
            this.height = height;
            this.width = width;
            this.result = result;
            int k = 0;
            for (Sweep sweep : sweeps) {
                k += sweep.at().length;
            }
            panelsOfGroup = padded(m) * k;
            panels = Scratch.mine().a(groups * panelsOfGroup);
            pack(w, rowStep);
            count = batch * groups;
            each = (int) Math.max(1, Math.min(count, PIECE / Math.max(1, work())));
            int most = (int) Math.min(Math.ceilDiv(MANY, Math.max(1, count)),
                    Math.max(1, work() / PIECE));
            some = Math.ceilDiv(Math.ceilDiv(m, most), Taps.EIGHT) * Taps.EIGHT;
            parts = Math.ceilDiv(m, some);
        }

        /** Multiply-adds of an image's group. */
        private long work() {
            long work = 0;
            for (Sweep sweep : sweeps) {
                work += (long) m * sweep.at().length * sweep.rows() * sweep.columns();
            }
            return work;
        }

        /** The weights of all sweeps in panels of eight rows, the last perhaps of six or four: column after column. */
        private void pack(float[] w, int rowStep) {
            int to = 0;
            for (int group = 0; group < groups; group++) {
                int from = group * (w.length / groups);
                for (Sweep sweep : sweeps) {
                    for (int i = 0; i < m; i += Taps.EIGHT) {
                        int rows = Math.min(Taps.EIGHT, m - i);
                        int high = padded(rows);
                        for (int at : sweep.weight()) {
                            for (int r = 0; r < rows; r++) {
                                panels[to + r] = w[from + (i + r) * rowStep + at];
                            }
                            Arrays.fill(panels, to + rows, to + high, 0);
                            to += high;
                        }
                    }
                }
            }
        }

        void run() {
            workers().run(Math.ceilDiv(count, each) * parts, this);
        }

        @Override
        public void accept(int piece) {
            int first = piece / parts * each;
            int from = piece % parts * some;
            for (int i = first; i < Math.min(count, first + each); i++) {
                image(i, from, Math.min(m, from + some));
            }
        }

        /** Rows from … to−1 of the result's image and group number i. */
        private void image(int i, int from, int to) {
            Scratch mine = Scratch.mine();
            float[] painted = mine.panel(canvas.size(channels));
            canvas.paint(channels, source, i * channels * canvas.height() * canvas.width(), painted, 0);
            int group = i % groups;
            int at = group * panelsOfGroup;
            for (Sweep sweep : sweeps) {
                int band = Math.max(1, BAND / canvas.columns());
                for (int top = 0; top < sweep.rows(); top += band) {
                    int rows = Math.min(band, sweep.rows() - top);
                    for (int row = from; row < to; row += Taps.EIGHT) {
                        tiles(sweep, painted, group, at, i * m, row, top, rows, mine);
                    }
                }
                at += padded(m) * sweep.at().length;
            }
            if (f != null) {
                int plane = height * width;
                CpuBackend.finish(f, result, (i * m + from) * plane, (i * m + to) * plane);
            }
        }

        /** Up to eight rows of the result, and so many rows of their pixels. */
        private void tiles(Sweep sweep, float[] painted, int group, int at, int plane, int row, int top,
                int rows, Scratch mine) {
            int kc = sweep.at().length;
            int high = padded(Math.min(Taps.EIGHT, m - row));
            int positions = (rows - 1) * canvas.columns() + sweep.columns();
            int ld = positions + Taps.SLACK;
            float[] tile = mine.tile(Taps.EIGHT * ld);
            taps.rows(high, positions, kc, panels, at + row * kc, sweep.at(), painted, top * canvas.columns(),
                    tile,
                    0, ld);
            for (int r = 0; r < Math.min(high, m - row); r++) {
                int to = (plane + row + r) * height * width;
                if (sweep.stepX() == 1) {
                    rows(sweep, tile, r * ld, top, rows, group * m + row + r, to);
                } else {
                    steps(sweep, tile, r * ld, top, rows, to);
                }
            }
        }

        private void rows(Sweep sweep, float[] tile, int from, int top, int rows, int channel, int to) {
            for (int i = 0; i < rows; i++, from += canvas.columns()) {
                int line = to + (sweep.top() + (top + i) * sweep.stepY()) * width;
                if (bias == null) {
                    System.arraycopy(tile, from, result, line, sweep.columns());
                } else {
                    float b = bias[channel];
                    for (int j = 0; j < sweep.columns(); j++) {
                        result[line + j] = tile[from + j] + b;
                    }
                }
            }
        }

        /** Only of gradients, which have no bias. */
        private void steps(Sweep sweep, float[] tile, int from, int top, int rows, int to) {
            for (int i = 0; i < rows; i++, from += canvas.columns()) {
                int line = to + (sweep.top() + (top + i) * sweep.stepY()) * width + sweep.left();
                for (int j = 0; j < sweep.columns(); j++) {
                    result[line + j * sweep.stepX()] = tile[from + j];
                }
            }
        }
    }

    /** ∂L/∂w from x and g = ∂L/∂y. */
    void backwardWeights(Convolution c, float[] x, float[] g, float[] dw) {
        new Weights(plan(forwards, c, Sweep::forward), c, x, g).run(dw);
    }

    /**
     * The gradient of the weights: with ∂L/∂y turned so that the channels of a position stand side by side, the
     * sum over positions of (what a tap sees) × (a vector of channels). Channels go in strips, taps in blocks
     * of twelve.
     */
    private final class Weights implements IntConsumer {
        private final Convolution c;
        private final Canvas canvas;
        private final Sweep sweep;
        private final float[] x;
        private final float[] g;
        /** Blocks of twelve taps in a strip. */
        private final int blocks;
        /** All sums: by group, strip, tap and channel. */
        private final int size;
        /** Places on the canvas from the first to the last position. */
        private final int places;
        /** Pieces of the batch, each with sums of its own, and parts of the blocks. */
        private final int pieces;
        private final int parts;
        private final float[] sums;

        Weights(Sweep.Plan plan, Convolution c, float[] x, float[] g) {
            this.c = c;
            this.canvas = plan.canvas();
            this.sweep = plan.sweeps()[0];
            this.x = x;
            this.g = g;
            blocks = Math.ceilDiv(sweep.at().length, Taps.TWELVE);
            size = c.groups() * blocks * Taps.TWELVE * (c.groupOutputs() + taps.strip());
            places = (c.outHeight() - 1) * canvas.columns() + c.outWidth();
            pieces = Math.max(1, Math.min(Math.min(SUMS, c.batch()), SUM_ROOM / Math.max(1, numbers())));
            parts = pieces >= SUMS / 2 ? 1 : Math.min(Math.ceilDiv(SUMS, pieces), blocks);
            sums = Scratch.mine().b(pieces * size);
        }

        /** What the number of pieces, and so the result, depends on: the same for all vectors. */
        private int numbers() {
            return c.groups() * Math.ceilDiv(sweep.at().length, Taps.SIX) * Taps.SIX
                    * (c.groupOutputs() + 16);
        }

        void run(float[] dw) {
            workers().run(pieces * parts, this);
            int some = Math.ceilDiv(Pieces.GRAIN, pieces);
            workers().run(Math.ceilDiv(size, some), i -> addUp(i * some, Math.min(size, (i + 1) * some)));
            unpack(dw);
        }

        /** The pieces' sums of numbers from … to−1, in the order of the pieces. */
        private void addUp(int from, int to) {
            for (int piece = 1; piece < pieces; piece++) {
                Kernels.best().axpy(1, sums, piece * size + from, sums, from, to - from);
            }
        }

        @Override
        public void accept(int number) {
            int piece = number / parts;
            int part = number % parts;
            int from = (int) ((long) c.batch() * piece / pieces);
            int to = (int) ((long) c.batch() * (piece + 1) / pieces);
            add(from, to, blocks * part / parts, blocks * (part + 1) / parts, piece * size);
        }

        /** Of the strip from channel o on. */
        private int width(int o) {
            int half = taps.strip() / 2;
            return c.groupOutputs() - o <= half ? half : taps.strip();
        }

        /** Where the sums of a strip begin. */
        private int strip(int group, int o) {
            return blocks * Taps.TWELVE * (group * (c.groupOutputs() + taps.strip()) + o);
        }

        /** Images first … last−1, blocks from … to−1 of each strip. */
        private void add(int first, int last, int from, int to, int at) {
            for (int group = 0; group < c.groups(); group++) {
                for (int o = 0; o < c.groupOutputs(); o += taps.strip()) {
                    int block = Taps.TWELVE * width(o);
                    int strip = at + strip(group, o);
                    Arrays.fill(sums, strip + from * block, strip + to * block, 0);
                }
            }
            Scratch mine = Scratch.mine();
            float[] painted = mine.panel(canvas.size(c.groupChannels()));
            float[] turned = mine.tile((places + 1) * taps.strip());
            for (int image = first; image < last; image++) {
                for (int group = 0; group < c.groups(); group++) {
                    int plane = image * c.inChannels() + group * c.groupChannels();
                    canvas.paint(c.groupChannels(), x, plane * c.height() * c.width(), painted, 0);
                    for (int o = 0; o < c.groupOutputs(); o += taps.strip()) {
                        turn(image * c.outChannels() + group * c.groupOutputs() + o, o, turned);
                        add(painted, turned, width(o), from, to, at + strip(group, o));
                    }
                }
            }
        }

        /** An image's strip, some places at a time, which stay in the innermost cache. */
        private void add(float[] painted, float[] turned, int width, int from, int to, int at) {
            int k = sweep.at().length;
            for (int place = 0; place < places; place += NEAR) {
                int n = Math.min(NEAR, places - place);
                for (int b = from; b < to; b++) {
                    taps.outer(Math.min(Taps.TWELVE, k - b * Taps.TWELVE), n, painted, place, sweep.at(),
                            b * Taps.TWELVE,
                            turned, place * width, width, sums, at + b * Taps.TWELVE * width);
                }
            }
        }

        /** A strip of ∂L/∂y, [channel × row × column], to [place × channel], 0 where no position is. */
        private void turn(int plane, int o, float[] turned) {
            int width = width(o);
            int channels = Math.min(width, c.groupOutputs() - o);
            int outputs = c.outHeight() * c.outWidth();
            int gap = canvas.columns() - c.outWidth();
            int runs = gap == 0 ? 1 : c.outHeight();
            int run = outputs / runs;
            for (int i = 0; i < runs; i++) {
                int to = i * canvas.columns() * width;
                tiles.copyColumns(run, channels, g, plane * outputs + i * run, outputs, turned, to, width);
                if (i < runs - 1) {
                    Arrays.fill(turned, to + run * width, to + (run + gap) * width, 0);
                }
            }
        }

        /** From [tap × channel] to [channel × tap]. */
        private void unpack(float[] dw) {
            int k = sweep.at().length;
            for (int group = 0; group < c.groups(); group++) {
                for (int o = 0; o < c.groupOutputs(); o += taps.strip()) {
                    int width = width(o);
                    tiles.copyColumns(Math.min(width, c.groupOutputs() - o), k, sums, strip(group, o), width,
                            dw,
                            (group * c.groupOutputs() + o) * k, k);
                }
            }
        }
    }
}
