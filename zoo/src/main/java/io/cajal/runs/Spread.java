package io.cajal.runs;

import io.cajal.backend.Arena;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;

/** The norm, the ends and a sample of the numbers of some tensors, which are read piece by piece: they may be large. */
final class Spread {
    private static final int PIECE = 1 << 18;
    private static final int SAMPLE = 1 << 16;

    private final Arena arena = Run.current().device().arena();
    private final int every;
    private final float[] sample;
    private int sampled;
    private long read;
    private double squares;
    private double least = Double.POSITIVE_INFINITY;
    private double largest = Double.NEGATIVE_INFINITY;

    /** Keeps a sample of {@code count} numbers, or none of 0. */
    Spread(int count) {
        every = Math.max(1, Math.ceilDiv(count, SAMPLE));
        sample = new float[Math.ceilDiv(count, every)];
    }

    void add(Tensor tensor) {
        int count = tensor.shape().elements();
        if (count <= PIECE) {
            add(tensor.toFloats());
            return;
        }
        Tensor flat = tensor.reshape(count);
        for (int from = 0; from < count; from += PIECE) {
            int start = from;
            arena.step(() -> add(flat.narrow(0, start, Math.min(PIECE, count - start)).toFloats()));
        }
    }

    private void add(float[] values) {
        double sum = 0;
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            sum += (double) value * value;
            low = value < low ? value : low; // passes NaN by
            high = value > high ? value : high;
        }
        squares += sum;
        least = Math.min(least, low);
        largest = Math.max(largest, high);
        for (int i = (int) (-read % every + every) % every; i < values.length
                && sampled < sample.length; i += every) {
            sample[sampled++] = values[i];
        }
        read += values.length;
    }

    double norm() {
        return Math.sqrt(squares);
    }

    /** Of the sample, between the ends of all. */
    Histogram histogram(int bins) {
        boolean isFinite = Double.isFinite(least) && Double.isFinite(largest);
        return Histogram.of(Arrays.copyOf(sample, sampled), isFinite ? least : 0, isFinite ? largest : 0,
                bins);
    }
}
