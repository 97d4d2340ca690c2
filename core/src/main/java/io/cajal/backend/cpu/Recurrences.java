package io.cajal.backend.cpu;

import io.cajal.backend.Product;
import io.cajal.backend.Recurrence;
import io.cajal.backend.Recurrence.Cell;
import java.util.Arrays;

/**
 * Recurrent layers on {@code float[]}. Sequences do not meet, so each piece of work takes a few of them through all
 * steps, and no thread waits for another between two steps. The weights are packed once ({@link Panels}); a step is
 * their product with the states of the piece's sequences and one sweep over each row's gates, both in kept scratch.
 *
 * <p>Where there are few sequences the product is a {@link Gemm} instead, which shares out the units and reads the
 * weights as they are.
 */
final class Recurrences {
    /** Sequences in a piece: two tiles of six rows and one of four. */
    private static final int PIECE = 16;
    /** Pieces that a small batch makes, for as many threads. */
    private static final int PIECES = 4;
    /** Sequences for which tiles would be nearly empty, and rows that do not pay for packing. */
    private static final int FEW = 3;
    private static final int SHORT = 16;

    private final Tiles tiles;
    private final Gates gates;
    private final Kernels kernels;
    private final Gemm gemm;
    private final Workers workers;

    /** With {@code workers} null, those of the process. */
    Recurrences(Tiles tiles, Gates gates, Kernels kernels, Workers workers) {
        this.tiles = tiles;
        this.gates = gates;
        this.kernels = kernels;
        this.gemm = new Gemm(tiles, workers);
        this.workers = workers;
    }

    private static final class Best {
        private static final Recurrences RECURRENCES = new Recurrences(KernelChoice.TILES, KernelChoice.GATES,
                KernelChoice.BEST, null);
    }

    /** On the fastest kernels and the process's workers. */
    static Recurrences best() {
        return Best.RECURRENCES;
    }

    /** Into states, and into gates and cells unless they are null; see {@link Recurrence.Forward}. */
    void forward(Recurrence r, float[] x, float[] w, float[] bias, float[] h0, float[] c0, float[] states,
            float[] kept, float[] cells) {
        System.arraycopy(h0, 0, states, 0, h0.length);
        if (cells != null) {
            System.arraycopy(c0, 0, cells, 0, c0.length);
        }
        Weights weights = new Weights(r, w, r.hidden(), r.gates(), true);
        each(r, new Ahead(r, x, weights, bias, states, kept, cells));
    }

    /** Into input, hidden (the same but for a GRU), state and cell; see {@link Recurrence.Backward}. */
    void backward(Recurrence r, float[] g, float[] states, float[] kept, float[] cells, float[] w,
            float[] input,
            float[] hidden, float[] state, float[] cell) {
        Weights weights = new Weights(r, w, r.gates(), r.hidden(), false);
        each(r, new Back(r, g, states, kept, cells, weights, input, hidden, state, cell));
    }

    /** A piece's sequences. */
    @FunctionalInterface
    private interface Part {
        void run(int from, int to);
    }

    private static boolean isThin(Recurrence r) {
        return r.sequences() <= FEW || r.rows() <= SHORT;
    }

    private void each(Recurrence r, Part part) {
        int sequences = r.sequences();
        if (isThin(r)) {
            part.run(0, sequences);
            return;
        }
        int piece = Math.min(PIECE, Math.ceilDiv(sequences, PIECES * Tiles.SHORT) * Tiles.SHORT);
        Workers pool = workers == null ? Workers.shared() : workers;
        pool.run(Math.ceilDiv(sequences, piece),
                i -> part.run(i * piece, Math.min(sequences, (i + 1) * piece)));
    }

    /** W, or its transpose, as a right factor [k × n]. */
    private final class Weights {
        private final float[] w;
        private final int k;
        private final int n;
        private final boolean turned;
        private final Panels panels;

        Weights(Recurrence r, float[] w, int k, int n, boolean turned) {
            this.w = w;
            this.k = k;
            this.n = n;
            this.turned = turned;
            this.panels = isThin(r) ? null : Panels.of(tiles, w, k, n, turned);
        }

        /** From a row of a product to the next. */
        int stride() {
            return panels == null ? n : panels.stride();
        }

        /** Room for the product of so many rows. */
        float[] room(int rows) {
            return Scratch.mine().shares((rows + Panels.OVERHANG) * stride());
        }

        /** So many rows of a, times these, to the beginning of {@code to}. */
        void multiply(int rows, float[] a, int ao, float[] to) {
            if (panels != null) {
                panels.multiply(rows, a, ao, to);
                return;
            }
            float[] few = Scratch.mine().rows(rows * k);
            System.arraycopy(a, ao, few, 0, rows * k);
            gemm.multiply(Product.of(rows, n, k, false, turned), few, w, null, to);
        }
    }

    private final class Ahead implements Part {
        private final Recurrence r;
        private final int hidden;
        private final float[] x;
        private final Weights weights;
        private final float[] bias;
        private final float[] states;
        private final float[] kept;
        private final float[] cells;

        Ahead(Recurrence r, float[] x, Weights weights, float[] bias, float[] states, float[] kept,
                float[] cells) {
            this.r = r;
            this.hidden = r.hidden();
            this.x = x;
            this.weights = weights;
            this.bias = bias;
            this.states = states;
            this.kept = kept;
            this.cells = cells;
        }

