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
        int count = targets.size(0); // counted: 100 · (1 − 0.985) is more than 1.5
        return 100.0 * (count - Accuracy.right(outputs, targets)) / count;
    }
}
