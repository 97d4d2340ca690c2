package io.cajal.nn.activation;

import io.cajal.nn.Elementwise;
import io.cajal.tensor.UnaryOp;

/**
 * A nonlinearity f that is its own operation, applied to each element; see {@link UnaryOp}. A record that
 * gives f and f′ in double, and f′ once more with tensor operations, is complete: {@snippet :
 * record Cube() implements Activation {
 *     public double at(double x) {
 *         return x * x * x;
 *     }
 *
 *     public double slope(double x, double y) {
 *         return 3 * x * x;
 *     }
 *
 *     public Tensor slope(Tensor x, Tensor y) {
 *         return x.square().mul(3);
 *     }
 * }
 * } Those that networks use often also give their loops in float, {@code forward} and {@code backward}; the
 * tests compare these with the mathematics. Take logarithms and exponentials from {@link StrictMath} or from
 * Cajal's kernels, never from {@link Math}, whose last bits differ between machines.
 */
public interface Activation extends Elementwise, UnaryOp {
    @Override
    default UnaryOp function() {
        return this;
    }
}
