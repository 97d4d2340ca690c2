package io.cajal.nn;

import io.cajal.base.ShapeException;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * A function from tensors to tensors, with parameters. A layer is a record: its components are its
 * parameters, buffers, settings and inner layers, and their names are the names in the state dictionary
 * ({@link Parts}). So {@snippet :
 * record Mlp(Linear hidden, Linear out) implements Layer {
 *     public Tensor forward(Tensor x) {             // [N × in]
 *         return out.apply(hidden.apply(x).relu()); // [N × out]
 *     }
 * }
 * } is a complete model, with parameters {@code hidden.weight}, {@code hidden.bias}, {@code out.weight} and
 * {@code out.bias}.
 */
@FunctionalInterface
public interface Layer {

    /** What the layer computes. Implemented by layers; callers use {@link #apply}. */
    Tensor forward(Tensor x);

    /**
     * Runs the layer: an error of shape learns where it happened, and an observer of the {@link Run} sees
     * what came and went.
     */
    default Tensor apply(Tensor x) {
        try {
            Tensor y = forward(x);
            Run.Observer observer = Run.current().observer();
            if (observer != null) {
                observer.saw(this, x, y);
            }
            return y;
        } catch (ShapeException e) {
            throw e.in(this, Parts.nameOf(e.layer(), this));
        }
    }
}
