package io.cajal.zoo.kit;

import io.cajal.nn.Layer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/** A machine that no gradient trained, and that is a layer all the same: it saves as any other model. */
public record FittedLayer(Layer network) implements Predicts {
    @Override
    public Tensor predict(Tensor x) {
        return Run.evaluation().call(() -> network.apply(x));
    }
}
