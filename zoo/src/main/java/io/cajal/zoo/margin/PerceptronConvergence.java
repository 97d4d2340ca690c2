package io.cajal.zoo.margin;

import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.Generators;
import io.cajal.data.TensorDataset;
import io.cajal.report.PlanePanels;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.List;

/**
 * Four facts about the {@link Perceptron}: it learns AND and OR; on separable data with margin γ inside radius R it makes
 * at most (R/γ)² mistakes (Novikoff 1962); and on XOR it never comes to rest (Minsky and Papert 1969), the best line being
 * right on 3 of 4 points, which the {@link Pocket} keeps.
 */
public final class PerceptronConvergence implements Recipe {
    private static final double[][] CORNERS = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    private static final List<String> CLASSES = List.of("0", "1");
    private static final int PROBLEMS = 1000;
    private static final int PASSES = 1000;

    @Override
    public About about() {
        return new About("perceptron", "0–4",
                "AND, OR, Novikoff's bound, and the end at XOR",
                Goal.atLeast(4, "facts of 4", 4,
                        "Rosenblatt 1958; Novikoff 1962; Minsky and Papert 1969"));
    }

    @Override
    public Result run(Session session) {
        boolean and = gate(session, "AND", 0, 0, 0, 1);
        boolean or = gate(session, "OR", 0, 1, 1, 1);
        boolean bound = novikoff(session);
        Dataset xor = corners(0, 1, 1, 0);
        LinearUnit restless = new Perceptron(PASSES, true).fit(xor, session.rng().split("xor"));
        LinearUnit pocket = new Pocket(PASSES).fit(xor, session.rng().split("pocket"));
        double kept = 4 * pocket.accuracy(xor);
        session.say(
                "XOR  %s after %d passes and %d mistakes; the pocket holds a line that is right on %.0f of 4",
                restless.atRest() ? "learned" : "not learned", PASSES, restless.mistakes(), kept);
        int facts = Result.facts(and, or, bound, !restless.atRest() && kept == 3);
        report(session, xor, restless, pocket, facts);
        return new Result(facts, 0);
    }

    private static Dataset corners(double... targets) {
        return new TensorDataset(Tensor.of(CORNERS), Tensor.of(targets), CLASSES);
    }

    private static boolean gate(Session session, String name, double... targets) {
        LinearUnit unit = new Perceptron(PASSES, true).fit(corners(targets), session.rng().split(name));
        double[] w = unit.weights();
        session.say("%-4s %s: w = (%.0f, %.0f), b = %.0f after %d mistakes", name,
                unit.atRest() ? "learned" : "not learned", w[0], w[1], w[2], unit.mistakes());
        return unit.atRest();
    }

    /** A thousand separable problems, without bias as the theorem has it. */
    private static boolean novikoff(Session session) {
        int within = 0;
        double closest = 0;
        for (int p = 0; p < PROBLEMS; p++) {
            Rng rng = session.rng().split("margin").split(p);
            double gamma = rng.uniform(0.05, 0.4);
            Dataset data = Generators.margin(100, 2 + rng.below(9), gamma, rng);
            double radius = Math.sqrt(data.all().x().square().sum(1).amax().item());
            LinearUnit unit = new Perceptron(PASSES, false).fit(data, rng);
            double bound = radius * radius / (gamma * gamma);
            within += unit.atRest() && unit.mistakes() <= bound ? 1 : 0;
            closest = Math.max(closest, unit.mistakes() / bound);
        }
        session.say(
                "Novikoff's bound (R/γ)² held on %d of %d separable problems; the most mistakes were %.0f %% of it",
                within, PROBLEMS, 100 * closest);
        return within == PROBLEMS;
    }

    private void report(Session session, Dataset xor, LinearUnit restless, LinearUnit pocket, int facts) {
        if (session.folder() == null) {
            return;
        }
        Batch around = Generators.margin(80, 2, 0.06, session.rng().split("clouds")).all();
        Dataset parted = new TensorDataset(around.x().add(0.4), around.y(), CLASSES); // beside the origin
        LinearUnit unit = new Perceptron(PASSES, true).fit(parted, session.rng().split("clouds"));
        new Gallery(this, session)
                .picture("parted", "Two classes that a line can part",
                        "The perceptron's line after each mistake, the older the paler; thick where it came to rest. It "
                                + "rests at the first line that is right on all, however close it passes by a point.",
                        () -> PlanePanels.of(List.of(UnitPictures.course("%d mistakes, then rest"
                                .formatted(unit.mistakes()), parted, unit, 14)), 1.5))
                .picture("xor", "XOR",
                        "Left the last lines of the perceptron, which go round for ever. Right the line in the pocket: three "
                                + "of the four points are on their side, and no line can do better.",
                        () -> PlanePanels.of(List.of(
                                UnitPictures.course("perceptron: never at rest", xor, restless, 8),
                                UnitPictures.course("pocket: 3 of 4 right", xor, pocket, 1)), 1.5))
                .write(facts + " facts of 4");
    }
}
