package io.cajal.zoo.kit;

import io.cajal.data.Dataset;
import io.cajal.data.ImageFiles;
import io.cajal.data.Split;
import io.cajal.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * MNIST (LeCun, Bottou, Bengio and Haffner 1998): 28 × 28 grey images of digits, x [N × 1 × 28 × 28] in 0 …
 * 1.
 */
public final class Mnist {
    private static final int LEARNED = 55_000;

    private Mnist() {
    }

    /**
     * 55,000 to learn from, the last 5,000 training images to choose settings by, and the 10,000 test images.
     */
    public static Split split(DataStore store) {
        Dataset training = all(store);
        return store
                .seen(new Split(training.range(0, LEARNED), training.range(LEARNED, 60_000), tests(store)));
    }

    /**
     * All 60,000 images to learn from, once settings are chosen; the last 5,000 of them are still watched, to
     * see the training go on.
     */
    public static Split whole(DataStore store) {
        Dataset training = all(store);
        return store.seen(new Split(training, training.range(LEARNED, 60_000), tests(store)));
    }

    /** All 60,000 training images. */
    public static Dataset training(DataStore store) {
        return store.seen(all(store));
    }

    /** The 10,000 test images. */
    public static Dataset test(DataStore store) {
        return store.seen(tests(store));
    }

    private static Dataset all(DataStore store) {
        return load(store, DataSets.MNIST_TRAIN_IMAGES, DataSets.MNIST_TRAIN_LABELS);
    }

    private static Dataset tests(DataStore store) {
        return load(store, DataSets.MNIST_TEST_IMAGES, DataSets.MNIST_TEST_LABELS);
    }

    /** The first image of each digit that is there [≤ 10 × 1 × 28 × 28], in their order: a row to look at. */
    public static Tensor oneOfEach(Dataset digits) {
        Map<Integer, Integer> first = new TreeMap<>();
        float[] labels = digits.targets();
        for (int i = 0; i < labels.length; i++) {
            first.putIfAbsent((int) labels[i], i);
        }
        return digits.batch(first.values().stream().mapToInt(i -> i).toArray()).x();
    }

    private static Dataset load(DataStore store, DataFile images, DataFile labels) {
        try {
            return ImageFiles.idx(store.get(images), store.get(labels), 10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
