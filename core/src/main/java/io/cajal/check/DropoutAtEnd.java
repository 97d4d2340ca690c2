package io.cajal.check;

import io.cajal.nn.Dropout;
import io.cajal.nn.Dropout2d;
import io.cajal.nn.Layer;
import java.util.List;

/** Dropout that nothing learns to make up for. */
record DropoutAtEnd() implements Rule {
    @Override
    public String name() {
        return "dropout-at-end";
    }

    @Override
    public List<Finding> look(Walk walk) {
        return walk.steps().stream().filter(step -> isActive(step.layer()) && !walk.hasWeightsAfter(step)
                && walk.steps().stream().anyMatch(Walk.Step::isWeighted))
                .map(step -> warning(step.where(), "dropout after the last layer with weights",
                        "it sets answers themselves to 0 at random: noise that no later layer can average out",
                        "put it before the last layer, or leave it out"))
                .toList();
    }

    private static boolean isActive(Layer layer) {
        return layer instanceof Dropout dropout && dropout.p() > 0
                || layer instanceof Dropout2d whole && whole.p() > 0;
    }
}
