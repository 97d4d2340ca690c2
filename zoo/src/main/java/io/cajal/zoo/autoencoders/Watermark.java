package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;

/**
 * Lays a line of letters over each picture, half transparent: x becomes x + αm(c − x), with the ink m of a
 * pixel. Letters, place, size, angle, α and the brightness c differ from picture to picture.
 *
 * @param alphabet the letters to draw from
 * @param dimmest the least c; the greatest is 1
 */
record Watermark(String alphabet, double dimmest) implements Damage {
    private static final int LETTERS = 2;
    private static final double LENGTH = 0.8; // of the line, as a share of the picture's width
    private static final double[] OPACITY = {0.45, 0.6};

    @Override
    public Damaged of(Tensor clean, Rng rng) {
        int n = clean.size(0);
        int height = clean.size(2);
        int width = clean.size(3);
        float[] ink = new float[n * height * width];
        float[] opacity = new float[n];
        float[] shade = new float[n];
        for (int i = 0; i < n; i++) {
            Rng own = rng.split(i);
            opacity[i] = (float) own.uniform(OPACITY[0], OPACITY[1]);
            shade[i] = (float) own.uniform(dimmest, 1);
            write(own, ink, i * height * width, height, width);
        }
        Tensor mask = Tensor.of(Shape.of(n, 1, height, width), ink);
        Tensor alpha = mask.mul(Tensor.of(Shape.of(n, 1, 1, 1), opacity));
        Tensor colour = Tensor.of(Shape.of(n, 1, 1, 1), shade);
        return new Damaged(clean.add(alpha.mul(colour.sub(clean))), mask);
    }

    private void write(Rng rng, float[] ink, int start, int height, int width) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LETTERS; i++) {
            text.append(alphabet.charAt(rng.below(alphabet.length())));
        }
        String line = text.toString();
        double across = LETTERS * Glyphs.ADVANCE - 1;
        double cell = width * LENGTH / across * rng.uniform(0.85, 1.15); // in pixels
        double angle = rng.uniform(-0.6, 0.6);
        double left = width * rng.uniform(0.4, 0.6);
        double top = height * rng.uniform(0.4, 0.6);
        double cos = StrictMath.cos(angle) / cell;
        double sin = StrictMath.sin(angle) / cell;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double dx = x + 0.5 - left;
                double dy = y + 0.5 - top;
                ink[start + y * width + x] = (float) Glyphs.ink(line, dx * cos + dy * sin + across / 2,
                        dy * cos - dx * sin + Glyphs.HEIGHT / 2.0);
            }
        }
    }
}
