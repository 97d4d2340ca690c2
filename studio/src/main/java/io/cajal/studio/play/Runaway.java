package io.cajal.studio.play;

import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * Says in plain words why the numbers ran away. A step that is too long lands higher on the other side of the
 * valley, the slope there is steeper and the next step longer still, until the numbers leave the range of a
 * float (3.4·10³⁸); ∞ − ∞ and 0 · ∞ then make NaN of everything they meet.
 */
final class Runaway {
    private Runaway() {
    }

    /** About a learner whose next step has this loss. */
    static String explain(Learner learner, double loss) {
        String where = place(learner);
        String before = Double.isNaN(learner.lastLoss()) ? ""
                : " The loss before was %s.".formatted(Numbers.shown(learner.lastLoss()));
        return "The numbers ran away in epoch %d, step %d: the loss is %s.%s %s %s".formatted(
                learner.epoch() + 1,
                learner.step() + 1, Double.isNaN(loss) ? "no number any more" : "infinite", before, where,
                advice(learner));
    }

    private static String advice(Learner learner) {
        String hand = learner.editedWeights() ? " A weight that was set by hand may be too large as well."
                : "";
        return "Steps at the learning rate %s are too long: go back some steps and try %s.%s".formatted(
                Numbers.shown(learner.rate()), Numbers.shown(learner.rate() / 10), hand);
    }

    /** The first layer with numbers that are not finite. */
    private static String place(Learner learner) {
        Net net = learner.net();
        for (int i = 0; i < net.blocks().size(); i++) {
            Net.Block block = net.blocks().get(i);
            if (!block.linear().weight().isFinite() || !block.linear().bias().isFinite()) {
                return "Weights of %s are no longer finite.".formatted(name(net, i));
            }
        }
        Tensor x = learner.batch().x();
        return Run.evaluation().call(() -> {
            Tensor a = x;
            for (int i = 0; i < net.blocks().size(); i++) {
                a = net.blocks().get(i).after(net.blocks().get(i).before(a));
                if (!a.isFinite()) {
                    return "What leaves %s is no longer finite.".formatted(name(net, i));
                }
            }
            return "The outputs are still finite, but too large for the loss.";
        });
    }

    private static String name(Net net, int layer) {
        return layer == net.blocks().size() - 1 ? "the output layer" : "layer " + (layer + 1);
    }
}
