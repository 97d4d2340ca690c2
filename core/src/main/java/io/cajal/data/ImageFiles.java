package io.cajal.data;

import io.cajal.base.CajalException;
import io.cajal.io.Idx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Image sets in files. */
public final class ImageFiles {
    private ImageFiles() {
    }

    /** A pair of IDX files: x [N × 1 × height × width] in 0 … 1, y [N] in 0 … classes−1. */
    public static Dataset idx(Path images, Path labels, int classes) throws IOException {
        return idx(Idx.read(images), images.toString(), Idx.read(labels), labels.toString(), classes);
    }

    static Dataset idx(Idx images, String imageName, Idx labels, String labelName, int classes) {
        if (images.shape().length != 3) {
            throw new CajalException("%s: expected images [N × height × width], got %d axes %s"
                    .formatted(imageName, images.shape().length, Arrays.toString(images.shape())));
        }
        if (labels.shape().length != 1) {
            throw new CajalException("%s: expected labels [N], got %d axes %s"
                    .formatted(labelName, labels.shape().length, Arrays.toString(labels.shape())));
        }
        byte[] grey = images.unsignedBytes(imageName);
        byte[] digits = labels.unsignedBytes(labelName);
        int n = images.shape()[0];
        if (labels.shape()[0] != n) {
            throw new CajalException("%s has %d images, %s has %d labels"
                    .formatted(imageName, n, labelName, labels.shape()[0]));
        }
        for (int i = 0; i < n; i++) {
            int label = digits[i] & 0xff;
            if (label >= classes) {
                throw new CajalException("%s: label %d is %d, expected 0 … %d".formatted(labelName, i, label,
                        classes - 1));
            }
        }
        List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        return new GreyImages(grey, digits, images.shape()[1], images.shape()[2], names);
    }
}
