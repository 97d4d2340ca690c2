package io.cajal.zoo.margin;

import io.cajal.data.Dataset;
import io.cajal.train.ErrorRate;
import io.cajal.train.Evaluation;
import io.cajal.zoo.kit.Session;
import java.util.List;

/** The kernel and the cost, chosen on examples that are neither learned from nor tested on. */
final class Choice {
    private Choice() {
    }

    /** The machine with the fewest errors on {@code judged}, the first of several; without folds, as odds do not count. */
    static SupportVectorMachine of(List<SupportVectorMachine> candidates, Session session, Dataset learned,
            Dataset judged) {
        session.say("%,d images to learn from, %,d to choose the kernel and the cost by", learned.size(),
                judged.size());
        SupportVectorMachine best = null;
        double lowest = Double.POSITIVE_INFINITY;
        for (SupportVectorMachine machine : candidates) {
            var fitted = new SupportVectorMachine(machine.kernel(), machine.cost(), machine.tolerance(), 0,
                    machine.megabytes()).fit(learned, session.rng().split("choice"));
            double error = Evaluation.of(fitted.network()::votes, judged).of(new ErrorRate());
            session.say("  %-34s C = %-4.0f %5.2f %% wrong, %,6d support vectors", machine.kernel().text(),
                    machine.cost(), error, fitted.support().length);
            if (error < lowest) {
                lowest = error;
                best = machine;
            }
        }
        return best;
    }
}
