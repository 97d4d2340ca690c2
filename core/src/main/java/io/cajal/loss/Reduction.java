package io.cajal.loss;

import io.cajal.tensor.Tensor;

/** What becomes of the losses of the single elements. */
public enum Reduction {
    MEAN, SUM, NONE;

    Tensor of(Tensor losses) {
        return switch (this) {
            case MEAN -> losses.mean();
            case SUM -> losses.sum();
            case NONE -> losses;
        };
    }
}
