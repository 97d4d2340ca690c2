package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;

/**
 * Cuts square holes into each picture. A network sees 0 there, and in one more channel which pixels are
 * missing.
 *
 * @param count of holes, which may overlap
 * @param side of a hole, in pixels
 * @param margin pixels at the edges of the picture that are never missing
 */
record Holes(int count, int side, int margin) implements Damage {
    @Override
    public Damaged of(Tensor clean, Rng rng) {
        int n = clean.size(0);
        int height = clean.size(2);
        int width = clean.size(3);
        float[] missing = new float[n * height * width];
        for (int i = 0; i < n; i++) {
            Rng own = rng.split(i);
            for (int hole = 0; hole < count; hole++) {
                int top = margin + own.below(height - 2 * margin - side + 1);
                int left = margin + own.below(width - 2 * margin - side + 1);
                for (int y = top; y < top + side; y++) {
                    for (int x = left; x < left + side; x++) {
                        missing[(i * height + y) * width + x] = 1;
                    }
                }
            }
        }
        Tensor mask = Tensor.of(Shape.of(n, 1, height, width), missing);
        return new Damaged(Tensor.cat(1, clean.maskedFill(mask, 0), mask), mask);
    }

    /** Missing pixels of one picture, the others of another. */
    static Tensor fill(Damaged damaged, Tensor filling) {
        Tensor pictures = damaged.pictures(filling.size(1));
        return pictures.add(filling.sub(pictures).mul(damaged.mask()));
    }

    /**
     * Missing pixels by diffusion from those around them, until each is the mean of its four neighbours: the
     * solution of Laplace's equation, the smoothest filling.
     */
    static Tensor diffused(Damaged damaged, int channels) {
        Tensor pictures = damaged.pictures(channels);
        int height = pictures.size(2);
        int width = pictures.size(3);
        float[] pixels = pictures.toFloats();
        float[] missing = damaged.mask().toFloats();
        for (int plane = 0; plane < pixels.length / (height * width); plane++) {
            diffuse(pixels, plane * height * width, missing, plane / channels * height * width, height,
                    width);
        }
        return Tensor.of(pictures.shape(), pixels);
    }

    /** Gauss and Seidel's sweeps with overrelaxation; 60 make holes of ten pixels exact to a shade of 256. */
    private static void diffuse(float[] pixels, int start, float[] missing, int mask, int height, int width) {
        for (int sweep = 0; sweep < 60; sweep++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int at = y * width + x;
                    if (missing[mask + at] == 1) {
                        float above = pixels[start + (y == 0 ? at : at - width)];
                        float below = pixels[start + (y == height - 1 ? at : at + width)];
                        float left = pixels[start + (x == 0 ? at : at - 1)];
                        float right = pixels[start + (x == width - 1 ? at : at + 1)];
                        float mean = (above + below + left + right) / 4;
                        pixels[start + at] += 1.6f * (mean - pixels[start + at]);
                    }
                }
            }
        }
    }
}
