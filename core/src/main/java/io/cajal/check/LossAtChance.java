package io.cajal.check;

import io.cajal.base.CajalException;
import io.cajal.loss.BceWithLogits;
import io.cajal.loss.CrossEntropy;
import io.cajal.loss.Loss;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/** A loss far above that of answering all classes with the same probability, where a training should begin. */
record LossAtChance() implements Rule {
    private static final double FAR = 1.5;

    @Override
    public String name() {
        return "loss-at-chance";
    }

    @Override
    public List<Finding> look(Walk walk) {
        Loss loss = walk.subject().loss();
        Tensor y = walk.subject().y();
        boolean classes = loss instanceof CrossEntropy && walk.output().rank() == 2;
        if (y == null || !classes && !(loss instanceof BceWithLogits)) {
            return List.of();
        }
        int count = classes ? walk.output().size(1) : 2;
        double chance = Math.log(count);
        double value;
        try {
            value = Run.evaluation().call(() -> loss.of(walk.output(), y)).mean().item();
        } catch (CajalException e) {
            return List.of(error(walk.end(), "the loss cannot be computed: " + e.getMessage(),
                    "nothing can be learned from it", "make outputs and targets fit the loss"));
        }
        return value <= FAR * chance ? List.of()
                : List.of(warning(walk.end(), String.format(Locale.ROOT,
                        "the loss is %.3g; to say 1/%d to all classes costs ln %d = %.3g", value, count,
                        count, chance),
                        "before training, weights or inputs are too large; after it, the network is sure of wrong answers",
                        "scale the inputs and start from smaller weights, or stop earlier and hold weights back"));
    }
}
