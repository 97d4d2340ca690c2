package io.cajal.zoo.margin;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.zoo.kit.Fits;
import java.util.ArrayList;
import java.util.List;

/**
 * The adaptive linear neuron (Widrow and Hoff 1960). It answers as a {@link Perceptron} does, but learns from the sum
 * before the threshold: with targets t = ±1 it goes down the squared error ½(t − w·x − b)², by the <i>delta rule</i>
 * <pre>
 * w ← w + η (t − w·x − b) x,   b ← b + η (t − w·x − b)
 * </pre>
 * So it goes on when all answers are right, until the error is as small as it can be: its only point of rest is the
 * solution of least squares, (XᵀX) w = Xᵀt. It comes to rest where no line parts the classes, too. The price: it wants
 * every sum to be ±1, and an example far on the right side counts as an error, which may cost a line that was right.
 *
 * @param rate η; below 2 divided by the largest eigenvalue of the mean of xxᵀ, else it grows without bound
 * @param passes over the examples
 * @param each whether it learns after each example, in random order, and then circles round its point of rest; else after a
 *     pass, from the mean, and then comes to it
 */
public record Adaline(double rate, int passes, boolean each) implements Fits<LinearUnit> {
    /** Changes below this share of the weights are rounding. */
    private static final double REST = 1e-15;

    public Adaline {
        if (!(rate > 0) || passes < 1) {
            throw new CajalException("adaline: needs a rate above 0 and at least 1 pass, got %s and %d"
                    .formatted(rate, passes));
        }
    }

    @Override
    public LinearUnit fit(Dataset data, Rng rng) {
        LinearUnit.Rows rows = LinearUnit.Rows.of(data, "adaline");
        int n = rows.x().length;
        double[] w = new double[rows.x()[0].length];
        List<double[]> course = new ArrayList<>();
        int corrections = 0;
        boolean rests = false;
        for (int pass = 0; pass < passes && !rests; pass++) {
            double[] before = w.clone();
            double[] sum = new double[w.length];
            for (int i : rng.permutation(n)) {
                double delta = 2 * rows.target()[i] - 1 - LinearUnit.sum(w, rows.x()[i]);
                Perceptron.correct(each ? w : sum, each ? rate * delta : rate / n * delta, rows.x()[i], true);
                corrections++;
            }
            double moved = 0;
            double size = 0;
            for (int k = 0; k < w.length; k++) {
                w[k] += sum[k];
                moved += Math.abs(w[k] - before[k]);
                size += Math.abs(w[k]);
            }
            if (!(size < 1e100)) {
                throw new CajalException("adaline: the weights grew without bound; a rate below %s may do"
                        .formatted(rate));
            }
            course.add(w.clone());
            rests = moved <= REST * size;
        }
        return new LinearUnit(w, course, corrections, rests);
    }
}
