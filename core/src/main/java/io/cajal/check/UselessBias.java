package io.cajal.check;

import io.cajal.nn.Parts;
import java.util.ArrayList;
import java.util.List;

/** A bias that a batch normalisation takes away again. */
record UselessBias() implements Rule {
    @Override
    public String name() {
        return "useless-bias";
    }

    @Override
    public List<Finding> look(Walk walk) {
        List<Finding> findings = new ArrayList<>();
        for (Walk.Step step : walk.steps()) {
            Walk.Step before = NormAtEnd.isBatchNorm(step.layer()) ? walk.before(step) : null;
            if (before != null && before.isWeighted() && Parts.params(before.layer()).containsKey("bias")) {
                findings.add(note(before.where(), "its bias does nothing before " + step.where(),
                        "the normalisation takes every channel's mean away, and the bias with it",
                        "leave it out, as with Conv2d.withoutBias()"));
            }
        }
        return findings;
    }
}
