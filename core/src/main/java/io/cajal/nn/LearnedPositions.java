package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;

/**
 * Adds to each vector of a sequence [N × L × width] a learned vector for its place, as BERT and GPT-2 do. There is a
 * longest sequence, the context.
 *
 * @param weight a vector for each place [context × width]
 */
public record LearnedPositions(Param weight) implements Layer {

    /** Normal with deviation 0.02, GPT-2's. */
    public static LearnedPositions of(int context, int width, Rng rng) {
        return new LearnedPositions(Init.normal(0.02, rng, context, width));
    }

    public int context() {
        return weight.size(0);
    }

    @Override
    public Tensor forward(Tensor x) { // [… × L × width]
        return forward(x, 0);
    }

    /** For a sequence that goes on: its first vector is number {@code first}. */
    public Tensor forward(Tensor x, int first) {
        Positions.check("learned positions", x);
        if (first + x.size(-2) > context() || x.size(-1) != weight.size(1)) {
            throw new ShapeException(
                    "learned positions: up to %d places of width %d, the input has shape %s%s"
                            .formatted(context(), weight.size(1), x.shape(),
                                    first == 0 ? "" : " from place " + first));
        }
        return x.add(weight.narrow(0, first, x.size(-2)));
    }
}
