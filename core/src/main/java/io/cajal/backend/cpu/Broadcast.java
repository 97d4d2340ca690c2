package io.cajal.backend.cpu;

import static io.cajal.backend.cpu.Pieces.GRAIN;
import static io.cajal.backend.cpu.Pieces.each;
import static io.cajal.backend.cpu.Pieces.rowGrain;

import io.cajal.backend.BinaryFn;
import io.cajal.backend.Runs;
import io.cajal.backend.View;
import java.util.Arrays;

/**
 * A function of two operands, either of which may be stretched. It is asked for runs, long ones: what is stretched is
 * written out in the thread's scratch.
 */
final class Broadcast {
    /** Copies of an operand that is one number for a whole run: enough for loops by vectors. */
    private static final int ROW = Elementwise.SHORT;

    private Broadcast() {
    }

    /** y = f(a, b), elements of y laid out as the shape of both views. */
    static void forward(BinaryFn f, float[] a, View aView, float[] b, View bView, float[] y) {
        if (y.length == 0) {
            return;
        }
        Runs runs = Runs.of(aView, bView);
        if (runs.count() == 1) { // one long run, as for equal shapes
            runs.forEach((ao, as, bo, bs, at, n) -> each(n, GRAIN, (start, end) -> run(f, a,
                    ao + start * as, as, b, bo + start * bs, bs, y, start, end - start)));
        } else if (runs.runLength() >= ROW) {
            Runs.Body one = (ao, as, bo, bs, at, n) -> run(f, a, ao, as, b, bo, bs, y, at, n);
            each(runs.count(), rowGrain(runs.runLength()), (start, end) -> runs.forEach(start, end, one));
        } else {
            each(runs.count(), rowGrain(runs.runLength()), (start, end) -> joined(f, runs, start, end, a,
                    aView.isWhole(), b, bView.isWhole(), y));
        }
    }

    /** An operand with a step of 0, one number for the whole run, is written out in a row. */
    private static void run(BinaryFn f, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y,
            int yo, int n) {
        if (as == 1 && bs == 1) {
            f.forward(a, ao, b, bo, y, yo, n);
            return;
        }
        int width = Math.min(n, ROW);
        Scratch scratch = Scratch.mine();
        float[] left = as == 0 ? filled(scratch.row(width), width, a[ao]) : a;
        float[] right = bs == 0 ? filled(scratch.second(width), width, b[bo]) : b;
        for (int i = 0; i < n; i += width) {
            f.forward(left, as == 0 ? 0 : ao + i, right, bs == 0 ? 0 : bo + i, y, yo + i,
                    Math.min(width, n - i));
        }
    }

    /** Short runs, written out one behind the other until they are a long one; an operand that is whole is one already. */
    private static void joined(BinaryFn f, Runs runs, int start, int end, float[] a, boolean aWhole,
            float[] b, boolean bWhole, float[] y) {
        int width = Math.ceilDiv(ROW, runs.runLength()) * runs.runLength();
        Scratch scratch = Scratch.mine();
        float[] left = aWhole ? a : scratch.row(width);
        float[] right = bWhole ? b : scratch.second(width);
        int first = start * runs.runLength();
        int last = end * runs.runLength();
        runs.forEach(start, end, (ao, as, bo, bs, at, n) -> {
            int to = (at - first) % width;
            if (!aWhole) {
                copy(a, ao, as, left, to, n);
            }
            if (!bWhole) {
                copy(b, bo, bs, right, to, n);
            }
            if (to + n == width || at + n == last) {
                int from = at - to;
                f.forward(left, aWhole ? from : 0, right, bWhole ? from : 0, y, from, to + n);
            }
        });
    }

    private static void copy(float[] from, int at, int step, float[] to, int place, int n) {
        if (step == 0) {
            Arrays.fill(to, place, place + n, from[at]);
        } else {
            System.arraycopy(from, at, to, place, n);
        }
    }

    private static float[] filled(float[] row, int width, float value) {
        Arrays.fill(row, 0, width, value);
        return row;
    }
}
