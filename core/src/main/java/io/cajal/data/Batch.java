package io.cajal.data;

import io.cajal.tensor.Tensor;

/** Some examples: inputs x [N × …] and targets y, [N] class numbers or [N × …] values. */
public record Batch(Tensor x, Tensor y) {
    public int size() {
        return x.size(0);
    }
}
