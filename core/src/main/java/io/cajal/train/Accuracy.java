package io.cajal.train;

import io.cajal.tensor.Tensor;

/** The share of examples whose largest output [N × C] is at their class number [N]. */
public record Accuracy() implements Metric {
    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public boolean lowerIsBetter() {
        return false;
    }

    @Override
    public double of(Tensor outputs, Tensor targets) {
        return (double) right(outputs, targets) / targets.size(0);
    }

    /** How many examples. */
    static int right(Tensor outputs, Tensor targets) {
        float[] predicted = outputs.argmax(1).toFloats();
        float[] labels = targets.toFloats();
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += predicted[i] == labels[i] ? 1 : 0;
        }
        return right;
    }
}
