package io.cajal.check;

import io.cajal.nn.Elementwise;
import io.cajal.nn.activation.Relu;
import java.util.ArrayList;
import java.util.List;

/** Units that give the same number to all examples: rectified ones that are off, or others that are stuck. */
record DeadUnits() implements Rule {
    /** Fewer rows than these say little. */
    private static final int LEAST_ROWS = 30;
    /** Of deep networks with the usual random weights a third is off before training, and comes back. */
    private static final double SOME = 0.5;
    private static final double MANY = 0.75;

    @Override
    public String name() {
        return "dead-units";
    }

    @Override
    public List<Finding> look(Walk walk) {
        List<Finding> findings = new ArrayList<>();
        int rows = walk.subject().x().size(0);
        for (Walk.Step step : walk.steps()) {
            if (rows < LEAST_ROWS || !(step.layer() instanceof Elementwise) || step.out().rank() < 2) {
                continue;
            }
            Units units = Units.of(step.out());
            double share = (double) units.constant() / units.count();
            if (share < (walk.subject().drawn() ? MANY : SOME)) {
                continue;
            }
            boolean off = step.layer() instanceof Relu;
            String what = "%d of %d units %s on all %,d %s".formatted(units.constant(), units.count(),
                    off ? "are off" : "say the same", rows,
                    walk.subject().drawn() ? "made-up inputs; give DATA to be sure" : "rows");
            String why = off ? "a rectified unit that is never on gets no gradient, and may stay so"
                    : "they tell no example from another";
            String change = off ? "lower the learning rate, or take LeakyRelu, Gelu or a batch normalisation"
                    : "look at the weights before it: they may be 0, or far too large";
            findings.add(share < MANY || walk.subject().drawn() ? note(step.where(), what, why, change)
                    : warning(step.where(), what, why, change));
        }
        return findings;
    }
}
