package io.cajal.backend.cpu;

import io.cajal.backend.Convolution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One pass of {@link Taps} over a {@link Canvas}. It makes the pixels (top + i·stepY, left + j·stepX) of the
 * result; the k-th product of each takes the number {@code at[k]} behind its own place on the canvas, and the
 * weight {@code weight[k]} behind the first of its row.
 */
record Sweep(int[] at, int[] weight, int rows, int columns, int top, int left, int stepY, int stepX) {

    /** A direction of a convolution made ready: the canvas of what is given, and the passes that are needed. */
    record Plan(Canvas canvas, Sweep... sweeps) {
    }

    /** y from x: row p·stride + i·dilation of the padded image is in phase (i·dilation) mod stride. */
    static Plan forward(Convolution c) {
        int rows = c.outHeight() + (c.kernelHeight() - 1) * c.dilationY() / c.strideY();
        int columns = c.outWidth() + (c.kernelWidth() - 1) * c.dilationX() / c.strideX();
        int[] phaseOf = new int[c.strideY() * c.strideX()];
        List<Canvas.Phase> phases = new ArrayList<>();
        for (int tap = 0; tap < c.taps(); tap++) {
            int a = tap / c.kernelWidth() * c.dilationY() % c.strideY();
            int b = tap % c.kernelWidth() * c.dilationX() % c.strideX();
            if (phaseOf[a * c.strideX() + b] == 0) {
                phases.add(new Canvas.Phase(c.paddingY() - a, c.paddingX() - b, c.strideY(), c.strideX()));
                phaseOf[a * c.strideX() + b] = phases.size();
            }
        }
        int[] at = new int[c.groupChannels() * c.taps()];
        int[] weight = new int[at.length];
        for (int k = 0; k < at.length; k++) {
            int tap = k % c.taps();
            int down = tap / c.kernelWidth() * c.dilationY();
            int across = tap % c.kernelWidth() * c.dilationX();
            int phase = phaseOf[down % c.strideY() * c.strideX() + across % c.strideX()] - 1;
            int plane = k / c.taps() * phases.size() + phase;
            at[k] = (plane * rows + down / c.strideY()) * columns + across / c.strideX();
            weight[k] = k;
        }
        Canvas canvas = new Canvas(c.height(), c.width(), phases.toArray(Canvas.Phase[]::new), rows, columns);
        return new Plan(canvas, new Sweep(at, weight, c.outHeight(), c.outWidth(), 0, 0, 1, 1));
    }

    /**
     * ∂L/∂x from ∂L/∂y. Row h of x went into row (h + padding − i·dilation) / stride of y through tap i, where
     * that is whole: which taps, and how far off, is the same for all rows with one remainder.
     */
    static Plan backward(Convolution c) {
        Reach down = Reach.of(c.height(), c.outHeight(), c.kernelHeight(), c.strideY(), c.paddingY(),
                c.dilationY());
        Reach across = Reach.of(c.width(), c.outWidth(), c.kernelWidth(), c.strideX(), c.paddingX(),
                c.dilationX());
        Canvas.Phase[] phases = {new Canvas.Phase(down.margin, across.margin, 1, 1)};
        Canvas canvas = new Canvas(c.outHeight(), c.outWidth(), phases, down.size, across.size);
        List<Sweep> sweeps = new ArrayList<>();
        for (int a = 0; a < Math.min(c.strideY(), c.height()); a++) {
            for (int b = 0; b < Math.min(c.strideX(), c.width()); b++) {
                sweeps.add(backward(c, down, a, across, b));
            }
        }
        return new Plan(canvas, sweeps.toArray(Sweep[]::new));
    }

    private static Sweep backward(Convolution c, Reach down, int a, Reach across, int b) {
        int[] at = new int[c.groupOutputs() * c.taps()];
        int[] weight = new int[at.length];
        int count = 0;
        for (int o = 0; o < c.groupOutputs(); o++) {
            for (int tap = 0; tap < c.taps(); tap++) {
                int i = tap / c.kernelWidth();
                int j = tap % c.kernelWidth();
                if (down.reaches(a, i) && across.reaches(b, j)) {
                    at[count] = (o * down.size + down.offset(a, i)) * across.size + across.offset(b, j);
                    weight[count++] = o * c.groupChannels() * c.taps() + tap;
                }
            }
        }
        return new Sweep(Arrays.copyOf(at, count), Arrays.copyOf(weight, count),
                Math.ceilDiv(c.height() - a, c.strideY()), Math.ceilDiv(c.width() - b, c.strideX()), a, b,
                c.strideY(), c.strideX());
    }

    /** Along one axis: how many zeros stand before ∂L/∂y on the canvas, and how long the canvas is. */
    private record Reach(int margin, int size, int stride, int padding, int dilation) {
        static Reach of(int in, int out, int kernel, int stride, int padding, int dilation) {
            Reach bare = new Reach(0, 0, stride, padding, dilation);
            int least = 0;
            int most = out;
            for (int a = 0; a < Math.min(stride, in); a++) {
                for (int tap = 0; tap < kernel; tap++) {
                    if (bare.reaches(a, tap)) {
                        least = Math.min(least, bare.offset(a, tap));
                        most = Math.max(most, Math.ceilDiv(in - a, stride) + bare.offset(a, tap));
                    }
                }
            }
            return new Reach(-least, most - least, stride, padding, dilation);
        }

        boolean reaches(int phase, int tap) {
            return (phase + padding - tap * dilation) % stride == 0;
        }

        int offset(int phase, int tap) {
            return (phase + padding - tap * dilation) / stride + margin;
        }
    }
}
