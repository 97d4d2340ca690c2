package io.cajal.data;

import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Images on disk with a folder for each class: {@code root/cat/1.png}, {@code root/dog/7.jpg}. Whatever ImageIO
 * reads will do: PNG, JPEG, BMP, GIF. Classes and files are taken in the order of their names, so that the same
 * folder gives the same data set everywhere; files that start with a dot, and what Windows and macOS leave in folders
 * ({@code Thumbs.db}, {@code desktop.ini}, {@code __MACOSX}), are passed over. What is transparent is white.
 */
public final class ImageFolder {
    private static final int MOST_CLASSES = 256;
    /** What systems put into folders and archives. */
    private static final Set<String> NOT_OURS = Set.of("Thumbs.db", "desktop.ini", "__MACOSX");
    /** Images that tell whether all are grey. */
    private static final int SAMPLE = 20;

    private final Path root;
    private final int channels;
    private final List<String> classes = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final ByteArrayOutputStream labels = new ByteArrayOutputStream();

    private ImageFolder(Path root, int channels) throws IOException {
        if (channels != 1 && channels != 3) {
            throw new CajalException(
                    "image folder: images have 1 channel (grey) or 3 (red, green, blue), not "
                            + channels);
        }
        this.root = root;
        this.channels = channels;
        if (!Files.isDirectory(root)) {
            throw new CajalException(
                    root + " is no folder: expected one with a folder of images for each class");
        }
        List<Path> folders = list(root).stream().filter(Files::isDirectory).toList();
        if (folders.isEmpty() || folders.size() > MOST_CLASSES) {
            throw new CajalException(
                    "%s has %d folders: expected one for each class, at most %d".formatted(root,
                            folders.size(), MOST_CLASSES));
        }
        for (Path folder : folders) {
            for (Path file : list(folder)) {
                if (Files.isDirectory(file)) {
                    throw new CajalException(
                            "%s is a folder, expected an image: if %s holds the classes, name it instead of %s"
                                    .formatted(file, folder, root));
                }
                files.add(file);
                labels.write(classes.size());
            }
            classes.add(folder.getFileName().toString());
        }
        if (files.isEmpty()) {
            throw new CajalException("the class folders of %s have no images".formatted(root));
        }
    }

    /** Images that all have one size: x [N × channels × height × width] in 0 … 1. */
    public static Dataset read(Path root, int channels) throws IOException {
        ImageFolder folder = new ImageFolder(root, channels);
        BufferedImage first = decode(folder.files.getFirst());
        return folder.read(first.getHeight(), first.getWidth(), false);
    }

    /** Images brought to that size, each filling it. */
    public static Dataset read(Path root, int channels, int height, int width) throws IOException {
        checkSize(height, width);
        return new ImageFolder(root, channels).read(height, width, true);
    }

    /**
     * The same, but each image is read and decoded whenever it is asked for: for more images than memory holds.
     * Train with {@code Trainer.prefetch}, so that the next batch is decoded while one is learned from.
     */
    public static Dataset open(Path root, int channels, int height, int width) throws IOException {
        checkSize(height, width);
        return new ImageFolder(root, channels).new OnDisk(height, width);
    }

    /** A single picture as it is read from a folder: [1 × channels × height × width] in 0 … 1. */
    public static Tensor picture(Path file, int channels, int height, int width) throws IOException {
        checkSize(height, width);
        byte[] pixels = pixels(decode(file), channels, height, width);
        return new ByteImages(pixels, new byte[1], channels, height, width, List.of("any")).all().x();
    }

    /**
     * What a folder has, from a look at some of its images.
     *
     * @param images in all class folders
     * @param channels 1 if those that were looked at are grey, else 3
     * @param height of the first
     * @param width of the first
     */
    public record Look(int images, int channels, int height, int width) {
    }

    /** What is there, before all is read. */
    public static Look look(Path root) throws IOException {
        ImageFolder folder = new ImageFolder(root, 3);
        BufferedImage first = decode(folder.files.getFirst());
        boolean grey = true;
        int step = Math.ceilDiv(folder.files.size(), SAMPLE);
        for (int i = 0; i < folder.files.size() && grey; i += step) {
            grey = isGrey(decode(folder.files.get(i)));
        }
        return new Look(folder.files.size(), grey ? 1 : 3, first.getHeight(), first.getWidth());
    }