        /** Sequences from … to−1, step by step. */
        @Override
        public void run(int from, int to) {
            int[] counts = r.counts();
            int sequences = r.sequences();
            int lasts = sequences + r.rows();
            float[] u = weights.room(to - from);
            int before = 0;
            int now = 0;
            for (int s = 0; s < counts.length && counts[s] > from; s++) {
                int end = Math.min(to, counts[s]);
                weights.multiply(end - from, states, (before + from) * hidden, u);
                for (int n = from; n < end; n++) {
                    row(now + n, before + n, sequences + now + n, u, (n - from) * weights.stride());
                }
                before = sequences + now;
                now += counts[s];
                int left = s + 1 < counts.length ? Math.max(from, counts[s + 1]) : from;
                for (int n = left; n < end && cells != null; n++) {
                    System.arraycopy(cells, (before + n) * hidden, states, (lasts + n) * hidden, hidden);
                }
            }
        }

        private void row(int row, int before, int after, float[] u, int uo) {
            if (bias != null) {
                kernels.axpy(1, bias, 0, u, uo, r.gates());
            }
            int xo = row * r.gates();
            int at = 4 * row * hidden;
            int old = before * hidden;
            int to = after * hidden;
            switch (r.cell()) {
                case TANH -> gates.tanh(x, xo, u, uo, states, to, hidden);
                case RELU -> gates.relu(x, xo, u, uo, states, to, hidden);
                case LSTM -> {
                    gates.sigmoid(x, xo, u, uo, kept, at, 2 * hidden);
                    gates.tanh(x, xo + 2 * hidden, u, uo + 2 * hidden, kept, at + 2 * hidden, hidden);
                    gates.sigmoid(x, xo + 3 * hidden, u, uo + 3 * hidden, kept, at + 3 * hidden, hidden);
                    gates.cell(kept, at, cells, old, cells, to, hidden);
                    gates.output(kept, at, cells, to, states, to, hidden);
                }
                case GRU -> {
                    gates.sigmoid(x, xo, u, uo, kept, at, 2 * hidden);
                    gates.candidate(x, xo + 2 * hidden, kept, at, u, uo + 2 * hidden, kept, at + 2 * hidden,
                            hidden);
                    System.arraycopy(u, uo + 2 * hidden, kept, at + 3 * hidden, hidden);
                    gates.mix(kept, at, states, old, states, to, hidden);
                }
            }
        }
    }

    private final class Back implements Part {
        private final Recurrence r;
        private final int hidden;
        private final float[] g;
        private final float[] states;
        private final float[] kept;
        private final float[] cells;
        private final Weights weights;
        private final float[] ofX;
        private final float[] ofU;
        private final float[] ofState;
        private final float[] ofCell;

        Back(Recurrence r, float[] g, float[] states, float[] kept, float[] cells, Weights weights,
                float[] ofX,
                float[] ofU, float[] ofState, float[] ofCell) {
            this.r = r;
            this.hidden = r.hidden();
            this.g = g;
            this.states = states;
            this.kept = kept;
            this.cells = cells;
            this.weights = weights;
            this.ofX = ofX;
            this.ofU = ofU;
            this.ofState = ofState;
            this.ofCell = ofCell;
        }

        /** Sequences from … to−1, step by step from the last. */
        @Override
        public void run(int from, int to) {
            int[] counts = r.counts();
            int sequences = r.sequences();
            int stride = weights.stride();
            float[] u = weights.room(to - from);
            float[] t = Scratch.mine().row(hidden);
            float[] carried = Scratch.mine().carried((to - from) * hidden);
            int now = r.rows();
            int alive = from;
            for (int s = counts.length - 1; s >= 0; s--) {
                now -= counts[s];
                int end = Math.min(to, counts[s]);
                for (; alive < end; alive++) {
                    begin(alive, u, (alive - from) * stride, carried, (alive - from) * hidden);
                }
                int before = s == 0 ? 0 : sequences + now - counts[s - 1];
                for (int n = from; n < end; n++) {
                    row(now + n, before + n, sequences + now + n, u, (n - from) * stride, t, carried,
                            (n - from) * hidden);
                }
                if (end > from) {
                    weights.multiply(end - from, ofU, (now + from) * r.gates(), u);
                }
                for (int n = from; n < end && r.cell() == Cell.GRU; n++) {
                    kernels.axpy(1, carried, (n - from) * hidden, u, (n - from) * stride, hidden);
                }
            }
            for (int n = from; n < to; n++) {
                System.arraycopy(g, n * hidden, ofState, n * hidden, hidden);
                kernels.axpy(1, u, (n - from) * stride, ofState, n * hidden, hidden);
            }
            if (ofCell != null) {
                System.arraycopy(carried, 0, ofCell, from * hidden, (to - from) * hidden);
            }
        }

        /** At a sequence's last step: nothing comes from the next one. */
        private void begin(int sequence, float[] u, int uo, float[] carried, int at) {
            Arrays.fill(u, uo, uo + hidden, 0);
            if (cells != null) {
                System.arraycopy(g, (r.sequences() + r.rows() + sequence) * hidden, carried, at, hidden);
            }
        }

        private void row(int row, int before, int after, float[] u, int uo, float[] t, float[] carried,
                int co) {
            int at = 4 * row * hidden;
            int to = row * r.gates();
            int old = before * hidden;
            int go = after * hidden;
            switch (r.cell()) {
                case TANH -> gates.tanhBack(g, go, u, uo, states, go, ofX, to, hidden);
                case RELU -> gates.reluBack(g, go, u, uo, states, go, ofX, to, hidden);
                case LSTM -> {
                    kernels.tanh(cells, go, t, 0, hidden);
                    gates.lstmBack(g, go, u, uo, kept, at, t, cells, old, carried, co, ofX, to, hidden);
                }
                case GRU ->
                    gates.gruBack(g, go, u, uo, kept, at, states, old, carried, co, ofX, ofU, to, hidden);
            }
        }
    }
}
