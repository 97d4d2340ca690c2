package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.tensor.Tensor;

/**
 * Outlines of MNIST's digits, x [N × 1 × 32 × 32], and the same digits painted, y [N × 3 × 32 × 32]. Two
 * things are to be filled in. One is hidden in the outline: every digit has a colour of its own, from 0 in
 * red around the circle of hues to 9, and is lit from above. The other is not: the paper is hatched, and
 * where the lines of its hatching lie is drawn for each picture.
 *
 * @param digits x [N × 1 × 28 × 28] and their classes
 * @param rng from which hatchings follow
 */
record PaintedDigits(Dataset digits, Rng rng) implements Dataset {
    static final int SIDE = 32;
    private static final int SMALL = 28;
    private static final int EDGE = (SIDE - SMALL) / 2;
    private static final double PERIOD = 6;
    private static final double PAPER = 0.25;
    private static final double HATCHING = 0.12;
    private static final double DULL = 0.2;

    @Override
    public int size() {
        return digits.size();
    }

    @Override
    public Batch batch(int... numbers) {
        Batch plain = digits.batch(numbers);
        float[] labels = plain.y().toFloats();
        Tensor masks = padded(plain.x());
        float[] mask = masks.toFloats();
        int area = SIDE * SIDE;
        float[] painted = new float[3 * mask.length];
        for (int i = 0; i < numbers.length; i++) {
            paint(mask, i * area, colour((int) labels[i]), rng.split(numbers[i]), painted);
        }
        return new Batch(outlines(masks), Tensor.of(Shape.of(numbers.length, 3, SIDE, SIDE), painted));
    }

    /** How much ink is where, [N × 1 × 32 × 32]. */
    static Tensor padded(Tensor digits) {
        return digits.pad(2, EDGE, EDGE, 0).pad(3, EDGE, EDGE, 0);
    }

    /** 1 where there is ink and, above, below or beside it, none. */
    static Tensor outlines(Tensor masks) {
        Tensor ink = masks.gt(0.5);
        Tensor inside = ink;
        for (int axis = 2; axis < 4; axis++) { // there is none at the border, so that nothing comes around it
            inside = inside.mul(ink.roll(axis, 1)).mul(ink.roll(axis, -1));
        }
        return ink.sub(inside);
    }

    private static void paint(float[] mask, int from, double[] colour, Rng rng, float[] to) {
        double phase = rng.uniform(0, 2 * Math.PI);
        int area = SIDE * SIDE;
        for (int place = 0; place < area; place++) {
            int row = place / SIDE;
            double wave = StrictMath.sin(2 * Math.PI * (row + place % SIDE) / PERIOD + phase);
            double light = 1 - 0.3 * row / SIDE;
            double ink = mask[from + place];
            for (int c = 0; c < 3; c++) {
                double paper = (PAPER + HATCHING * wave) * (c == 2 ? 1 : 0.8);
                to[3 * from + c * area + place] = (float) (ink * colour[c] * light + (1 - ink) * paper);
            }
        }
    }

    /** A tenth of the circle of hues for each class. */
    static double[] colour(int digit) {
        double[] colour = new double[3];
        for (int c = 0; c < 3; c++) {
            double away = Math.abs(digit / 10.0 - c / 3.0);
            double hue = Math.min(away, 1 - away) * 6; // 0 at the channel's own hue, 3 opposite
            colour[c] = DULL + (1 - DULL) * Math.clamp(2 - hue, 0, 1);
        }
        return colour;
    }

    /** The digits alone, as somebody reads them who knows the paper: [N × 1 × 28 × 28] from pictures. */
    static Tensor read(Tensor pictures) {
        double paper = PAPER + HATCHING;
        return pictures.amax(1).unsqueeze(1).narrow(2, EDGE, SMALL).narrow(3, EDGE, SMALL)
                .sub(paper).mul(1 / (0.85 - paper)).clamp(0, 1);
    }
}
