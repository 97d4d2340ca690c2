package io.cajal.check;

import io.cajal.loss.Bce;
import io.cajal.loss.BceWithLogits;
import io.cajal.loss.CrossEntropy;
import io.cajal.loss.Nll;
import io.cajal.nn.activation.LogSoftmax;
import io.cajal.nn.activation.Sigmoid;
import java.util.List;

/** Probabilities given to a loss that makes probabilities of them once more, or that wants others. */
record SquashedTwice() implements Rule {
    @Override
    public String name() {
        return "squashed-twice";
    }

    static boolean isSigmoidOfLogits(Walk walk) {
        return walk.subject().loss() instanceof BceWithLogits && walk.last() != null
                && walk.last().layer() instanceof Sigmoid;
    }

    @Override
    public List<Finding> look(Walk walk) {
        boolean softmax = walk.isSoftmax();
        boolean sigmoid = isSigmoidOfLogits(walk);
        String end = walk.end();
        return switch (walk.subject().loss()) {
            case CrossEntropy _ when softmax -> List.of(error(end, "a softmax before the cross-entropy",
                    "that loss has a softmax inside; twice, the largest probability of C classes is e/(e + C − 1), and "
                            + "gradients almost vanish",
                    "leave the softmax out and give the loss the logits"));
            case CrossEntropy _ when walk.last() != null && walk.last().layer() instanceof LogSoftmax -> List
                    .of(note(end, "a log-softmax before the cross-entropy",
                            "that loss has one inside; a second changes nothing and costs time",
                            "leave it out, or take the loss Nll"));
            case BceWithLogits _ when softmax || sigmoid -> List.of(error(end,
                    "a %s before the binary cross-entropy on logits"
                            .formatted(softmax ? "softmax" : "sigmoid"),
                    "that loss has a sigmoid inside; twice, no probability leaves 0.5 … 0.73",
                    "leave it out and give the loss the logits"));
            case Bce _ when softmax -> List.of(warning(end, "a softmax before the binary cross-entropy",
                    "it asks yes or no for each output by itself, and a softmax makes them depend on each other",
                    "take CrossEntropy on logits for one of several classes, a sigmoid for several labels"));
            case Nll _ when softmax -> List.of(error(end, "a softmax before the negative log-likelihood",
                    "that loss wants logarithms of probabilities, and gets probabilities",
                    "take LogSoftmax, or CrossEntropy on logits"));
            case null, default -> List.of();
        };
    }
}
