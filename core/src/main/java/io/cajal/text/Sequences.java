package io.cajal.text;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences of token numbers with a class each. A batch is as long as its longest, x [N × L]; shorter ones are filled up with
 * the padding at their ends.
 *
 * @param ids of each sequence, one token or more
 * @param labels the class numbers
 * @param classes their names
 * @param padding the number that fills up, such as {@link Vocabulary#padding()}
 */
public record Sequences(List<int[]> ids, float[] labels, List<String> classes,
        int padding) implements Dataset {
    /** Batches among whose sequences lengths are sorted: more pad less, fewer mix more. */
    private static final int POOL = 50;

    public Sequences {
        if (ids.size() != labels.length) {
            throw new CajalException("sequences: expected a label for each, got %,d sequences and %,d labels"
                    .formatted(ids.size(), labels.length));
        }
        for (int i = 0; i < labels.length; i++) {
            if (ids.get(i).length == 0) {
                throw new CajalException(
                        "sequences: number %,d is empty, expected 1 token or more".formatted(i));
            }
        }
        ids = List.copyOf(ids);
        classes = List.copyOf(classes);
    }

    @Override
    public int size() {
        return labels.length;
    }

    /** Tokens of a sequence, without padding. */
    public int length(int number) {
        return ids.get(number).length;
    }

    @Override
    public Batch batch(int... numbers) {
        int longest = Arrays.stream(numbers).map(this::length).max().orElse(0);
        float[] x = new float[Math.multiplyExact(numbers.length, longest)];
        float[] y = new float[numbers.length];
        Arrays.fill(x, padding);
        for (int i = 0; i < numbers.length; i++) {
            int[] row = ids.get(numbers[i]);
            for (int t = 0; t < row.length; t++) {
                x[i * longest + t] = row[t];
            }
            y[i] = labels[numbers[i]];
        }
        return new Batch(Tensor.of(Shape.of(numbers.length, longest), x),
                Tensor.of(Shape.of(numbers.length), y));
    }

    @Override
    public float[] targets() {
        return labels.clone();
    }

    /**
     * The same, learned from in batches of similar length, which pad little: every sequence once an epoch, batches in an
     * order of chance, one that is not full at the end.
     */
    public Dataset inBuckets() {
        Sequences all = this;
        return new Dataset() {
            @Override
            public int size() {
                return all.size();
            }

            @Override
            public Batch batch(int... numbers) {
                return all.batch(numbers);
            }

            @Override
            public int[] order(int batchSize, Rng epoch) {
                return all.buckets(batchSize, epoch).stream().flatMapToInt(Arrays::stream).toArray();
            }

            @Override
            public List<String> classes() {
                return all.classes();
            }

            @Override
            public float[] targets() {
                return all.targets();
            }
        };
    }

    /** The numbers of each batch of an epoch, which follow from its generator alone. */
    List<int[]> buckets(int batchSize, Rng epoch) {
        int[] order = epoch.permutation(size());
        int pool = (int) Math.min(order.length, (long) POOL * batchSize);
        List<int[]> full = new ArrayList<>();
        List<int[]> rest = new ArrayList<>();
        for (int from = 0; from < order.length; from += pool) {
            int[] sorted = Arrays.stream(order, from, Math.min(order.length, from + pool)).boxed()
                    .sorted((a, b) -> Integer.compare(length(a), length(b))).mapToInt(i -> i).toArray();
            for (int at = 0; at < sorted.length; at += Math.min(batchSize, pool)) {
                int[] batch = Arrays.copyOfRange(sorted, at, Math.min(sorted.length, at + batchSize));
                (batch.length == batchSize ? full : rest).add(batch);
            }
        }
        List<int[]> batches = new ArrayList<>();
        Arrays.stream(epoch.permutation(full.size())).forEach(i -> batches.add(full.get(i)));
        batches.addAll(rest);
        return batches;
    }
}
