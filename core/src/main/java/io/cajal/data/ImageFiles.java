package io.cajal.data;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.io.Csv;
import io.cajal.io.CsvStyle;
import io.cajal.io.Idx;
import io.cajal.tensor.Tensor;
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

    /**
     * Text with an image a line: its label, then its pixels row by row, parted by spaces. x [N × 1 × height ×
     * width] as in the file, y [N] in 0 … classes−1.
     */
    public static Dataset text(Path path, int height, int width, int classes) throws IOException {
        Csv table = Csv.read(path, CsvStyle.FOUND.separator(' ').header(false));
        int size = height * width;
        if (table.header().size() != size + 1) {
            throw new CajalException("%s: expected lines with a label and %d × %d pixels, got %d numbers"
                    .formatted(path, height, width, table.header().size()));
        }
        double[][] numbers = table.numbers(List.of());
        double[] pixels = new double[numbers.length * size];
        double[] labels = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            labels[i] = numbers[i][0];
            if (!(labels[i] >= 0 && labels[i] < classes && labels[i] == Math.rint(labels[i]))) {
                throw new CajalException("%s, line %d: the label is %s, expected 0 … %d".formatted(path,
                        table.lines().get(i), numbers[i][0], classes - 1));
            }
            System.arraycopy(numbers[i], 1, pixels, i * size, size);
        }
        List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        return new TensorDataset(Tensor.of(Shape.of(numbers.length, 1, height, width), pixels),
                Tensor.of(Shape.of(numbers.length), labels), names);
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
