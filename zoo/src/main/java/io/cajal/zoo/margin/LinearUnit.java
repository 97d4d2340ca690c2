package io.cajal.zoo.margin;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Predicts;
import java.util.Arrays;
import java.util.List;

/**
 * One unit that has learned two classes: it answers 1 where w·x + b &gt; 0, else 0.
 *
 * @param weights w, and b as the last
 * @param course the weights on their way, after each change or each pass
 * @param mistakes that were corrected
 * @param atRest whether it stopped because nothing was left to change
 */
public record LinearUnit(double[] weights, List<double[]> course, int mistakes, boolean atRest)
        implements
            Predicts {

    /** Examples as rows with a 1 at the end, and targets 0 or 1. */
    record Rows(double[][] x, double[] target) {
        static Rows of(Dataset data, String who) {
            Batch all = data.all();
            if (data.classes().size() != 2) {
                throw new CajalException(who + ": tells two classes apart, the data have "
                        + (data.classes().isEmpty() ? "values" : data.classes().size()));
            }
            double[] numbers = all.x().flatten(1).toDoubles();
            int width = numbers.length / data.size();
            double[][] x = new double[data.size()][];
            for (int i = 0; i < x.length; i++) {
                x[i] = Arrays.copyOf(Arrays.copyOfRange(numbers, i * width, (i + 1) * width), width + 1);
                x[i][width] = 1;
            }
            return new Rows(x, all.y().toDoubles());
        }

        /** How many are answered rightly. */
        int right(double[] weights) {
            int right = 0;
            for (int i = 0; i < x.length; i++) {
                right += output(weights, x[i]) == target[i] ? 1 : 0;
            }
            return right;
        }
    }

    /** w·x + b for a row with its 1. */
    static double sum(double[] weights, double[] row) {
        double sum = 0;
        for (int k = 0; k < row.length; k++) {
            sum += weights[k] * row[k];
        }
        return sum;
    }

    static double output(double[] weights, double[] row) {
        return sum(weights, row) > 0 ? 1 : 0;
    }

    /** The share of examples that are answered rightly. */
    double accuracy(Dataset data) {
        return (double) Rows.of(data, "unit").right(weights) / data.size();
    }

    /** −f and f, so that the larger says the class. */
    @Override
    public Tensor predict(Tensor x) { // [N × …]
        Tensor rows = x.flatten(1);
        int width = weights.length - 1;
        Tensor f = rows.matmul(Tensor.of(Shape.of(width, 1), Arrays.copyOf(weights, width)))
                .add(weights[width]);
        return Tensor.cat(1, f.neg(), f); // [N × 2]
    }
}
