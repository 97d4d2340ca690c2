package io.cajal.backend.cpu;

import java.util.Arrays;

/**
 * Where the planes of an image are laid out so that every tap of a kernel sees neighbours side by side: with
 * zeros around them and, for kernels that move by more than 1, apart by phases, of which each has the rows
 * and columns with one remainder.
 *
 * @param height of the image
 * @param width of the image
 * @param phases what each plane of the image becomes
 * @param rows of a phase
 * @param columns of a phase
 */
record Canvas(int height, int width, Phase[] phases, int rows, int columns) {
    /** Row i and column j of a phase are row {@code i·stepY − top} and column {@code j·stepX − left} of the image. */
    record Phase(int top, int left, int stepY, int stepX) {
        boolean isImage() {
            return top == 0 && left == 0 && stepY == 1 && stepX == 1;
        }
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
            for (int c = 0, to = at; c < channels; c++) {
                for (int p = 0; p < phases.length; p++, to += rows * columns) {
                    plane(phases[p], x, xo + c * height * width, out, to);
                }
            }
        }
        Arrays.fill(out, end, end + Taps.SLACK, 0);
    }

    private void plane(Phase phase, float[] x, int xo, float[] out, int to) {
        int first = within(phase.left, phase.stepX, columns);
        int end = Math.max(first, within(phase.left + width, phase.stepX, columns));
        Arrays.fill(out, to, to + rows * columns, 0); // at once: margins of each row in turn would take longer
        int top = within(phase.top, phase.stepY, rows);
        int bottom = Math.max(top, within(phase.top + height, phase.stepY, rows));
        for (int i = top; i < bottom; i++) {
            int from = xo + (i * phase.stepY - phase.top) * width + first * phase.stepX - phase.left;
            int at = to + i * columns + first;
            if (phase.stepX == 1) {
                System.arraycopy(x, from, out, at, end - first);
            } else {
                KernelChoice.TAPS.everyOther(end - first, phase.stepX, x, from, out, at);
            }
        }
    }

    /** The first index that a step brings to {@code place} or beyond, at most {@code most}. */
    private static int within(int place, int step, int most) {
        return Math.clamp(Math.ceilDiv(place, step), 0, most);
    }
}
