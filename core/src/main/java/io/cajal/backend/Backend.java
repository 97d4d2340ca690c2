package io.cajal.backend;

import io.cajal.base.DType;

/**
 * The one seam to a device. Everything that tensors do comes down to these primitives on opaque, contiguous,
 * row-major {@link Data}. No primitive changes its operands, except {@link #update} and {@link #assign},
 * which belong to parameters. Shapes are checked before a primitive is called.
 *
 * <p>Two devices exist from the start, so that the seam is real: {@code backend.ref}, scalar loops in double,
 * the oracle for every kernel; and {@code backend.cpu}, float, vectorised and threaded. A new device passes
 * {@code BackendContract}.
 */
public interface Backend {
    String name();

    DType dtype();

    // Memory

    /** Numbers from the host, rounded to the device's precision. */
    Data of(float... values);

    /** Numbers from the host, rounded to the device's precision. */
    Data of(double... values);

    Data full(int size, double value);

    float[] toFloats(Data x);

    double[] toDoubles(Data x);

    /** With memory of its own, which no {@link Arena} takes back. */
    Data copyOf(Data x);

    /** For steps that use the same memory again and again. */
    default Arena arena() {
        return Arena.NONE;
    }

    /** Overwrites {@code target} with {@code source}, of equal size. */
    void assign(Data target, Data source);

    // Element by element

    Data unary(UnaryFn f, Data x);

    /**
     * g · f′(x), the backward pass of {@link #unary} in one sweep; x or y is null where f does not need it.
     */
    Data unaryBackward(UnaryFn f, Data g, Data x, Data y);

    /**
     * f(a, b) over {@code size} elements laid out as {@code a.shape()} (equal to b's); either operand may be
     * stretched.
     */
    Data binary(BinaryFn f, Data a, View aView, Data b, View bView);

    /** Where {@code condition} is not 0 the element of a, else that of b; all of one size. */
    Data where(Data condition, Data a, Data b);

    /** One optimizer step in place: {@code v[0]} parameter, {@code v[1]} gradient, then the state. */
    void update(UpdateFn f, Data... v);

    /** Whether no element is NaN or infinite. */
    boolean isFinite(Data x);

    /** Whether all are whole numbers in 0 … limit−1. */
    boolean arePositions(Data x, int limit);

    // Along an axis: [outer, size, inner]

    /** [outer, inner]. Sums go in an order that depends on the sizes alone. */
    Data reduce(Reduction how, Data x, Axis axis);

    /**
     * The position of the first maximum (or minimum) as a number, [outer, inner]; NaN counts as the extreme.
     */
    Data argReduce(Reduction how, Data x, Axis axis);

    /** Running sums, from the end when {@code reverse}. */
    Data cumsum(Data x, Axis axis, boolean reverse);

    /** Positions that sort the axis, stable; NaN counts as largest. */
    Data argsort(Data x, Axis axis, boolean descending);

    /**
     * exp(x) / Σ exp(x) along the axis, shifted by the maximum so that it cannot overflow; or its logarithm.
     */
    Data softmax(Data x, Axis axis, boolean log);

    /** The backward pass of {@link #softmax} without the logarithm, from its result y: y · (g − Σ g·y). */
    Data softmaxBackward(Data g, Data y, Axis axis);

    /** For rows of {@code width} logits and a position for each: ln Σ exp(row) − row[position]. */
    Data labelLoss(Data logits, Data positions, int width);

    /** Its backward pass: g · (softmax(row) − 1 at the position). */
    Data labelLossBackward(Data g, Data logits, Data positions, int width);

    /** Each number along the axis made from a few old ones: [outer, matrix.rows, inner]. */
    Data resample(Data x, Axis axis, Resampling matrix);

    // By channel: the middle of [outer, channels, inner]

    /** [2 × channels]: the mean of each channel, then the mean squared distance from it. */
    Data moments(Data x, Axis channels);

    /** [2 × channels]: Σ g of each channel, then Σ g (x − mean), the means being the first half of moments. */
    Data channelSums(Data g, Data x, Data moments, Axis channels);

    /**
     * a·x + d·z + b, each of a, d and b with a number for each channel; z and d may both be null, and so may b.
     */
    Data channelAffine(Data x, Data a, Data z, Data d, Data b, Axis channels);

    // Moves

    /** The elements a view sees, made contiguous. */
    Data copy(Data x, View view);

    /**
     * The adjoint of {@link #copy}: a block of {@code size} zeros to which the elements of x are added where
     * the view puts them.
     */
    Data spread(Data x, View view, int size);

    /** Blocks {@code [outer, widths[p]]} side by side: [outer, Σ widths]. */
    Data concat(Data[] parts, int[] widths, int outer);

    /** Rows {@code rows[i]} of x seen as [*, width]: [rows.length, width]. */
    Data take(Data x, int[] rows, int width);

    /**
     * The adjoint of {@link #take}: row i of x is added to row {@code rows[i]} of a [count, width] block of
     * zeros, in order of i.
     */
    Data takeBackward(Data x, int[] rows, int width, int count);

    // Products

    /**
     * A batch of matrix products; {@code bias} (n numbers, or null) is added to every row of every product,
     * and the sums go through {@code f}, unless that is null.
     */
    Data matmul(Data a, Data b, Data bias, UnaryFn f, Product product);

    // Recurrence

    /**
     * A state's way through sequences: x has the input's share of the gates, a row for each step of each sequence, w is
     * W, {@code bias} is b or null, h0 and c0 are where each sequence starts (c0 null without cells).
     */
    Recurrence.Forward recur(Recurrence r, Data x, Data w, Data bias, Data h0, Data c0);

    /** Its backward pass: g, of the size of the states, to what {@link #recur} was given, but for w and the bias. */
    Recurrence.Backward recurBackward(Recurrence r, Data g, Recurrence.Forward kept, Data w);

    // Rows

    /**
     * Loops of somebody's own over rows: from blocks of so many rows to blocks of so many rows of these widths. Null where
     * the device has no float arrays at hand: what the loops compute must then come from other primitives.
     */
    default Data[] rows(RowFn f, int rows, int[] widths, Data... in) {
        return null;
    }

    // Convolutions

    /** y from x and w; {@code bias} (a number for each channel of y, or null) is added, and f applied unless null. */
    Data convolve(Data x, Data w, Data bias, UnaryFn f, Convolution c);

    /** The adjoint of {@link #convolve} in x: from g, of y's size, and w to a block of x's size. */
    Data convolveBackwardData(Data g, Data w, Convolution c);

    /** The adjoint of {@link #convolve} in w: from x and g, of y's size, to a block of w's size. */
    Data convolveBackwardWeights(Data x, Data g, Convolution c);

    /**
     * For each window of c (its weights, channels and groups play no part: outChannels is inChannels) the
     * place in its plane of the largest number, the first of equals, NaN above all; windows reach over the
     * edge, where there is nothing.
     */
    Data maxPool(Data x, Convolution c);

    /** The numbers of each of so many planes of x at the places of that plane. */
    Data takePlaces(Data x, Data places, int planes);

    /** Images read at the places of a grid, which may lie between pixels. */
    Data sample(Data x, Data grid, Sampling s);

    /** The adjoint of {@link #sample} in x: g, of its result's size, is shared out among the pixels. */
    Data sampleBackward(Data g, Data grid, Sampling s);

    /** The adjoint of {@link #takePlaces}: to a block of {@code size} zeros, g is added at its places. */
    Data putPlaces(Data g, Data places, int planes, int size);
}
