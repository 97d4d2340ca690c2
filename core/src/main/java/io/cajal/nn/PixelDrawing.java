package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Consumer;

/** Images of zeros and ones on their way: the pixels so far, those that stay, and a generator for each image. */
final class PixelDrawing {
    /** Images that are drawn at a time, always as many: the sizes of a product decide how its sums are rounded. */
    private static final int TOGETHER = 32;

    private final float[] pixels;
    private final float[] known;
    private final Rng[] generators;
    private final int area;

    private PixelDrawing(Shape image, float[] images, float[] known, int first, Rng rng) {
        area = image.elements();
        this.known = Arrays.copyOfRange(known, first * area, (first + TOGETHER) * area); // zeros behind the last
        pixels = Arrays.copyOfRange(images, first * area, (first + TOGETHER) * area);
        generators = new Rng[TOGETHER];
        for (int i = 0; i < TOGETHER; i++) {
            generators[i] = rng.split((long) first + i);
        }
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = this.known[i] == 0 ? 0 : pixels[i]; // so that nothing can follow from what is not known
        }
    }

    /** What {@link AutoregressiveModel#complete} does, when {@code work} draws all pixels of some images. */
    static Tensor complete(Shape image, Tensor images, Tensor known, Rng rng, Consumer<PixelDrawing> work) {
        check("complete", image, images);
        float[] given = images.toFloats();
        float[] stays = known.expand(images.shape()).toFloats();
        float[] done = new float[given.length];
        for (int first = 0; first < images.size(0); first += TOGETHER) {
            PixelDrawing some = new PixelDrawing(image, given, stays, first, rng);
            Run.evaluation().run(() -> work.accept(some));
            int from = first * some.area;
            System.arraycopy(some.pixels, 0, done, from, Math.min(some.pixels.length, done.length - from));
        }
        return Tensor.of(images.shape(), done);
    }

    /** Whether they are images of that shape. */
    static void check(String what, Shape image, Tensor images) {
        if (images.rank() == 0 || !images.shape().equals(Shape.of(images.size(0)).concat(image))) {
            throw new ShapeException("%s: needs images of shape [N × %d × %d × %d], got %s".formatted(what,
                    image.size(0), image.size(1), image.size(2), images.shape()));
        }
    }

    int count() {
        return generators.length;
    }

    float pixel(int image, int place) {
        return pixels[image * area + place];
    }

    /** Those from place {@code from} to {@code to}, counted row by row: [N × to−from]. */
    Tensor span(int from, int to) {
        float[] some = new float[count() * (to - from)];
        for (int i = 0; i < count(); i++) {
            System.arraycopy(pixels, i * area + from, some, i * (to - from), to - from);
        }
        return Tensor.of(Shape.of(count(), to - from), some);
    }

    /** Draws the pixel at a place of each image, given the logits of 1, unless it is known. */
    void draw(int place, float[] logits) {
        for (int i = 0; i < generators.length; i++) {
            double chance = generators[i].uniform(); // for known pixels too: what is drawn elsewhere does not move
            if (known[i * area + place] == 0) {
                pixels[i * area + place] = chance * (1 + StrictMath.exp(-logits[i])) < 1 ? 1 : 0;
            }
        }
    }
}
