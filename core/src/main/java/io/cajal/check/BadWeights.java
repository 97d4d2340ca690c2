package io.cajal.check;

import io.cajal.nn.Parts;
import io.cajal.tensor.Param;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Weights that are no numbers, or all the same one: then all units of a layer are one unit and learn alike. */
record BadWeights() implements Rule {
    @Override
    public String name() {
        return "bad-weights";
    }

    @Override
    public List<Finding> look(Walk walk) {
        List<Finding> findings = new ArrayList<>();
        Map<String, Param> params = Parts.params(walk.subject().network());
        String last = params.keySet().stream().filter(name -> Walk.Step.isWeight(name, params.get(name)))
                .reduce((first, second) -> second).orElse(null);
        params.forEach((name, param) -> {
            if (!param.isFinite()) {
                findings.add(error(name, "has NaN or infinite numbers",
                        "the network answers NaN to everything, or soon will",
                        "train it again with a lower learning rate or clipped gradients, or load an earlier file"));
            } else if (Walk.Step.isWeight(name, param) && isOneNumber(param)) {
                findings.add(oneNumber(name, param, name.equals(last)));
            }
        });
        return findings;
    }

    /** In the last layer that is a way to start; before it, no unit can ever become different from the others. */
    private Finding oneNumber(String name, Param param, boolean isLast) {
        String what = "all %,d weights are %s".formatted(param.shape().elements(), param.toFloats()[0]);
        return isLast ? note(name, what, "the network has learned nothing yet",
                "train it; if that was done, its gradients do not reach this layer")
                : error(name, what, "its units are alike, get the same gradients, and so stay alike",
                        "start from random weights, as Linear.of and Init do");
    }

    private static boolean isOneNumber(Param param) {
        float[] values = param.toFloats();
        for (float value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return values.length > 1;
    }
}
