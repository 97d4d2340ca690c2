package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Generators;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.Arrays;
import java.util.Locale;

/**
 * The perceptron (Rosenblatt 1958): y = 1 where w·x + b > 0, else 0, and after each mistake w ← w + (t − y)
 * x, b ← b + (t − y). (Deck 0 has "w·x ≤ θ ⇒ 0" beside a step that is 1 at 0: at equality they contradict.
 * Here 0 at equality, as the first.)
 *
 * <p>Four facts: it learns AND and OR; on separable data with margin γ inside radius R it makes at most
 * (R/γ)² mistakes (Novikoff 1962); and on XOR it never comes to rest, the best line being right on 3 of 4
 * points, which the pocket algorithm (Gallant 1990) keeps.
 */
public final class Perceptron implements Recipe {
    private static final double[][] CORNERS = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    private static final int PROBLEMS = 1000;
    private static final int PASSES = 1000;

    /**
     * What training came to: the weights with the bias last, how many mistakes it made, whether a whole pass
     * was right, and the most that was ever right.
     */
    private record Trained(double[] weights, int mistakes, boolean converged, int pocket) {
    }

    @Override
    public About about() {
        return new About("perceptron", "0–4",
                "AND, OR, Novikoff's bound, and the end at XOR",
                Goal.atLeast(4, "facts of 4", 4,
                        "Rosenblatt 1958; Novikoff 1962; Minsky and Papert 1969"));
    }

    @Override
    public Result run(Session session) {
        int facts = 0;
        facts += gate(session, "AND", 0, 0, 0, 1);
        facts += gate(session, "OR", 0, 1, 1, 1);
        facts += novikoff(session);
        Trained xor = train(CORNERS, new double[] {0, 1, 1, 0}, true, session.rng().split("xor"));
        session.say(
                "XOR  %s after %d passes and %d mistakes; the pocket holds a line that is right on %d of 4"
                        .formatted(xor.converged ? "learned" : "not learned", PASSES, xor.mistakes,
                                xor.pocket));
        facts += !xor.converged && xor.pocket == 3 ? 1 : 0;
        return new Result(facts, 0);
    }

    private static int gate(Session session, String name, double... targets) {
        Trained t = train(CORNERS, targets, true, session.rng().split(name));
        session.say("%-4s %s: w = (%.0f, %.0f), b = %.0f after %d mistakes".formatted(name,
                t.converged ? "learned" : "not learned", t.weights[0], t.weights[1], t.weights[2],
                t.mistakes));
        return t.converged ? 1 : 0;
    }

    /** A thousand separable problems, without bias as the theorem has it. */
    private static int novikoff(Session session) {
        int within = 0;
        double closest = 0;
        for (int p = 0; p < PROBLEMS; p++) {
            Rng rng = session.rng().split("margin").split(p);
            double gamma = rng.uniform(0.05, 0.4);
            Batch data = Generators.margin(100, 2 + rng.below(9), gamma, rng).all();
            double[][] x = rows(data.x());
            double radius = 0;
            for (double[] row : x) {
                radius = Math.max(radius, Math.sqrt(dot(row, row)));
            }
            Trained t = train(x, data.y().toDoubles(), false, rng);
            double bound = radius * radius / (gamma * gamma);
            within += t.converged && t.mistakes <= bound ? 1 : 0;
            closest = Math.max(closest, t.mistakes / bound);
        }
        session.say(String.format(Locale.ROOT,
                "Novikoff's bound (R/γ)² held on %d of %d separable problems; the most mistakes were %.0f %% of it",
                within, PROBLEMS, 100 * closest));
        return within == PROBLEMS ? 1 : 0;
    }

    /** Rosenblatt's rule over the examples in random order, until a whole pass is right. */
    private static Trained train(double[][] x, double[] targets, boolean withBias, Rng rng) {
        int n = x[0].length;
        double[] w = new double[n + 1];
        int mistakes = 0;
        int pocket = right(w, x, targets);
        for (int pass = 0; pass < PASSES; pass++) {
            boolean clean = true;
            for (int i : rng.permutation(x.length)) {
                double error = targets[i] - output(w, x[i]);
                if (error != 0) {
                    clean = false;
                    mistakes++;
                    for (int k = 0; k < n; k++) {
                        w[k] += error * x[i][k];
                    }
                    w[n] += withBias ? error : 0;
                    pocket = Math.max(pocket, right(w, x, targets));
                }
            }
            if (clean) {
                return new Trained(w, mistakes, true, x.length);
            }
        }
        return new Trained(w, mistakes, false, pocket);
    }

    private static double output(double[] w, double[] x) {
        return dot(w, x) + w[x.length] > 0 ? 1 : 0;
    }

    private static int right(double[] w, double[][] x, double[] targets) {
        int right = 0;
        for (int i = 0; i < x.length; i++) {
            right += output(w, x[i]) == targets[i] ? 1 : 0;
        }
        return right;
    }

    private static double dot(double[] w, double[] x) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += w[k] * x[k];
        }
        return sum;
    }

    private static double[][] rows(Tensor matrix) {
        double[] all = matrix.toDoubles();
        int width = matrix.size(1);
        double[][] rows = new double[matrix.size(0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
        }
        return rows;
    }
}
