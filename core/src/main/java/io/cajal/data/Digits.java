package io.cajal.data;

import io.cajal.base.CajalException;
import io.cajal.io.Idx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The data set inside the library: 10,000 handwritten digits, 28 × 28, from MNIST's training set (LeCun,
 * Cortes and Burges), so that the first training needs no network. In the order of the file the classes take
 * turns; the first 8,000 are for training, the next 1,000 for validation, the last 1,000 for the test.
 */
public final class Digits {
    private static final String FOLDER = "/io/cajal/data/digits/";

    private Digits() {
    }

    /** All of them: x [10000 × 1 × 28 × 28] in 0 … 1, y [10000]. */
    public static Dataset load() {
        String images = "images-idx3-ubyte.gz";
        String labels = "labels-idx1-ubyte.gz";
        return ImageFiles.idx(read(images), images, read(labels), labels, 10);
    }

    /** 8,000, 1,000 and 1,000 by their place in the file. */
    public static Split split() {
        Dataset all = load();
        return new Split(all.range(0, 8000), all.range(8000, 9000), all.range(9000, 10_000));
    }

    private static Idx read(String name) {
        try (InputStream in = Digits.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new CajalException(
                        "the embedded digits are missing from this build of Cajal: " + FOLDER + name);
            }
            return Idx.read(in, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
