package io.cajal.zoo.kit;

import io.cajal.data.Dataset;
import io.cajal.data.ImageFiles;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The digits of ZIP codes on envelopes (LeCun et al. 1989) in the split of Hastie, Tibshirani and Friedman: 16
 * × 16 grey images, x [N × 1 × 16 × 16] in −1 (paper) … 1 (ink).
 */
public final class Usps {
    private Usps() {
    }

    /** 7,291 images. */
    public static Dataset training(DataStore store) {
        return load(store, DataSets.USPS_TRAIN);
    }

    /** 2,007 images, harder ones than those of the training. */
    public static Dataset test(DataStore store) {
        return load(store, DataSets.USPS_TEST);
    }

    private static Dataset load(DataStore store, DataFile file) {
        try {
            return store.seen(ImageFiles.text(store.get(file), 16, 16, 10));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
