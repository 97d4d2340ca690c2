package io.cajal.zoo.memory;

import io.cajal.tensor.Tensor;
import io.cajal.train.Metric;

/**
 * The percentage of bits that were said wrongly. Of outputs [N × T × bits], logits, the last L steps count, those in which
 * the targets [N × L × bits] are asked for.
 */
record WrongBits() implements Metric {
    @Override
    public String name() {
        return "wrong bits %";
    }

    @Override
    public boolean lowerIsBetter() {
        return true;
    }

    @Override
    public double of(Tensor outputs, Tensor targets) {
        return 100.0 * count(outputs, targets) / targets.shape().elements();
    }

    static int count(Tensor outputs, Tensor targets) {
        float[] said = asked(outputs, targets).toFloats();
        float[] right = targets.toFloats();
        int wrong = 0;
        for (int i = 0; i < right.length; i++) {
            wrong += said[i] > 0 == right[i] > 0.5 ? 0 : 1;
        }
        return wrong;
    }

    /** Of the outputs those of the steps in which something is asked for. */
    static Tensor asked(Tensor outputs, Tensor targets) {
        int steps = targets.size(1);
        return outputs.narrow(1, outputs.size(1) - steps, steps);
    }
}
