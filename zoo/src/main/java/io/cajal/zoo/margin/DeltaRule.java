package io.cajal.zoo.margin;

import io.cajal.base.Rng;
import io.cajal.base.Special;
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
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * {@link Adaline} beside the {@link Perceptron}, in four facts: it learns on when all answers are right; it comes to rest
 * at the solution of least squares, to 10⁻⁶; where the classes overlap it is about as good as the best possible line, while
 * the perceptron jumps about; and examples that lie far on the right side mislead it, but not the perceptron.
 */
public final class DeltaRule implements Recipe {
    private static final int PASSES = 50_000;
    private static final int RESTLESS_PASSES = 100;
    private static final double RATE = 0.05;
    private static final double FAR_RATE = 1e-3;
    private static final double EQUAL = 1e-6;
    /** How much worse than the best possible line counts as about as good. */
    private static final double CLOSE = 0.005;
    /** The last lines of the perceptron, whose errors are averaged. */
    private static final int LAST = 100;

    @Override
    public About about() {
        return new About("adaline", "0, 1",
                "the delta rule beside the perceptron's: what each comes to rest at",
                Goal.atLeast(4, "facts of 4", 4, "Widrow and Hoff 1960"));
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng();
        Dataset parted = parted(rng.split("parted"));
        Dataset mixed = Generators.twoGaussians(500, 2, 1, rng.split("mixed"));
        LinearUnit first = new Perceptron(PASSES, true).fit(parted, rng.split("perceptron"));
        LinearUnit on = new Adaline(RATE, PASSES, false).fit(parted, rng.split("adaline"));
        LinearUnit restless = new Perceptron(RESTLESS_PASSES, true).fit(mixed, rng.split("perceptron 2"));
        LinearUnit rests = new Adaline(RATE, PASSES, false).fit(mixed, rng.split("adaline 2"));
        int facts = Result.facts(learnsOn(session, parted, first, on),
                isLeastSquares(session, parted, on) & isLeastSquares(session, mixed, rests),
                isClose(session, restless, rests, rng.split("test")),
                isMisled(session, parted, rng));
        report(session, parted, mixed, List.of(first, on, restless, rests), facts);
        return new Result(facts, 0);
    }

    /** Two clouds beside the origin, so that the bias has something to learn. */
    private static Dataset parted(Rng rng) {
        Batch clouds = Generators.gauss(60, 0, rng).all();
        return new TensorDataset(clouds.x().add(Tensor.of(-2, 1.5)), clouds.y(), List.of("0", "1"));
    }

    private static boolean learnsOn(Session session, Dataset parted, LinearUnit perceptron,
            LinearUnit adaline) {
        LinearUnit.Rows rows = LinearUnit.Rows.of(parted, "adaline");
        int clean = 0;
        while (clean + 1 < adaline.course().size()
                && rows.right(adaline.course().get(clean)) < parted.size()) {
            clean++;
        }
        double then = squaredError(rows, adaline.course().get(clean));
        double last = squaredError(rows, adaline.weights());
        session.say(
                "parted classes: the perceptron rests after %d mistakes, its line %.3f from the nearest point",
                perceptron.mistakes(), nearest(rows, perceptron.weights()));
        session.say(
                "  Adaline is right on all after pass %d, with a squared error of %.4f, and learns on for %d passes, "
                        + "to %.4f, its line %.3f from the nearest point",
                clean + 1, then,
                adaline.course().size() - clean - 1, last, nearest(rows, adaline.weights()));
        return perceptron.atRest() && adaline.course().size() > clean + 1 && last < then;
    }

    private static double squaredError(LinearUnit.Rows rows, double[] w) {
        double sum = 0;
        for (int i = 0; i < rows.x().length; i++) {
            double miss = 2 * rows.target()[i] - 1 - LinearUnit.sum(w, rows.x()[i]);
            sum += miss * miss;
        }
        return sum / rows.x().length;
    }

