package io.cajal.nn;

import io.cajal.backend.View;
import io.cajal.base.Known;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Where the steps of padded sequences [N × T] stand when they are packed: step by step, of each those sequences that
 * are as long, the longest first.
 */
final class Packing {
    /** Of sequences of one length, as those of one training come again and again; long ones would be a burden. */
    private static final int LONG = 2048;
    private static final Packing[] FULL = new Packing[Known.PLACES];

    private final int batch;
    private final int steps;
    private final int[] lengths;
    /** The sequences by falling length; null where all have T steps and stay as they are. */
    private final int[] order;
    private final int[] counts;
    /** Rows before each step. */
    private final int[] starts;

    /** For x [N × T × …]; {@code lengths} null means T for each. */
    static Packing of(String who, Tensor x, int[] lengths) {
        int batch = x.size(0);
        int steps = x.size(1);
        if (lengths == null) {
            return full(batch, steps);
        }
        if (lengths.length != batch) {
            throw new ShapeException(
                    "%s: got %d lengths for the %d sequences of %s".formatted(who, lengths.length,
                            batch, x.shape()));
        }
        for (int n = 0; n < batch; n++) {
            if (lengths[n] < 1 || lengths[n] > steps) {
                throw new ShapeException(
                        "%s: sequence %d has the length %d, expected 1 … %d, as x is %s%s".formatted(
                                who, n, lengths[n], steps, x.shape(),
                                lengths[n] == 0 ? "; leave empty sequences out" : ""));
            }
        }
        boolean full = Arrays.stream(lengths).allMatch(length -> length == steps);
        return full ? full(batch, steps) : new Packing(steps, lengths.clone(), false);
    }

    private static Packing full(int batch, int steps) {
        int place = Known.place(batch, steps);
        Packing known = FULL[place];
        if (known == null || known.batch != batch || known.steps != steps) {
            known = new Packing(steps, filled(batch, steps), true);
            FULL[place] = batch + steps > LONG ? null : known;
        }
        return known;
    }

    private Packing(int steps, int[] lengths, boolean full) {
        this.batch = lengths.length;
        this.steps = steps;
        this.lengths = lengths;
        order = full ? null
                : IntStream.range(0, batch).boxed().sorted(Comparator.comparingInt(n -> -lengths[n]))
                        .mapToInt(n -> n).toArray();
        int longest = Arrays.stream(lengths).max().orElse(0);
        counts = new int[longest];
        starts = new int[longest + 1];
        for (int s = 0; s < longest; s++) {
            int step = s;
            counts[s] = full ? batch : (int) Arrays.stream(lengths).filter(length -> length > step).count();
            starts[s + 1] = starts[s] + counts[s];
        }
    }

    private static int[] filled(int size, int value) {
        int[] all = new int[size];
        Arrays.fill(all, value);
        return all;
    }

    int[] counts() {
        return counts;
    }

    int sequences() {
        return batch;
    }

    int rows() {
        return starts[counts.length];
    }

    /** Whether the packed rows of sequences of one length are the padded ones. */
    private boolean isSame() {
        return batch == 1 || steps == 1;
    }

    private int sequence(int place) {
        return order == null ? place : order[place];
    }

    /** x [N × T × F] to [rows × F]. */
    Tensor pack(Tensor x) {
        if (order == null) {
            return (isSame() ? x : x.transpose(0, 1)).reshape(batch * steps, x.size(2));
        }
        int[] from = new int[rows()];
        for (int s = 0; s < counts.length; s++) {
            for (int i = 0; i < counts[s]; i++) {
                from[starts[s] + i] = sequence(i) * steps + s;
            }
        }
        return x.reshape(batch * steps, x.size(2)).indexSelect(0, from);
    }

    /** Rows from {@code first} on to [N × T × F], with zeros after the end of each sequence. */
    Tensor unpack(Tensor y, int first) {
        int width = y.size(1);
        if (order == null) {
            return y.asStrided(new View(first * width, new int[] {width, batch * width, 1},
                    Shape.of(batch, steps, width)));
        }
        int[] from = new int[batch * steps];
        for (int s = 0; s < counts.length; s++) {
            for (int i = 0; i < counts[s]; i++) {
                from[sequence(i) * steps + s] = first + starts[s] + i;
            }
        }
        return y.indexSelect(0, from).reshape(batch, steps, width).maskedFill(padding(y), 0);
    }

    /** [N × T × 1]: 1 after the end of a sequence. */
    private Tensor padding(Tensor like) {
        float[] mask = new float[batch * steps];
        for (int n = 0; n < batch; n++) {
            Arrays.fill(mask, n * steps + lengths[n], (n + 1) * steps, 1);
        }
        return Tensor.wrap(Shape.of(batch, steps, 1), like.device(), like.device().of(mask));
    }

    /** Rows from {@code first} on with each sequence's steps the other way round. */
    Tensor reversed(Tensor y, int first) {
        int[] from = new int[rows()];
        for (int s = 0; s < counts.length; s++) {
            for (int i = 0; i < counts[s]; i++) {
                from[starts[s] + i] = first + starts[lengths[sequence(i)] - 1 - s] + i;
            }
        }
        return y.indexSelect(0, from);
    }

    /** The row of each sequence's last step, of rows from {@code first} on, as [N × F]. */
    Tensor last(Tensor y, int first) {
        if (order == null) {
            return y.narrow(0, first + rows() - batch, batch);
        }
        int[] from = new int[batch];
        for (int i = 0; i < batch; i++) {
            from[order[i]] = first + starts[lengths[order[i]] - 1] + i;
        }
        return y.indexSelect(0, from);
    }

    /** Rows of the sequences [N × F] in the order in which they are packed. */
    Tensor ordered(Tensor rows) {
        return order == null || rows == null ? rows : rows.indexSelect(0, order);
    }

    /** So many rows from {@code first} on, as packed, in their own order. */
    Tensor inOrder(Tensor y, int first) {
        Tensor rows = y.narrow(0, first, batch);
        if (order == null) {
            return rows;
        }
        int[] back = new int[batch];
        for (int i = 0; i < batch; i++) {
            back[order[i]] = i;
        }
        return rows.indexSelect(0, back);
    }
}
