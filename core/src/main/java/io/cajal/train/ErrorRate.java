package io.cajal.train;

import io.cajal.tensor.Tensor;

/** The percentage of examples that are classified wrongly: 100 · (1 − accuracy). */
public record ErrorRate() implements Metric {
    @Override
    public String name() {
        return "error %";
    }

    @Override
    public boolean lowerIsBetter() {
        return true;
    }

    @Override
    public double of(Tensor outputs, Tensor targets) {
        return 100 * (1 - new Accuracy().of(outputs, targets));
    }
}
