package io.cajal.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Images from folders, CIFAR's binary files and text; what is wrong with a file is said in one line. */
class ImageFilesTest {
    @TempDir
    private Path root;

    private Path image(String name, String format, int height, int width, int colour) throws IOException {
        Path path = root.resolve(name);
        Files.createDirectories(path.getParent());
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, colour);
            }
        }
        assertTrue(ImageIO.write(image, format, path.toFile()));
        return path;
    }

    @Test
    void aFolderForEachClass() throws IOException {
        image("dog/1.bmp", "bmp", 2, 3, 0x0000ff);
        image("cat/2.png", "png", 2, 3, 0xff0000);
        image("cat/1.gif", "gif", 2, 3, 0x00ff00);
        image("dog/.hidden.png", "png", 9, 9, 0);
        Dataset data = ImageFolder.read(root, 3);
        assertEquals(List.of("cat", "dog"), data.classes());
        Batch all = data.all();
        assertEquals(Shape.of(3, 3, 2, 3), all.x().shape());
        assertArrayEquals(new float[] {0, 0, 1}, all.y().toFloats());
        assertArrayEquals(new float[] {0, 1, 0, 1, 0, 0, 0, 0, 1},
                all.x().select(3, 0).select(2, 0).reshape(9).toFloats());
        assertArrayEquals(new float[] {150 / 255f, 76 / 255f, 29 / 255f},
                ImageFolder.read(root, 1).all().x().mean(1, 2, 3).toFloats(), 1e-6f);
    }

    @Test
    void imagesAreBroughtToASize() throws IOException {
        image("a/1.png", "png", 4, 4, 0xffffff);
        image("b/1.png", "png", 8, 6, 0x000000);
        assertEquals(Shape.of(2, 1, 5, 7), ImageFolder.read(root, 1, 5, 7).all().x().shape());
        fails("%s is 8 × 6, but %s is 4 × 4: images must have one size, or be read with the size to bring them to"
                .formatted(root.resolve("b/1.png"), root.resolve("a/1.png")),
                () -> ImageFolder.read(root, 1));
    }

    @Test
    void greyStaysGreyAtEverySizeAndKind() throws IOException {
        for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY}) {
            BufferedImage image = new BufferedImage(40, 40, type);
            int stored = type == BufferedImage.TYPE_BYTE_GRAY ? 100 : 100 * 257;
            for (int i = 0; i < 1600; i++) {
                image.getRaster().setSample(i % 40, i / 40, 0, stored);
            }
            Path path = root.resolve(type + ".png");
            assertTrue(ImageIO.write(image, "png", path.toFile()));
            for (int size : new int[] {40, 30, 10, 80}) {
                assertEquals(100 / 255f, ImageFolder.picture(path, 1, size, size).mean().item(), 1e-6,
                        type + " at " + size);
            }
        }
    }

    @Test
    void whatIsTransparentIsWhite() throws IOException {
        BufferedImage image = new BufferedImage(30, 30, BufferedImage.TYPE_INT_ARGB);
        Path path = root.resolve("clear.png");
        assertTrue(ImageIO.write(image, "png", path.toFile()));
        assertEquals(1, ImageFolder.picture(path, 3, 30, 30).mean().item(), 1e-6);
        assertEquals(1, ImageFolder.picture(path, 1, 10, 10).mean().item(), 1e-6);
    }

    @Test
    void whatSystemsLeaveBehindIsPassedOver() throws IOException {
        image("a/1.png", "png", 4, 4, 0xffffff);
        Files.writeString(root.resolve("a/Thumbs.db"), "a cache of thumbnails");
        Files.writeString(root.resolve("a/desktop.ini"), "[.ShellClassInfo]");
        Files.createDirectories(root.resolve("__MACOSX"));
        assertEquals(List.of("a"), ImageFolder.read(root, 1).classes());
        image("a/deeper/1.png", "png", 4, 4, 0xffffff);
        fails("%s is a folder, expected an image: if %s holds the classes, name it instead of %s"
                .formatted(root.resolve("a/deeper"), root.resolve("a"), root),
                () -> ImageFolder.read(root, 1));
    }

    @Test
    void imagesOnDiskAreThoseInMemory() throws IOException {
        image("a/1.png", "png", 4, 4, 0x804020);
        image("b/1.png", "png", 8, 6, 0x0000ff);
        Path third = image("b/2.png", "png", 3, 9, 0x00ff00);
        Dataset disk = ImageFolder.open(root, 3, 5, 7);
        Dataset memory = ImageFolder.read(root, 3, 5, 7);
        assertArrayEquals(memory.all().x().toFloats(), disk.all().x().toFloats());
        assertArrayEquals(memory.targets(), disk.targets());
        assertEquals(memory.classes(), disk.classes());
        Files.writeString(third, "no image any more");
        assertEquals(2, disk.batch(0, 1).size());
        fails(third + " is no image of a known kind: expected PNG, JPEG, BMP or GIF", () -> disk.batch(2));
    }

    @Test
    void whatIsNoImageIsNamed() throws IOException {
        fails(root + " has 0 folders: expected one for each class, at most 256",
                () -> ImageFolder.read(root, 3));
        Path text = root.resolve("a/notes.txt");
        Files.createDirectories(text.getParent());
        Files.writeString(text, "hello");
        fails(text + " is no image of a known kind: expected PNG, JPEG, BMP or GIF",
                () -> ImageFolder.read(root, 3));
        Files.delete(text);
        Path whole = image("a/1.png", "png", 20, 20, 0x123456);
        Files.write(whole, Arrays.copyOf(Files.readAllBytes(whole), 50));
        CajalException e = assertThrows(CajalException.class, () -> ImageFolder.read(root, 3));
        assertTrue(e.getMessage().startsWith(whole + " cannot be read as an image: "), e.getMessage());
        Files.delete(whole);
        fails("the class folders of " + root + " have no images", () -> ImageFolder.read(root, 3));
    }

    @Test
    void cifarRecords() throws IOException {
        byte[] two = new byte[2 * 3073];
        two[0] = 3;
        two[1] = (byte) 255;
        two[3073] = 9;
        Path plain = root.resolve("batch.bin");
        Files.write(plain, two);
        Path packed = root.resolve("batch.bin.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(two);
        }
        Batch all = ImageFiles.cifar10(List.of(plain, packed)).all();
        assertEquals(Shape.of(4, 3, 32, 32), all.x().shape());
        assertArrayEquals(new float[] {3, 9, 3, 9}, all.y().toFloats());
        assertEquals(2, all.x().sum().item());
        Files.write(plain, new byte[3074]);
        fails(plain
                + ": 3,074 bytes are not a whole number of CIFAR-10 records of 3,073 (a label, then 3 × 32 × 32"
                + " pixels)", () -> ImageFiles.cifar10(List.of(plain)));
        two[3073] = 10;
        Files.write(plain, two);
        fails(plain + ": the label of image 1 is 10, expected 0 … 9",
                () -> ImageFiles.cifar10(List.of(plain)));
    }

    @Test
    void textWithAnImageALine() throws IOException {
        Path file = root.resolve("zip.txt");
        Files.writeString(file, "1.0000 -1.0 0.5 1 -1\n0.0 1 1 1 1\n");
        Batch all = ImageFiles.text(file, 2, 2, 2).all();
        assertEquals(Shape.of(2, 1, 2, 2), all.x().shape());
        assertArrayEquals(new float[] {1, 0}, all.y().toFloats());
        assertArrayEquals(new float[] {-1, 0.5f, 1, -1}, all.x().select(0, 0).reshape(4).toFloats());
        fails(file + ": expected lines with a label and 3 × 2 pixels, got 5 numbers",
                () -> ImageFiles.text(file, 3, 2, 2));
        fails(file + ", line 1: the label is 1.0, expected 0 … 0", () -> ImageFiles.text(file, 2, 2, 1));
    }

    private static void fails(String message, Executable bad) {
        CajalException e = assertThrows(CajalException.class, bad);
        assertEquals(message, e.getMessage());
    }
}
