package io.cajal.optim;

import io.cajal.tensor.Gradients;

/** What an optimizer makes small: the loss at the parameters' present values, and its gradient. */
@FunctionalInterface
public interface Objective {
    Value evaluate();

    /** A loss with its gradients. */
    record Value(double loss, Gradients gradients) {
    }
}
