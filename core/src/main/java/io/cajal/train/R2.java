package io.cajal.train;

import io.cajal.loss.Loss;
import io.cajal.tensor.Tensor;
import java.util.Arrays;

/**
 * The coefficient of determination 1 − Σ(t − y)²/Σ(t − t̄)²: 1 is perfect, 0 is what always answering the
 * mean gives. NaN when the targets do not vary.
 */
public record R2() implements Metric {
    @Override
    public String name() {
        return "R²";
    }

    @Override
    public boolean lowerIsBetter() {
        return false;
    }

    @Override
    public double of(Tensor outputs, Tensor targets) {
        Loss.sameShape("r2", outputs, targets);
        double[] y = outputs.toDoubles();
        double[] t = targets.toDoubles();
        double mean = Arrays.stream(t).average().orElse(Double.NaN);
        double residual = 0;
        double total = 0;
        for (int i = 0; i < t.length; i++) {
            residual += (t[i] - y[i]) * (t[i] - y[i]);
            total += (t[i] - mean) * (t[i] - mean);
        }
        return total == 0 ? Double.NaN : 1 - residual / total;
    }
}