    /** The distance of the nearest point from the line; below 0 where one is on the wrong side. */
    private static double nearest(LinearUnit.Rows rows, double[] w) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rows.x().length; i++) {
            least = Math.min(least, (2 * rows.target()[i] - 1) * LinearUnit.sum(w, rows.x()[i]));
        }
        return least / Math.hypot(w[0], w[1]);
    }

    /** Beside the solution of least squares by QR. */
    private static boolean isLeastSquares(Session session, Dataset data, LinearUnit adaline) {
        LinearUnit.Rows rows = LinearUnit.Rows.of(data, "least squares");
        double[] solution = leastSquares(rows);
        double apart = 0;
        for (int k = 0; k < solution.length; k++) {
            apart = Math.max(apart, Math.abs(solution[k] - adaline.weights()[k]));
        }
        session.say("least squares: Adaline's weights on %d points are at most %.1g from the solution by QR",
                data.size(), apart);
        return apart <= EQUAL;
    }

    static double[] leastSquares(LinearUnit.Rows rows) {
        double[][] target = new double[rows.target().length][];
        for (int i = 0; i < target.length; i++) {
            target[i] = new double[] {2 * rows.target()[i] - 1};
        }
        DMatrixRMaj solution = new DMatrixRMaj(rows.x()[0].length, 1);
        CommonOps_DDRM.solve(new DMatrixRMaj(rows.x()), new DMatrixRMaj(target), solution);
        return solution.getData();
    }

    private static boolean isClose(Session session, LinearUnit perceptron, LinearUnit adaline, Rng rng) {
        Dataset test = Generators.twoGaussians(20_000, 2, 1, rng);
        LinearUnit.Rows rows = LinearUnit.Rows.of(test, "test");
        double best = (1 - Special.erf(1)) / 2; // Φ(−√2): the middles are 2√2 apart
        double own = 1 - (double) rows.right(adaline.weights()) / test.size();
        List<double[]> course = perceptron.course();
        List<double[]> last = course.subList(Math.max(0, course.size() - LAST), course.size());
        double jumping = 1 - last.stream().mapToInt(rows::right).average().orElse(0) / test.size();
        session.say(
                "classes that overlap: Adaline %.2f %% wrong, the best possible line %.2f %%, the perceptron's last %d "
                        + "lines %.2f %% on average",
                100 * own, 100 * best, last.size(), 100 * jumping);
        return adaline.atRest() && own <= best + CLOSE && !perceptron.atRest() && jumping > own + CLOSE;
    }

    /** Fifteen examples of class 1 far behind the others of their class, where no line could be wrong. */
    private static boolean isMisled(Session session, Dataset parted, Rng rng) {
        double[][] far = new double[15][];
        double[] one = new double[far.length];
        Rng places = rng.split("far");
        for (int i = 0; i < far.length; i++) {
            far[i] = new double[] {places.uniform(35, 45), places.uniform(35, 45)};
            one[i] = 1;
        }
        Dataset data = parted.and(new TensorDataset(Tensor.of(far), Tensor.of(one), parted.classes()));
        double adaline = new Adaline(FAR_RATE, PASSES, false).fit(data, rng.split("adaline 3"))
                .accuracy(data);
        double perceptron = new Perceptron(PASSES, true).fit(data, rng.split("perceptron 3")).accuracy(data);
        session.say("examples far on the right side: Adaline %.1f %% right, the perceptron %.1f %%",
                100 * adaline, 100 * perceptron);
        return adaline < 1 && perceptron == 1;
    }

    private void report(Session session, Dataset parted, Dataset mixed, List<LinearUnit> units, int facts) {
        new Gallery(this, session)
                .picture("parted", "Classes that a line can part",
                        "The lines over time, the older the paler, the last one thick: the perceptron's after each mistake, "
                                + "Adaline's after 1, 2, 4, 8 … passes. The perceptron rests as soon as all are right; "
                                + "Adaline goes on to the line of least squares.",
                        () -> PlanePanels.of(List.of(
                                UnitPictures.course("perceptron: %d mistakes".formatted(
                                        units.get(0).mistakes()), parted, units.get(0), 10),
                                UnitPictures.doubling("Adaline", parted, units.get(1))), 6))
                .picture("overlapping", "Classes that overlap",
                        "The perceptron's last lines jump about, as there is always another mistake; Adaline comes to rest "
                                + "near the best possible line.",
                        () -> PlanePanels.of(List.of(
                                UnitPictures.course("perceptron: the last 10 lines", mixed, units.get(2), 10),
                                UnitPictures.doubling("Adaline", mixed, units.get(3))), 5))
                .write(facts + " facts of 4");
    }
}
