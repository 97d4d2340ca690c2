package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/**
 * Turns each pair (x₂ᵢ, x₂ᵢ₊₁) of a vector at place p by the angle p / 10000^(2i/width) (Su et al. 2021, RoFormer). The
 * product of a query at p and a key at q, both turned, then depends on p − q alone: {@link MultiheadAttention} applies
 * it to queries and keys, head by head, and nothing is added to the vectors themselves. Pairs are neighbours, as in
 * the paper; some models pair i with i + width/2 instead.
 *
 * @param base of the wave lengths, 10000
 */
public record RotaryPositions(double base) implements Layer {
    public RotaryPositions {
        if (!(base > 1)) {
            throw new CajalException("rotary positions: the base must be above 1, got " + base);
        }
    }

    public static RotaryPositions standard() {
        return new RotaryPositions(10_000);
    }

    @Override
    public Tensor forward(Tensor x) { // [… × L × width]
        return forward(x, 0);
    }

    /** For a sequence that goes on: its first vector is number {@code first}. */
    public Tensor forward(Tensor x, int first) {
        Positions.check("rotary positions", x);
        int length = x.size(-2);
        int width = x.size(-1);
        if (width % 2 != 0) {
            throw new ShapeException(
                    "rotary positions: vectors are turned in pairs, and an input of shape %s has an odd width"
                            .formatted(x.shape()));
        }
        double[] cos = new double[length * width];
        double[] sin = new double[length * width];
        for (int i = 0; i < cos.length; i++) {
            double angle = Positions.angle(first + i / width, i % width / 2, width, base);
            cos[i] = StrictMath.cos(angle);
            sin[i] = StrictMath.sin(angle);
        }
        Shape table = Shape.of(length, width);
        Tensor turned = x.matmul(quarterTurn(x, width)); // (−x₂ᵢ₊₁, x₂ᵢ)
        return x.mul(Tensor.wrap(table, x.device(), x.device().of(cos)))
                .add(turned.mul(Tensor.wrap(table, x.device(), x.device().of(sin))));
    }

    /** The matrix that turns every pair of a row vector by 90°. */
    private static Tensor quarterTurn(Tensor x, int width) {
        double[] turn = new double[width * width];
        for (int i = 0; i < width; i += 2) {
            turn[i * width + i + 1] = 1;
            turn[(i + 1) * width + i] = -1;
        }
        return Tensor.wrap(Shape.of(width, width), x.device(), x.device().of(turn));
    }
}
