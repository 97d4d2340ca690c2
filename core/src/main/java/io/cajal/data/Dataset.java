package io.cajal.data;

import io.cajal.base.Rng;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Examples by number. */
public interface Dataset {
    int size();

    /** The examples of these numbers, in this order. */
    Batch batch(int... numbers);

    /** The examples of an epoch in the order of its batches, drawn from the epoch's own generator. */
    default int[] order(int batchSize, Rng epoch) {
        return epoch.permutation(size());
    }

    /** The names of the classes when the targets are class numbers, else empty. */
    default List<String> classes() {
        return List.of();
    }

    /** All targets, in order: the class numbers, or values row by row. */
    default float[] targets() {
        List<float[]> parts = new ArrayList<>();
        forEachBatch(batch -> parts.add(batch.y().toFloats()));
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** All examples in their order, some at a time: for sets that are large as tensors. */
    default void forEachBatch(Consumer<Batch> action) {
        int some = 1000;
        for (int from = 0; from < size(); from += some) {
            action.accept(batch(IntStream.range(from, Math.min(size(), from + some)).toArray()));
        }
    }

    /** All examples at once. */
    default Batch all() {
        return batch(IntStream.range(0, size()).toArray());
    }

    /** Some of the examples as a set of their own. */
    default Dataset subset(int... numbers) {
        Dataset whole = this;
        int[] members = numbers.clone();
        return new Dataset() {
            @Override
            public int size() {
                return members.length;
            }

            @Override
            public Batch batch(int... asked) {
                return whole.batch(Arrays.stream(asked).map(i -> members[i]).toArray());
            }

            @Override
            public List<String> classes() {
                return whole.classes();
            }
        };
    }

    /** These examples and then the others. */
    default Dataset and(Dataset others) {
        Dataset first = this;
        return new Dataset() {
            @Override
            public int size() {
                return first.size() + others.size();
            }

            @Override
            public Batch batch(int... asked) {
                int[] mine = Arrays.stream(asked).filter(i -> i < first.size()).toArray();
                if (mine.length == asked.length) {
                    return first.batch(asked);
                }
                int[] theirs = Arrays.stream(asked).filter(i -> i >= first.size()).map(i -> i - first.size())
                        .toArray();
                if (mine.length == 0) {
                    return others.batch(theirs);
                }
                int[] place = new int[asked.length];
                int before = 0;
                int after = mine.length;
                for (int i = 0; i < asked.length; i++) {
                    place[i] = asked[i] < first.size() ? before++ : after++;
                }
                Batch a = first.batch(mine);
                Batch b = others.batch(theirs);
                return new Batch(Tensor.cat(0, a.x(), b.x()).indexSelect(0, place),
                        Tensor.cat(0, a.y(), b.y()).indexSelect(0, place));
            }

            @Override
            public List<String> classes() {
                return first.classes();
            }
        };
    }

    /** The first examples, all of them where there are fewer than so many. */
    default Dataset first(int count) {
        return range(0, Math.min(count, size()));
    }

    /** Examples {@code from … to−1}. */
    default Dataset range(int from, int to) {
        return subset(IntStream.range(from, to).toArray());
    }
}
