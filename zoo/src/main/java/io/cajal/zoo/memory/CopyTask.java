package io.cajal.zoo.memory;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.tensor.Tensor;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Sequences of random bits that are to be said again (Graves, Wayne and Danihelka 2014, section 4.1): L vectors, then a
 * mark on a channel of its own for L+1 steps, in the last L of which the vectors are asked for: x [N × 2L+1 × bits+1], y
 * [N × L × bits]. The paper has the mark for one step; a controller without a state must then find out from what it reads
 * whether it is still to hear or already to speak, and may not.
 *
 * <p>Examples come in groups of equal length. Each is made from its number alone; every epoch asks for other numbers, so
 * that no sequence is seen twice but by chance.
 *
 * @param size examples of an epoch, whole groups
 * @param group examples of equal length: the size of a batch
 * @param shortest the least length
 * @param longest the greatest length
 */
record CopyTask(int size, int group, int bits, int shortest, int longest, Rng rng) implements Dataset {
    /** Where an epoch may begin, in groups. */
    private static final int EPOCHS = 1 << 20;

    int length(int example) {
        return shortest + rng.split("length").split(example / group).below(longest - shortest + 1);
    }

    @Override
    public Batch batch(int... numbers) {
        int length = length(numbers[0]);
        int steps = 2 * length + 1;
        float[] x = new float[numbers.length * steps * (bits + 1)];
        float[] y = new float[numbers.length * length * bits];
        for (int i = 0; i < numbers.length; i++) {
            Rng own = rng.split(numbers[i]);
            for (int t = 0; t < length; t++) {
                for (int b = 0; b < bits; b++) {
                    float bit = own.below(2);
                    x[(i * steps + t) * (bits + 1) + b] = bit;
                    y[(i * length + t) * bits + b] = bit;
                }
            }
            for (int t = length; t < steps; t++) {
                x[(i * steps + t) * (bits + 1) + bits] = 1;
            }
        }
        return new Batch(Tensor.of(Shape.of(numbers.length, steps, bits + 1), x),
                Tensor.of(Shape.of(numbers.length, length, bits), y));
    }

    @Override
    public int[] order(int batchSize, Rng epoch) {
        int first = epoch.below(EPOCHS) * group;
        return IntStream.range(first, first + size).toArray();
    }

    @Override
    public void forEachBatch(Consumer<Batch> action) {
        for (int from = 0; from < size; from += group) {
            action.accept(batch(IntStream.range(from, from + group).toArray()));
        }
    }
}
