package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.tensor.Tensor;

/** Adds normal noise to every pixel, independently. Values are not cut off at 0 and 1. */
record WhiteNoise(double deviation) implements Damage {
    @Override
    public Damaged of(Tensor clean, Rng rng) {
        float[] noise = new float[clean.shape().elements()];
        int each = noise.length / clean.size(0);
        for (int i = 0; i < clean.size(0); i++) {
            rng.split(i).normal(noise, i * each, (i + 1) * each);
        }
        return new Damaged(clean.add(Tensor.of(clean.shape(), noise).mul(deviation)), null);
    }
}
