package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.tensor.Tensor;

/** A network that has learned how its examples are distributed, and draws new ones. */
public interface GenerativeModel extends Layer {
    /**
     * New examples: images [N × C × H × W] with values in 0 … 1, or points [N × D]. Example i depends on {@code rng}
     * and i alone, not on how many are drawn.
     *
     * @param count 1 or more
     */
    Tensor generate(int count, Rng rng);
}
