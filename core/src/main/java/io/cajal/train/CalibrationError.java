package io.cajal.train;

import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;

/**
 * The expected calibration error (Naeini, Cooper and Hauskrecht 2015; Guo et al. 2017): examples are sorted
 * into bins by the probability of their predicted class, and the gap between mean probability and accuracy is
 * averaged over the bins, weighted by their size. Outputs are logits [N × C], targets class numbers [N]. 0
 * means that a prediction of 80 % is right in 80 % of the cases.
 *
 * @param bins of equal width; 15 is usual
 */
public record CalibrationError(int bins) implements Metric {
    @Override
    public String name() {
        return "calibration error";
    }

    @Override
    public boolean lowerIsBetter() {
        return true;
    }

    /** With 15 bins. */
    public CalibrationError() {
        this(15);
    }

    public CalibrationError {
        if (bins < 1) {
            throw new CajalException("calibrationError: needs 1 bin or more, got " + bins);
        }
    }

    @Override
    public double of(Tensor outputs, Tensor targets) {
        Tensor probabilities = outputs.softmax(1);
        float[] confidence = probabilities.amax(1).toFloats();
        float[] predicted = outputs.argmax(1).toFloats();
        float[] labels = targets.toFloats();
        double[] gap = new double[bins]; // Σ over the bin's members of probability − right
        for (int i = 0; i < labels.length; i++) {
            int bin = Math.min(bins - 1, (int) (confidence[i] * bins));
            gap[bin] += confidence[i] - (predicted[i] == labels[i] ? 1 : 0);
        }
        double sum = 0;
        for (double g : gap) {
            sum += Math.abs(g);
        }
        return sum / labels.length;
    }
}
