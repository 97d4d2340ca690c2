package io.cajal.zoo.margin;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.zoo.kit.Fits;
import java.util.ArrayList;
import java.util.List;

/**
 * The pocket algorithm with ratchet (Gallant 1990): a {@link Perceptron} that keeps its best line in its pocket. Weights go
 * there when they have answered more examples in a row than those that lie there did, and are right on more of the whole
 * set. With many steps the pocket holds the best line there is, with a probability as near to 1 as one likes, where a
 * perceptron alone jumps about for ever. It says nothing about how near the best is, and for many inputs "many steps" are
 * too many.
 *
 * @param passes over the examples at most; in a step any example comes, drawn at random
 */
public record Pocket(int passes) implements Fits<LinearUnit> {
    public Pocket {
        if (passes < 1) {
            throw new CajalException("pocket: needs at least 1 pass, got " + passes);
        }
    }

    @Override
    public LinearUnit fit(Dataset data, Rng rng) {
        LinearUnit.Rows rows = LinearUnit.Rows.of(data, "pocket");
        int n = rows.x().length;
        double[] w = new double[rows.x()[0].length];
        double[] pocket = w.clone();
        int pocketRight = rows.right(pocket);
        int pocketRun = 0;
        int run = 0;
        int mistakes = 0;
        List<double[]> course = new ArrayList<>();
        for (long step = 0; step < (long) passes * n && pocketRight < n; step++) {
            int i = rng.below(n);
            double error = rows.target()[i] - LinearUnit.output(w, rows.x()[i]);
            if (error == 0) {
                run++;
                int right = run > pocketRun ? rows.right(w) : 0;
                if (right > pocketRight) {
                    pocket = w.clone();
                    pocketRight = right;
                    pocketRun = run;
                    course.add(pocket);
                }
            } else {
                Perceptron.correct(w, error, rows.x()[i], true);
                mistakes++;
                run = 0;
            }
        }
        return new LinearUnit(pocket, course, mistakes, pocketRight == n);
    }
}
