package io.cajal.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Hidden sigmoids and the like that are at their limits, where they have no slope. */
record SaturatedUnits() implements Rule {
    /** Of the range, from its ends. */
    private static final double NEAR = 0.01;
    private static final double SHARE = 0.5;

    @Override
    public String name() {
        return "saturated-units";
    }

    @Override
    public List<Finding> look(Walk walk) {
        List<Finding> findings = new ArrayList<>();
        for (Walk.Step step : walk.steps()) {
            Reach reach = walk.hasWeightsAfter(step) ? Reach.of(step.layer()) : null;
            if (reach == null || !reach.isBounded() || !reach.isRising()) {
                continue;
            }
            double share = share(step, reach);
            if (share > SHARE) {
                String what = String.format(Locale.ROOT, "%.0f %% of its numbers are at the ends of %s",
                        100 * share,
                        reach.text());
                String why = "there the slope is almost 0, and so are the gradients of all layers before";
                String change = "scale the inputs, start from smaller weights, or take Relu";
                findings.add(
                        walk.subject().drawn() ? note(step.where(), what + " on made-up inputs", why, change)
                                : warning(step.where(), what, why, change));
            }
        }
        return findings;
    }

    private static double share(Walk.Step step, Reach reach) {
        double margin = NEAR * (reach.high() - reach.low());
        float[] values = step.out().toFloats();
        int near = 0;
        for (float value : values) {
            near += value < reach.low() + margin || value > reach.high() - margin ? 1 : 0;
        }
        return (double) near / Math.max(1, values.length);
    }
}
