package io.cajal.nn;

import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;

/** Rows [N × features] as blocks of a shape: [N × shape]. */
public record Unflatten(Shape shape) implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return x.reshape(Shape.of(x.size(0)).concat(shape));
    }
}
