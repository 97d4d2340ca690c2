package io.cajal.loss;

import io.cajal.tensor.BinaryOp;
import io.cajal.tensor.Op;
import io.cajal.tensor.Tensor;

/**
 * Binary cross-entropy on probabilities, −(t ln p + (1 − t) ln(1 − p)). It belongs to a sigmoid output; deck
 * 2 feeds it a softmax, and decks 2 and 4 print it without the minus. As PyTorch's BCELoss it holds the
 * logarithms at −100 and above, and its gradient is (p − t) / max(p (1 − p), 1e-12), so that certainty gives
 * neither infinity nor NaN. Prefer {@link BceWithLogits}.
 */
public record Bce(Reduction reduction) implements Loss {
    private static final double LEAST_LOG = -100;
    private static final double LEAST_VARIANCE = 1e-12f; // in float, as there

    /** The mean over all elements. */
    public Bce() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        Loss.sameShape("bce", output, target);
        Checks.probabilities("bce", "output", output, "; put a sigmoid before it, or use bceWithLogits");
        Checks.probabilities("bce", "target", target, "");
        return reduction.of(Op.apply(new Element(), output, target));
    }

    private static Tensor log(Tensor p) {
        return p.log().clamp(LEAST_LOG, Double.POSITIVE_INFINITY);
    }

    /** The loss of one probability p with its target t. */
    private record Element() implements BinaryOp {
        @Override
        public double at(double p, double t) {
            return -(t * Math.max(StrictMath.log(p), LEAST_LOG)
                    + (1 - t) * Math.max(StrictMath.log1p(-p), LEAST_LOG));
        }

        @Override
        public Tensor pull(int i, Tensor g, Tensor y, Tensor p, Tensor t) {
            Tensor q = p.neg().add(1);
            return g.mul(i == 0 ? p.sub(t).div(p.mul(q).clamp(LEAST_VARIANCE, Double.POSITIVE_INFINITY))
                    : log(q).sub(log(p)));
        }
    }
}
