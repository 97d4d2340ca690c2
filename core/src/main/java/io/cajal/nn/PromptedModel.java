package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.tensor.Tensor;

/** A network that draws what a text asks for. */
public interface PromptedModel extends Layer {
    /**
     * An example for each text.
     *
     * @param texts numbers of tokens [N × L], short texts filled up with the padding
     * @param rng decides what texts leave open; example i depends on its text, {@code rng} and i alone
     * @return images [N × C × H × W] with values in 0 … 1
     */
    Tensor generate(Tensor texts, Rng rng);
}
