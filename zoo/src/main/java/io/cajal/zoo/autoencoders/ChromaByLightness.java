package io.cajal.zoo.autoencoders;

import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;

/**
 * The mean chroma of each lightness in some pictures: what can be said of a pixel's colour without its
 * neighbours.
 */
record ChromaByLightness(Tensor table) {
    private static final int STEPS = 101;

    /** From pictures [N × 3 × H × W] in {@link io.cajal.zoo.kit.Lab}. */
    static ChromaByLightness of(Tensor lab) {
        float[] values = lab.toFloats();
        int area = lab.size(2) * lab.size(3);
        double[] sums = new double[2 * STEPS];
        int[] counts = new int[STEPS];
        for (int at = 0; at < values.length; at += at % area == area - 1 ? 2 * area + 1 : 1) {
            int step = step(values[at] / 100);
            counts[step]++;
            sums[2 * step] += values[at + area];
            sums[2 * step + 1] += values[at + 2 * area];
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= Math.max(1, counts[i / 2]); // a lightness that never came is left grey
        }
        return new ChromaByLightness(Tensor.of(Shape.of(STEPS, 2), sums));
    }

    private static int step(float lightness) {
        return Math.clamp(Math.round(lightness * (STEPS - 1)), 0, STEPS - 1);
    }

    /** [N × 2 × H × W] for lightness [N × 1 × H × W] in 0 … 1. */
    Tensor chroma(Tensor lightness) {
        float[] light = lightness.toFloats();
        int[] steps = new int[light.length];
        for (int i = 0; i < light.length; i++) {
            steps[i] = step(light[i]);
        }
        return table.indexSelect(0, steps)
                .reshape(lightness.size(0), lightness.size(2), lightness.size(3), 2).permute(0, 3, 1, 2);
    }
}
