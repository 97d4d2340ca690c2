package io.cajal.zoo.margin;

import io.cajal.data.Dataset;
import io.cajal.train.CalibrationError;
import io.cajal.train.ErrorRate;
import io.cajal.train.Evaluation;
import io.cajal.zoo.kit.Session;

/** A machine fitted to the training images, and what it answers for the test images. */
record Machine(SupportVectorMachine.Fitted fitted, Evaluation scored) {
    /** The gap in the conditions of the optimum that every pair must come below. */
    static final double GAP = 1e-3;

    static Machine of(SupportVectorMachine settings, Session session, Dataset training, Dataset test) {
        session.say("%s with C = %.0f on %,d images, %d pairs of classes", settings.kernel().text(),
                settings.cost(), training.size(), Coupling.pairs(training.classes().size()));
        var fitted = settings.fit(training, session.rng().split("folds"));
        int[] support = fitted.support();
        session.say(
                "  %,d steps; %,d support vectors, %.0f in a pair on average; KKT gap of the worst pair %.2g",
                fitted.steps(), support.length,
                fitted.pairs().stream().mapToInt(pair -> pair.support().length).average().orElse(0),
                fitted.gap());
        session.say("  %,d rows of the kernel computed of %,d in all pairs",
                fitted.pairs().stream().mapToLong(SupportVectorMachine.Pair::rows).sum(),
                fitted.pairs().stream().mapToLong(SupportVectorMachine.Pair::examples).sum());
        Machine machine = new Machine(fitted, Evaluation.of(fitted.network(), test));
        session.say("  %.2f %% of %,d test images wrong; calibration error %.2f %%", machine.error(),
                test.size(),
                100 * machine.scored.of(new CalibrationError()));
        return machine;
    }

    /** Percentage of the test images whose likeliest class is wrong. */
    double error() {
        return scored.of(new ErrorRate());
    }

    boolean isOptimal() {
        return fitted.gap() <= GAP;
    }
}
