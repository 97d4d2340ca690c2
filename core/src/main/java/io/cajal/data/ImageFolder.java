package io.cajal.data;

import io.cajal.base.CajalException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Images on disk with a folder for each class: {@code root/cat/1.png}, {@code root/dog/7.jpg}. Whatever ImageIO
 * reads will do: PNG, JPEG, BMP, GIF. Classes and files are taken in the order of their names, so that the same
 * folder gives the same data set everywhere; files that start with a dot are passed over.
 */
public final class ImageFolder {
    private static final int MOST_CLASSES = 256;

    private final Path root;
    private final int channels;
    private int height;
    private int width;
    private Path first;

    private ImageFolder(Path root, int channels, int height, int width) {
        if (channels != 1 && channels != 3) {
            throw new CajalException(
                    "image folder: images have 1 channel (grey) or 3 (red, green, blue), not "
                            + channels);
        }
        this.root = root;
        this.channels = channels;
        this.height = height;
        this.width = width;
    }

    /** Images that all have one size: x [N × channels × height × width] in 0 … 1. */
    public static Dataset read(Path root, int channels) throws IOException {
        return new ImageFolder(root, channels, 0, 0).read();
    }

    /** Images brought to that size, each filling it. */
    public static Dataset read(Path root, int channels, int height, int width) throws IOException {
        if (height < 1 || width < 1) {
            throw new CajalException(
                    "image folder: the size must be at least 1 × 1, got %d × %d".formatted(height,
                            width));
        }
        return new ImageFolder(root, channels, height, width).read();
    }

    private Dataset read() throws IOException {
        if (!Files.isDirectory(root)) {
            throw new CajalException(
                    root + " is no folder: expected one with a folder of images for each class");
        }
        boolean anySize = height > 0;
        List<Path> folders = list(root).stream().filter(Files::isDirectory).toList();
        if (folders.isEmpty() || folders.size() > MOST_CLASSES) {
            throw new CajalException(
                    "%s has %d folders: expected one for each class, at most %d".formatted(root,
                            folders.size(), MOST_CLASSES));
        }
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        List<String> classes = new ArrayList<>();
        for (Path folder : folders) {
            for (Path file : list(folder)) {
                append(decode(file), file, anySize, pixels);
                labels.write(classes.size());
            }
            classes.add(folder.getFileName().toString());
        }
        if (labels.size() == 0) {
            throw new CajalException("the class folders of %s have no images".formatted(root));
        }
        return new ByteImages(pixels.toByteArray(), labels.toByteArray(), channels, height, width, classes);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith(".")).sorted().toList();
        }
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
        return image;
    }

    private void append(BufferedImage image, Path file, boolean anySize, ByteArrayOutputStream pixels) {
        if (height == 0) {
            height = image.getHeight();
            width = image.getWidth();
            first = file;
        }
        boolean fits = image.getHeight() == height && image.getWidth() == width;
        if (!fits && !anySize) {
            throw new CajalException(
                    ("%s is %d × %d, but %s is %d × %d: images must have one size, or be read with"
                            + " the size to bring them to").formatted(file, image.getHeight(),
                                    image.getWidth(), first,
                                    height, width));
        }
        BufferedImage plain = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = plain.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(image, 0, 0, width, height, null);
        g.dispose();
        int[] colours = plain.getRGB(0, 0, width, height, null, 0, width);
        for (int c = 0; c < channels; c++) {
            for (int colour : colours) {
                pixels.write(channels == 3 ? colour >> 16 - 8 * c : grey(colour));
            }
        }
    }

    /** The brightness of ITU-R BT.601, rounded. */
    private static int grey(int colour) {
        return (299 * (colour >> 16 & 0xff) + 587 * (colour >> 8 & 0xff) + 114 * (colour & 0xff) + 500)
                / 1000;
    }
}
