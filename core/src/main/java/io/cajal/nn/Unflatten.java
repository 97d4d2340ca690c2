package io.cajal.nn;

import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;

/** Each row as a block of that shape: [N × features] to [N × shape], the reverse of {@link Flatten}. */
public record Unflatten(Shape shape) implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return x.reshape(Shape.of(x.size(0)).concat(shape));
    }
}
