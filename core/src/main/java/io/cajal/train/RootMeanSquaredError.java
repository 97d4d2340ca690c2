package io.cajal.train;

import io.cajal.loss.Mse;
import io.cajal.tensor.Tensor;

/**
 * The root of the mean of (t − y)², in the unit of the targets.
 */
public record RootMeanSquaredError() implements Metric {
    @Override
    public String name() {
        return "RMSE";
    }

    @Override
    public boolean lowerIsBetter() {
        return true;
    }

    @Override
    public double of(Tensor outputs, Tensor targets) {
        return Math.sqrt(new Mse().of(outputs, targets).item());
    }
}