    private static boolean isGrey(BufferedImage image) {
        for (int colour : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0,
                image.getWidth())) {
            int red = colour >> 16 & 0xff;
            if (red != (colour >> 8 & 0xff) || red != (colour & 0xff)) {
                return false;
            }
        }
        return true;
    }

    private static void checkSize(int height, int width) {
        if (height < 1 || width < 1) {
            throw new CajalException(
                    "image folder: the size must be at least 1 × 1, got %d × %d".formatted(height,
                            width));
        }
    }

    private Dataset read(int height, int width, boolean anySize) throws IOException {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        for (Path file : files) {
            BufferedImage image = decode(file);
            if (!anySize && (image.getHeight() != height || image.getWidth() != width)) {
                throw new CajalException(
                        ("%s is %d × %d, but %s is %d × %d: images must have one size, or be read with"
                                + " the size to bring them to").formatted(file, image.getHeight(),
                                        image.getWidth(), files.getFirst(), height, width));
            }
            pixels.writeBytes(pixels(image, channels, height, width));
        }
        return new ByteImages(pixels.toByteArray(), labels.toByteArray(), channels, height, width, classes);
    }

    /** Images that stay on the disk. */
    private final class OnDisk implements Dataset {
        private final int height;
        private final int width;
        private final byte[] classOf = labels.toByteArray();

        OnDisk(int height, int width) {
            this.height = height;
            this.width = width;
        }

        @Override
        public int size() {
            return files.size();
        }

        @Override
        public List<String> classes() {
            return List.copyOf(classes);
        }

        @Override
        public float[] targets() {
            float[] all = new float[classOf.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = classOf[i] & 0xff;
            }
            return all;
        }

        @Override
        public Batch batch(int... numbers) {
            ByteArrayOutputStream pixels = new ByteArrayOutputStream();
            byte[] some = new byte[numbers.length];
            for (int i = 0; i < some.length; i++) {
                some[i] = classOf[numbers[i]];
                try {
                    pixels.writeBytes(pixels(decode(files.get(numbers[i])), channels, height, width));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return new ByteImages(pixels.toByteArray(), some, channels, height, width, classes).all();
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> isOurs(entry.getFileName().toString())).sorted().toList();
        }
    }

    private static boolean isOurs(String name) {
        return !name.startsWith(".") && !NOT_OURS.contains(name);
    }

    private static BufferedImage decode(Path file) throws IOException {
        BufferedImage image;
        try {
            image = ImageIO.read(file.toFile());
        } catch (IOException | RuntimeException e) { // decoders throw both on damaged files
            throw new CajalException("%s cannot be read as an image: %s".formatted(file, e.getMessage()), e);
        }
        if (image == null) {
            throw new CajalException("%s is no image of a known kind: expected %s".formatted(file,
                    "PNG, JPEG, BMP or GIF"));
        }
        return onWhite(image);
    }

    /**
     * The colours as they are stored. Java's scaling takes grey for linear light and would brighten it, so every image
     * is drawn as red, green and blue before anything else.
     */
    private static BufferedImage onWhite(BufferedImage image) {
        BufferedImage plain = new BufferedImage(image.getWidth(), image.getHeight(),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = plain.createGraphics();
        g.drawImage(image, 0, 0, Color.WHITE, null);
        g.dispose();
        return plain;
    }

    /** Channel by channel, in rows, at that size; what is made much smaller is averaged, so that nothing falls through. */
    private static byte[] pixels(BufferedImage image, int channels, int height, int width) {
        boolean smaller = image.getWidth() > 2 * width || image.getHeight() > 2 * height;
        Image scaled = smaller ? image.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING) : image;
        BufferedImage plain = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = plain.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(scaled, 0, 0, width, height, null);
        g.dispose();
        int[] colours = plain.getRGB(0, 0, width, height, null, 0, width);
        byte[] pixels = new byte[channels * colours.length];
        int at = 0;
        for (int c = 0; c < channels; c++) {
            for (int colour : colours) {
                pixels[at++] = (byte) (channels == 3 ? colour >> 16 - 8 * c : grey(colour));
            }
        }
        return pixels;
    }

    /** The brightness of ITU-R BT.601, rounded. */
    private static int grey(int colour) {
        return (299 * (colour >> 16 & 0xff) + 587 * (colour >> 8 & 0xff) + 114 * (colour & 0xff) + 500)
                / 1000;
    }
}
