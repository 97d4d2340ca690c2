package io.cajal.nn;

import io.cajal.tensor.Tensor;

/** All axes but the first as one: [N × …] to [N × features]. */
public record Flatten() implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return x.flatten(1);
    }
}
