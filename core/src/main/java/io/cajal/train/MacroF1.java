package io.cajal.train;

import io.cajal.tensor.Tensor;

/**
 * The mean over the classes of F1 = 2tp/(2tp + fp + fn), each class counting alike; a class that is never
 * seen nor predicted counts 0. Outputs [N × C], class numbers [N].
 */
public record MacroF1() implements Metric {
    @Override
    public String name() {
        return "macro F1";
    }

    @Override
    public boolean lowerIsBetter() {
        return false;
    }

    @Override
    public double of(Tensor outputs, Tensor targets) {
        return ConfusionMatrix.of(outputs, targets).macroF1();
    }
}
