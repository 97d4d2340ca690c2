package io.cajal.text;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.nn.Init;
import io.cajal.optim.Lbfgs;
import io.cajal.optim.Objective;
import io.cajal.optim.Optimizer;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.Map;

/**
 * Multinomial logistic regression, softmax(xW + b), on sparse rows: the linear classifier for counts of n-grams. Minimises
 *
 * <pre>(1/N) Σ cross-entropy + ‖W‖²/(2CN)</pre>
 *
 * by {@link Lbfgs} until no slope is above 1e-4: objective and rule of scikit-learn's LogisticRegression with the same C.
 *
 * @param weight [columns × classes]
 * @param bias [classes]
 */
public record LogisticRegression(Param weight, Param bias) {
    private static final int ITERATIONS = 5;
    private static final int ROUNDS = 40;
    private static final double TOLERANCE = 1e-4;
    private static final int REMEMBERED = 8;

    /**
     * Learns from rows and their class numbers. A larger {@code c} trusts the rows more, a smaller one keeps weights small.
     */
    public static LogisticRegression of(SparseRows rows, int[] labels, int classes, double c) {
        if (rows.size() != labels.length || labels.length == 0 || !(c > 0)) {
            throw new CajalException(
                    "logistic regression: expected a label for each of 1 or more rows and c > 0, "
                            + "got %,d rows, %,d labels, c = %s".formatted(rows.size(), labels.length, c));
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new CajalException("logistic regression: label %d of row %,d is outside 0 … %d"
                        .formatted(labels[i], i, classes - 1));
            }
        }
        LogisticRegression model = new LogisticRegression(Init.zeros(rows.columns(), classes),
                Init.zeros(classes));
        Optimizer optimizer = new Lbfgs(Map.of("weight", model.weight, "bias", model.bias), 1)
                .maxIterations(ITERATIONS).history(REMEMBERED).strongWolfe();
        double[] steepest = {Double.POSITIVE_INFINITY};
        for (int round = 0; round < ROUNDS && steepest[0] > TOLERANCE; round++) {
            optimizer.step(() -> model.objective(rows, labels, c, steepest));
        }
        return model;
    }

    /** {@code steepest} gets the largest slope. */
    private Objective.Value objective(SparseRows rows, int[] labels, double c, double[] steepest) {
        int classes = bias.size(0);
        float[] w = weight.toFloats();
        double[] slope = new double[w.length];
        double[] slopeOfBias = new double[classes];
        double[] logits = new double[classes];
        double shrink = 1 / (c * labels.length);
        double loss = 0;
        for (int j = 0; j < w.length; j++) {
            loss += shrink / 2 * w[j] * w[j];
            slope[j] = shrink * w[j];
        }
        float[] b = bias.toFloats();
        for (int i = 0; i < labels.length; i++) {
            logits(rows, i, w, b, logits);
            double norm = logSumExp(logits);
            loss += (norm - logits[labels[i]]) / labels.length;
            for (int k = 0; k < classes; k++) {
                double off = Math.exp(logits[k] - norm) - (k == labels[i] ? 1 : 0);
                logits[k] = off / labels.length;
                slopeOfBias[k] += logits[k];
            }
            for (int at = rows.starts()[i]; at < rows.starts()[i + 1]; at++) {
                int place = rows.places()[at] * classes;
                for (int k = 0; k < classes; k++) {
                    slope[place + k] += rows.values()[at] * logits[k];
                }
            }
        }
        steepest[0] = Math.max(largest(slope), largest(slopeOfBias));
        return new Objective.Value(loss, Gradients.of(Map.of(weight, Tensor.of(weight.shape(), slope),
                bias, Tensor.of(bias.shape(), slopeOfBias))));
    }

    private static double largest(double[] slope) {
        double largest = 0;
        for (double s : slope) {
            largest = Math.max(largest, Math.abs(s));
        }
        return largest;
    }

    private static void logits(SparseRows rows, int row, float[] w, float[] b, double[] logits) {
        for (int k = 0; k < logits.length; k++) {
            logits[k] = b[k];
        }
        for (int at = rows.starts()[row]; at < rows.starts()[row + 1]; at++) {
            int place = rows.places()[at] * logits.length;
            for (int k = 0; k < logits.length; k++) {
                logits[k] += rows.values()[at] * w[place + k];
            }
        }
    }

    private static double logSumExp(double[] logits) {
        double most = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            most = Math.max(most, logit);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - most);
        }
        return most + Math.log(sum);
    }

    /** xW + b [N × classes], whose softmax are the probabilities. */
    public Tensor logits(SparseRows rows) {
        if (rows.columns() != weight.size(0)) {
            throw new CajalException("logistic regression: learned from %,d columns, got rows of %,d"
                    .formatted(weight.size(0), rows.columns()));
        }
        int classes = bias.size(0);
        float[] w = weight.toFloats();
        float[] b = bias.toFloats();
        double[] one = new double[classes];
        double[] all = new double[rows.size() * classes];
        for (int i = 0; i < rows.size(); i++) {
            logits(rows, i, w, b, one);
            System.arraycopy(one, 0, all, i * classes, classes);
        }
        return Tensor.of(Shape.of(rows.size(), classes), all);
    }
}
