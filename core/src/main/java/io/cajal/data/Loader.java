package io.cajal.data;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Cuts a data set into batches. The order of epoch e follows from the generator's key and e alone, so that a
 * training that is resumed in the middle sees the same batches as one that never stopped.
 *
 * @param shuffle the generator of the order, or null for the order of the data
 * @param dropLast whether a last batch that is not full is left out
 */
public record Loader(Dataset data, int batchSize, Rng shuffle, boolean dropLast) {
    public Loader {
        if (batchSize < 1) {
            throw new CajalException("loader: the batch size must be 1 or more, got " + batchSize);
        }
        if (data.size() == 0) {
            throw new CajalException("loader: the data set is empty");
        }
    }

    /** Batches in the order of the data. */
    public static Loader inOrder(Dataset data, int batchSize) {
        return new Loader(data, batchSize, null, false);
    }

    /** Batches in a new random order each epoch. */
    public static Loader shuffled(Dataset data, int batchSize, Rng rng) {
        return new Loader(data, batchSize, rng, false);
    }

    /** Batches in one epoch. */
    public int batches() {
        return dropLast ? Math.max(1, data.size() / batchSize) : Math.ceilDiv(data.size(), batchSize);
    }

    /** The example numbers of an epoch in their order. */
    public int[] order(int epoch) {
        return shuffle == null ? IntStream.range(0, data.size()).toArray()
                : data.order(batchSize, shuffle.split(epoch));
    }

    /** Batch number {@code index}, from 0, of an epoch with that order. */
    public Batch batch(int[] order, int index) {
        int from = index * batchSize;
        return data.batch(Arrays.copyOfRange(order, from, Math.min(order.length, from + batchSize)));
    }
}
