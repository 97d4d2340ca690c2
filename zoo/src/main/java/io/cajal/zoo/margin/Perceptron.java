package io.cajal.zoo.margin;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.zoo.kit.Fits;
import java.util.ArrayList;
import java.util.List;

/**
 * The perceptron (Rosenblatt 1958): y = 1 where w·x + b &gt; 0, else 0, and after each mistake w ← w + (t − y) x,
 * b ← b + (t − y). (Deck 0 has "w·x ≤ θ ⇒ 0" beside a step that is 1 at 0: at equality they contradict. Here 0 at
 * equality, as the first.)
 *
 * <p>Where some line with margin γ parts the classes inside radius R, it makes at most (R/γ)² mistakes (Novikoff 1962)
 * and then rests, at the first line that is right on all, however narrowly. Where none does, it never rests, and its last
 * line says little: there take the {@link Pocket}, {@link Adaline} or a {@link SupportVectorMachine}.
 *
 * @param passes over the examples at most, each in a random order
 * @param withBias whether b is learned; without, lines go through the origin
 */
public record Perceptron(int passes, boolean withBias) implements Fits<LinearUnit> {
    public Perceptron {
        if (passes < 1) {
            throw new CajalException("perceptron: needs at least 1 pass, got " + passes);
        }
    }

    @Override
    public LinearUnit fit(Dataset data, Rng rng) {
        LinearUnit.Rows rows = LinearUnit.Rows.of(data, "perceptron");
        double[] w = new double[rows.x()[0].length];
        List<double[]> course = new ArrayList<>();
        int mistakes = 0;
        for (int pass = 0; pass < passes; pass++) {
            boolean clean = true;
            for (int i : rng.permutation(rows.x().length)) {
                double error = rows.target()[i] - LinearUnit.output(w, rows.x()[i]);
                if (error != 0) {
                    clean = false;
                    mistakes++;
                    correct(w, error, rows.x()[i], withBias);
                    course.add(w.clone());
                }
            }
            if (clean) {
                return new LinearUnit(w, course, mistakes, true);
            }
        }
        return new LinearUnit(w, course, mistakes, false);
    }

    /** w ← w + error·x, the bias being the last. */
    static void correct(double[] w, double error, double[] row, boolean withBias) {
        for (int k = 0; k < row.length - 1; k++) {
            w[k] += error * row[k];
        }
        w[row.length - 1] += withBias ? error : 0;
    }
}
