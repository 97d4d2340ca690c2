package io.cajal.check;

import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Layer;
import java.util.List;

/** A batch normalisation whose result is the network's. */
record NormAtEnd() implements Rule {
    static boolean isBatchNorm(Layer layer) {
        return layer instanceof BatchNorm1d || layer instanceof BatchNorm2d;
    }

    @Override
    public String name() {
        return "norm-at-end";
    }

    @Override
    public List<Finding> look(Walk walk) {
        return walk.last() == null || !isBatchNorm(walk.last().layer()) ? List.of()
                : List.of(warning(walk.end(), "a batch normalisation is the last layer",
                        "in training an answer then depends on the other examples of its batch, and each output is held to "
                                + "one mean and deviation",
                        "leave it out after the last weights"));
    }
}
