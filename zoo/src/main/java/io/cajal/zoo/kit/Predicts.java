package io.cajal.zoo.kit;

import io.cajal.tensor.Tensor;

/** What answers for examples: a machine that was fitted, or a layer ({@code layer::apply}). */
@FunctionalInterface
public interface Predicts {
    /**
     * The answers for x [N × …]: scores [N × classes], the largest of which says the class, or numbers
     * [N × outputs].
     */
    Tensor predict(Tensor x);
}
