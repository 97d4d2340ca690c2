package io.cajal.studio.play;

import io.cajal.tensor.Tensor;

/** What the outputs of a network mean. */
enum Output {
    /** One number near the target. */
    VALUE,
    /** One number in −1 … 1, whose sign is the class. */
    TANH,
    /** One logit, of class 1 against class 0. */
    PROBABILITY,
    /** A logit for each class. */
    SOFTMAX;

    static Output of(Spec spec) {
        return spec.classes() == 0 ? VALUE
                : spec.classes() > 2 ? SOFTMAX : spec.loss().equals(Spec.SQUARE) ? TANH : PROBABILITY;
    }

    /** As the page calls it. */
    String word() {
        return switch (this) {
            case VALUE -> "value";
            case TANH -> "tanh";
            case PROBABILITY -> "probability";
            case SOFTMAX -> "softmax";
        };
    }

    /** What the page is told of outputs [N × units]: probabilities where they are logits. */
    Tensor told(Tensor outputs) {
        return switch (this) {
            case VALUE, TANH -> outputs;
            case PROBABILITY -> outputs.sigmoid();
            case SOFTMAX -> outputs.softmax(1);
        };
    }

    /** What is told, in −1 … 1 for pictures: 2p − 1 for probabilities. */
    float[] shown(float[] told) {
        if (this == VALUE || this == TANH) {
            return told;
        }
        float[] shown = new float[told.length];
        for (int i = 0; i < told.length; i++) {
            shown[i] = 2 * told[i] - 1;
        }
        return shown;
    }

    /** The class of example {@code i}; where nothing is finite, class 0. */
    static int chosen(float[] outputs, int i, int classes) {
        if (classes <= 2) {
            return outputs[i] > 0 ? 1 : 0;
        }
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (outputs[i * classes + k] > outputs[i * classes + best]) {
                best = k;
            }
        }
        return best;
    }
}
