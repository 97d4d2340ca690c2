package io.cajal.data;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.io.Csv;
import io.cajal.io.CsvStyle;
import io.cajal.io.Gzip;
import io.cajal.io.Idx;
import io.cajal.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Image sets in files. */
public final class ImageFiles {
    /** Numbers in a record of CIFAR-10: a label, then red, green and blue of 32 × 32 pixels. */
    private static final int CIFAR_RECORD = 1 + 3 * 32 * 32;
    private static final List<String> CIFAR_CLASSES = List.of("airplane", "automobile", "bird", "cat", "deer",
            "dog",
            "frog", "horse", "ship", "truck");

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
        return new ByteImages(grey, digits, 1, images.shape()[1], images.shape()[2], names);
    }

    /** CIFAR-10's binary files (Krizhevsky 2009), plain or gzipped: x [N × 3 × 32 × 32] in 0 … 1, y [N]. */
    public static Dataset cifar10(List<Path> files) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path file : files) {
            try (InputStream in = Gzip.unpacked(Files.newInputStream(file), file.toString())) {
                byte[] records = in.readAllBytes();
                if (records.length == 0 || records.length % CIFAR_RECORD != 0) {
                    throw new CajalException(
                            ("%s: %,d bytes are not a whole number of CIFAR-10 records of %,d (a label,"
                                    + " then 3 × 32 × 32 pixels)")
                                    .formatted(file, records.length, CIFAR_RECORD));
                }
                for (int i = 0; i < records.length; i += CIFAR_RECORD) {
                    if ((records[i] & 0xff) >= CIFAR_CLASSES.size()) {
                        throw new CajalException(
                                "%s: the label of image %d is %d, expected 0 … 9".formatted(file,
                                        i / CIFAR_RECORD, records[i] & 0xff));
                    }
                }
                all.write(records);
            }
        }
        byte[] records = all.toByteArray();
        byte[] labels = new byte[records.length / CIFAR_RECORD];
        byte[] pixels = new byte[labels.length * (CIFAR_RECORD - 1)];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = records[i * CIFAR_RECORD];
            System.arraycopy(records, i * CIFAR_RECORD + 1, pixels, i * (CIFAR_RECORD - 1), CIFAR_RECORD - 1);
        }
        return new ByteImages(pixels, labels, 3, 32, 32, CIFAR_CLASSES);
    }
}
