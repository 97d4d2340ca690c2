package io.cajal.backend.cpu;

import java.util.function.IntConsumer;

/** Loops whose turns are shared out: cut into pieces by size alone, never by the number of threads. */
final class Pieces {
    /** Elements of cheap work that make a piece worth handing to another thread. */
    static final int GRAIN = 1 << 14;

    private Pieces() {
    }

    /** Elements from … to−1. */
    @FunctionalInterface
    interface Part {
        void run(int from, int to);
    }

    /** Cuts 0 … n−1 into parts of {@code grain} and shares them out. */
    static void each(int n, int grain, Part part) {
        if (n <= grain) {
            part.run(0, n);
        } else {
            Scratch mine = Scratch.mine();
            Cut cut = mine.takeCut();
            cut.part = part;
            cut.n = n;
            cut.grain = grain;
            try {
                Workers.shared().run(Math.ceilDiv(n, grain), cut);
            } finally {
                cut.part = null;
                mine.back(cut);
            }
        }
    }

    /** 0 … n−1 in pieces: kept by the thread that shares them out, as it makes many a loop in a step. */
    static final class Cut implements IntConsumer {
        private Part part;
        private int n;
        private int grain;

        @Override
        public void accept(int piece) {
            part.run(piece * grain, Math.min(n, (piece + 1) * grain));
        }
    }

    /** Rows of {@code width} elements that make a piece of work. */
    static int rowGrain(int width) {
        return Math.max(1, GRAIN / Math.max(1, width));
    }
}
