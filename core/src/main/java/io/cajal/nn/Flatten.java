package io.cajal.nn;

import io.cajal.tensor.Tensor;

/** Each example as one row: [N × …] to [N × features], as between images and a {@link Linear} layer. */
public record Flatten() implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return x.flatten(1);
    }
}
