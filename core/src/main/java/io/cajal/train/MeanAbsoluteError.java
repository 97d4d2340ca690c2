package io.cajal.train;

import io.cajal.loss.L1;
import io.cajal.tensor.Tensor;

/**
 * The mean of |t − y|, in the unit of the targets.
 */
public record MeanAbsoluteError() implements Metric {
    @Override
    public String name() {
        return "MAE";
    }

    @Override
    public boolean lowerIsBetter() {
        return true;
    }

    @Override
    public double of(Tensor outputs, Tensor targets) {
        return new L1().of(outputs, targets).item();
    }
}
