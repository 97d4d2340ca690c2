package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.tensor.Tensor;

/**
 * A way of spoiling pictures [N × C × H × W] with values in 0 … 1. What becomes of picture i follows from
 * {@code rng.split(i)} alone.
 */
@FunctionalInterface
interface Damage {
    Damaged of(Tensor clean, Rng rng);

    /**
     * Spoiled pictures.
     *
     * @param seen what a network is given: the spoiled pictures, where needed with a channel that marks the
     *     damage
     * @param mask [N × 1 × H × W] how far each pixel is damaged, 0 not at all and 1 wholly; null where all
     *     are alike
     */
    record Damaged(Tensor seen, Tensor mask) {
        /** The spoiled pictures alone. */
        Tensor pictures(int channels) {
            return seen.narrow(1, 0, channels);
        }
    }
}
