package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;

/**
 * Two inputs that meet in every product of their elements: y_k = Σ_ij l_i W_kij r_j + b_k. As a layer of one
 * input it pairs it with itself: a quadratic form.
 *
 * @param weight [out × left × right]
 * @param bias [out] or null
 */
public record Bilinear(Param weight, Param bias) implements Layer {

    /** PyTorch's initialisation: weight and bias uniform in ±1/√left. */
    public static Bilinear of(int left, int right, int out, Rng rng) {
        double bound = 1 / Math.sqrt(left);
        return new Bilinear(Init.uniform(bound, rng, out, left, right), Init.uniform(bound, rng, out));
    }

    @Override
    public Tensor forward(Tensor x) {
        return forward(x, x);
    }

    public Tensor forward(Tensor left, Tensor right) {                    // [N × left], [N × right]
        if (left.rank() != 2 || right.rank() != 2 || left.size(0) != right.size(0)
                || left.size(1) != weight.size(1) || right.size(1) != weight.size(2)) {
            throw new ShapeException("bilinear: expected [N × %d] and [N × %d], got %s and %s"
                    .formatted(weight.size(1), weight.size(2), left.shape(), right.shape()));
        }
        int n = left.size(0);
        int out = weight.size(0);
        Tensor matrix = weight.permute(1, 0, 2).reshape(Shape.of(weight.size(1), out * weight.size(2)));
        Tensor met = left.matmul(matrix).reshape(Shape.of(n, out, weight.size(2))); // [N × out × right]
        Tensor y = met.mul(right.unsqueeze(1)).sum(2);                    // [N × out]
        return bias == null ? y : y.add(bias);
    }
}
