package io.cajal.zoo.kit;

import io.cajal.data.Dataset;
import io.cajal.data.ImageFiles;
import io.cajal.data.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * CIFAR-10 (Krizhevsky 2009): 32 × 32 colour images of ten things, x [N × 3 × 32 × 32] in 0 … 1. Where the data
 * folder has the whole set, unpacked from {@code cifar-10-binary.tar.gz} into {@code cifar10}, that is taken; else
 * its first 4,000 training and 1,000 test images.
 */
public final class Cifar10 {
    private Cifar10() {
    }

    /** An eighth of the training images is kept to choose settings by. */
    public static Split split(DataStore store) {
        try {
            Dataset training;
            Dataset test;
            Path whole = whole(store);
            if (whole != null) {
                training = ImageFiles.cifar10(IntStream.rangeClosed(1, 5)
                        .mapToObj(i -> whole.resolve("data_batch_" + i + ".bin")).toList());
                test = ImageFiles.cifar10(List.of(whole.resolve("test_batch.bin")));
            } else {
                training = ImageFiles.cifar10(List.of(store.get(DataSets.CIFAR10_TRAIN_PART)));
                test = ImageFiles.cifar10(List.of(store.get(DataSets.CIFAR10_TEST_PART)));
            }
            int kept = training.size() * 7 / 8;
            return store
                    .seen(new Split(training.range(0, kept), training.range(kept, training.size()), test));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path whole(DataStore store) {
        for (Path folder : store.folders()) {
            if (Files.exists(folder.resolve("cifar10/test_batch.bin"))) {
                return folder.resolve("cifar10");
            }
        }
        return null;
    }
}
