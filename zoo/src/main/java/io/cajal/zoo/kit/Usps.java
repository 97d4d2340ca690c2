package io.cajal.zoo.kit;

import io.cajal.data.Dataset;
import io.cajal.data.ImageFiles;
import io.cajal.data.Split;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The digits of ZIP codes on envelopes (LeCun et al. 1989) in the split of Hastie, Tibshirani and Friedman: 16
 * × 16 grey images, x [N × 1 × 16 × 16] in −1 (paper) … 1 (ink).
 */
public final class Usps {
    private Usps() {
    }

    /**
     * All 7,291 images to learn from; the last 791 of them are still watched, to see the training go on. And
     * the 2,007 of the test.
     */
    public static Split whole(DataStore store) {
        Dataset training = load(store, DataSets.USPS_TRAIN);
        return store.seen(new Split(training, training.range(6_500, training.size()),
                load(store, DataSets.USPS_TEST)));
    }

    /** 7,291 images. */
    public static Dataset training(DataStore store) {
        return store.seen(load(store, DataSets.USPS_TRAIN));
    }

    /** 2,007 images, harder ones than those of the training. */
    public static Dataset test(DataStore store) {
        return store.seen(load(store, DataSets.USPS_TEST));
    }

    private static Dataset load(DataStore store, DataFile file) {
        try {
            return ImageFiles.text(store.get(file), 16, 16, 10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
