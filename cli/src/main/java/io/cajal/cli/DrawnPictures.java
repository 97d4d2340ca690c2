package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.io.AtomicFile;
import io.cajal.nn.AutoregressiveModel;
import io.cajal.report.Sheet;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Pictures that a model draws or answers with, as PNG.
 *
 * @param images [N × C × height × width] with values in 0 … 1, one channel or three
 */
record DrawnPictures(Tensor images) {
    /** What a grid's pictures are enlarged to, about. */
    private static final int SIDE = 56;
    /** Pixels of the largest PNG. */
    private static final long MOST = 100_000_000;

    DrawnPictures {
        if (!isPictures(images)) {
            throw new CajalException("expected pictures with 1 or 3 channels, the model draws "
                    + images.shape());
        }
        if (!images.isFinite()) {
            throw new CajalException(
                    "the model draws pictures with numbers that are not finite: its training diverged");
        }
    }

    static boolean isPictures(Tensor outputs) {
        return outputs.rank() == 4 && (outputs.size(1) == 1 || outputs.size(1) == 3);
    }

    /** Whether the model answers an example with a picture. */
    static boolean areAnswersOf(Model model) {
        return model.classes().isEmpty() && isPictures(model.predict(model.input().blank(1)));
    }

    /** What the model says of some examples; logits of pixels as how likely each pixel is, given those before it. */
    static Tensor answers(Model model, Tensor examples) {
        Tensor answers = model.predict(examples);
        return model.network() instanceof AutoregressiveModel ? answers.sigmoid() : answers;
    }

    /** Whether a path names a folder for single pictures: it is one, or ends like one. */
    static boolean isFolder(String out) {
        return out.endsWith("/") || out.endsWith("\\") || !out.isEmpty() && Files.isDirectory(Path.of(out));
    }

    static boolean isPng(String out) {
        return out.toLowerCase(Locale.ROOT).endsWith(".png");
    }

    /** All in one, so many in a line, or nearly a square of them; enlarged so often, or to be seen well. */
    void grid(Path path, Integer columns, Integer zoom) throws IOException {
        int n = images.size(0);
        int across = columns != null ? Math.min(columns, n) : (int) Math.ceil(Math.sqrt(n));
        int times = zoom != null ? zoom : Math.max(1, SIDE / images.size(2));
        check((long) across * images.size(3) * times * Math.ceilDiv(n, across) * images.size(2) * times);
        write(path, Sheet.grid(images, across, times));
    }

    /** The only one, as it is. */
    void single(Path path) throws IOException {
        write(path, Sheet.picture(images, 1));
    }

    /** Each in a file of its own, {@code 01.png} for the first of 64; enlarged so often. */
    void each(Path folder, Integer zoom) throws IOException {
        int times = zoom != null ? zoom : 1;
        int n = images.size(0);
        check((long) images.size(2) * times * images.size(3) * times);
        int digits = Integer.toString(n).length();
        for (int i = 0; i < n; i++) {
            write(folder.resolve(("%0" + digits + "d.png").formatted(i + 1)),
                    Sheet.picture(images.narrow(0, i, 1), times));
        }
    }

    private static void check(long pixels) {
        if (pixels > MOST) {
            throw new CajalException(
                    "the picture would have %,d pixels, at most %,d are drawn: ask for less by --n or --zoom"
                            .formatted(pixels, MOST));
        }
    }

    private static void write(Path path, BufferedImage image) throws IOException {
        AtomicFile.write(path, out -> ImageIO.write(image, "png", out));
    }
}
