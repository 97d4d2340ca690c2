package io.cajal.check;

import io.cajal.loss.Bce;
import io.cajal.loss.BceWithLogits;
import io.cajal.loss.CrossEntropy;
import io.cajal.loss.Loss;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A last layer that cannot give what the loss or the targets ask for. */
record OutputRange() implements Rule {
    private static final double TOLERANCE = 1e-6;

    @Override
    public String name() {
        return "output-range";
    }

    @Override
    public List<Finding> look(Walk walk) {
        List<Finding> findings = new ArrayList<>();
        Loss loss = walk.subject().loss();
        Reach reach = walk.last() == null ? null : Reach.of(walk.last().layer());
        boolean logits = loss instanceof CrossEntropy || loss instanceof BceWithLogits;
        boolean known = reach != null && !walk.isSoftmax() && !SquashedTwice.isSigmoidOfLogits(walk);
        if (loss instanceof Bce && !isWithin(walk.output(), 0, 1)) {
            findings.add(error(walk.end(), "outputs outside of 0 … 1 for the binary cross-entropy",
                    "it takes probabilities, and the logarithm of others does not exist",
                    "take the loss BceWithLogits, which has a sigmoid inside"));
        } else if (known && reach.isBelowBounded() && reach.isFlatBelow()) {
            findings.add(warning(walk.end(), "the last layer gives " + reach.text(),
                    "an output that is below 0 has no gradient and cannot come back",
                    logits ? "leave it out: logits may be any number"
                            : "leave it out, or take Softplus for numbers that are never negative"));
        } else if (known && logits && reach.isBounded()) {
            findings.add(warning(walk.end(), "logits are held within " + reach.text(),
                    "no probability can come near 0 or 1, and the loss never near 0",
                    "leave the last activation out: the loss has its own"));
        }
        if (reach != null && !logits) {
            targets(walk, reach, findings);
        }
        return findings;
    }

    private void targets(Walk walk, Reach reach, List<Finding> findings) {
        Tensor y = walk.subject().y();
        if (y != null && y.shape().equals(walk.output().shape())
                && !isWithin(y, reach.low(), reach.high())) {
            findings.add(error(walk.end(), String.format(Locale.ROOT,
                    "targets reach from %.4g to %.4g, the last layer gives %s", y.amin().item(),
                    y.amax().item(),
                    reach.text()),
                    "the network can never answer them",
                    "leave the last activation out, or scale the targets"));
        }
    }

    private static boolean isWithin(Tensor values, double low, double high) {
        return values.amin().item() >= low - TOLERANCE && values.amax().item() <= high + TOLERANCE;
    }
}
