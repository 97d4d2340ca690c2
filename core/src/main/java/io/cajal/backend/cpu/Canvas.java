package io.cajal.backend.cpu;

import java.util.Arrays;

/**
 * Where the planes of an image are laid out so that every tap of a kernel sees neighbours side by side: with
 * zeros around them and, for kernels that move by more than 1, apart by phases, of which each has the rows
 * and columns with one remainder.
 */
final class Canvas {
    private final int height;
    private final int width;
    private final Phase[] phases;
    private final int rows;
    private final int columns;
    /** The columns of each phase that show the image, and all its rows. */
    private final Span[] across;
    private final Span[] down;

    /** Row i and column j of a phase are row {@code i·stepY − top} and column {@code j·stepX − left} of the image. */
    record Phase(int top, int left, int stepY, int stepX) {
        boolean isImage() {
            return top == 0 && left == 0 && stepY == 1 && stepX == 1;
        }
    }

    /** Places from … to−1. */
    private record Span(int from, int to) {
        /** Those of {@code most} that show something of that size, which begins at {@code margin}. */
        static Span of(int margin, int size, int step, int most) {
            int from = Math.clamp(Math.ceilDiv(margin, step), 0, most);
            return new Span(from, Math.clamp(Math.ceilDiv(margin + size, step), from, most));
        }

        boolean has(int place) {
            return from <= place && place < to;
        }
    }

    /** For images [height × width]; each plane becomes so many phases [rows × columns]. */
    Canvas(int height, int width, Phase[] phases, int rows, int columns) {
        this.height = height;
        this.width = width;
        this.phases = phases;
        this.rows = rows;
        this.columns = columns;
        across = Arrays.stream(phases).map(p -> Span.of(p.left, width, p.stepX, columns))
                .toArray(Span[]::new);
        down = Arrays.stream(phases).map(p -> Span.of(p.top, height, p.stepY, rows)).toArray(Span[]::new);
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    int columns() {
        return columns;
    }

    /** Numbers that the planes of an image take, with what lies behind the last. */
    int size(int channels) {
        return channels * phases.length * rows * columns + Taps.SLACK;
    }

    /** The planes that begin at {@code x[xo]}, to {@code out[at]}; behind them are zeros. */
    void paint(int channels, float[] x, int xo, float[] out, int at) {
        boolean same = phases.length == 1 && phases[0].isImage() && rows == height && columns == width;
        int end = at + size(channels) - Taps.SLACK;
        if (same) {
            System.arraycopy(x, xo, out, at, end - at);
        } else {
            int size = phases.length * rows * columns;
            for (int c = 0; c < channels; c++) {
                Arrays.fill(out, at + c * size, at + (c + 1) * size, 0); // margins of each row in turn would take longer
                plane(x, xo + c * height * width, out, at + c * size);
            }
        }
        Arrays.fill(out, end, end + Taps.SLACK, 0);
    }

    /** Row by row of all phases, which is about the order of the image's: neighbours in memory are read together. */
    private void plane(float[] x, int xo, float[] out, int at) {
        for (int i = 0; i < rows; i++) {
            for (int p = 0; p < phases.length; p++) {
                if (down[p].has(i)) {
                    row(phases[p], across[p], i, x, xo, out, at + (p * rows + i) * columns);
                }
            }
        }
    }

    private void row(Phase phase, Span span, int i, float[] x, int xo, float[] out, int at) {
        int from = xo + (i * phase.stepY - phase.top) * width + span.from * phase.stepX - phase.left;
        int n = span.to - span.from;
        if (phase.stepX == 1) {
            System.arraycopy(x, from, out, at + span.from, n);
        } else {
            KernelChoice.TAPS.everyOther(n, phase.stepX, x, from, out, at + span.from);
        }
    }
}
