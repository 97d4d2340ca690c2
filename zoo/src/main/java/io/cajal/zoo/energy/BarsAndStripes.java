package io.cajal.zoo.energy;

import io.cajal.backend.Arena;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Sgd;
import io.cajal.report.Curves;
import io.cajal.report.Sheet;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Step;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What {@link BoltzmannMachine Boltzmann machines} can learn, where all is small enough to be summed up
 * exactly.
 * <ul>
 * <li>A machine with 10 visible and 3 hidden units learns, by the exact gradient, the odds of another one, up
 * to a KL divergence of 1e-4. One without hidden units, which knows pairs only, cannot.
 * <li>Two valleys with a wall between them: one chain stays where it began, parallel tempering finds the odds
 * of both.
 * <li>A restricted machine with 16 hidden units learns the bars and stripes of 4 × 4 pixels (MacKay 2003): an
 * orientation is drawn, then each of four lines is on or off. Of 32 such draws 30 pictures differ, as all off
 * and all on come of both orientations and are twice as likely. The figure is Σ ln p over the 30 pictures;
 * the true odds have 28 ln 1/32 + 2 ln 2/32 = −102.59 (Fischer and Igel 2010). It learns by PCD whose chains
 * are tempered: those of plain PCD are caught by the very valleys that they dig.
 * <li>{@link AnnealedImportance} finds ln Z of that machine within 0.05 of the exact sum over 2¹⁶ states.
 * </ul>
 */
public final class BarsAndStripes implements Recipe {
    static final int SIDE = 4;
    private static final int PIXELS = SIDE * SIDE;
    private static final int HIDDEN = 16;
    private static final int PICTURES = 30;
    private static final int LEVELS = 10;
    private static final int CHAINS = 100;
    private static final double RATE = 0.2;
    private static final int STARTS = 10;
    private static final double EXACT = 1e-4;
    private static final double NEAR = 0.05;

    @Override
    public About about() {
        return new About("boltzmann-machine", "2",
                "odds learned exactly, and bars and stripes by tempered chains",
                Goal.atLeast(-105, "Σ ln p of 30 pictures, if KL ≤ 1e-4 and AIS within 0.05", -102.59,
                        "the true odds; Fischer and Igel 2010"));
    }

    @Override
    public Result run(Session session) {
        List<double[]> learning = new ArrayList<>();
        double divergence = exactly(session, learning);
        double caught = valleys(session);
        cooling(session);
        Rbm rbm = Rbm.of(PIXELS, HIDDEN, session.rng().split("weights"));
        List<double[]> curve = bars(session, rbm);
        double exact = rbm.logPartition();
        double sum = likelihood(rbm, exact);
        AnnealedImportance z = AnnealedImportance.of(rbm, Tensor.zeros(PIXELS), 500,
                session.quick() ? 1000 : 5000,
                session.rng().split("annealing"));
        session.say("bars and stripes: Σ ln p over 30 pictures %.2f; the true odds have %.2f", sum, best());
        session.say(
                "ln Z is %.4f; annealed importance sampling says %.4f (three standard errors: %.4f … %.4f)",
                exact,
                z.logZ(), z.low(), z.high());
        if (session.folder() != null) {
            report(session, rbm, learning, curve, sum);
        }
        boolean holds = divergence <= EXACT && Math.abs(z.logZ() - exact) <= NEAR && caught <= NEAR;
        return Result.provided(holds, sum, -PICTURES * PIXELS * Math.log(2));
    }

    /**
     * KL to the odds of another machine, with hidden units; {@code curve} takes it by step, with and without. With hidden
     * units there are many valleys, so the best of some short trainings goes on.
     */
    private static double exactly(Session session, List<double[]> curve) {
        Rng rng = session.rng().split("exact");
        double[] odds = BoltzmannMachine.random(10, 2, 1.5, rng.split("teacher")).visibleOdds();
        int starts = session.quick() ? 2 : STARTS;
        int steps = session.quick() ? 100 : 4000;
        BoltzmannMachine best = IntStream.range(0, starts).mapToObj(start -> {
            BoltzmannMachine student = BoltzmannMachine.random(10, 3, 0.5, rng.split("student").split(start));
            student.learn(odds, session.quick() ? 50 : 300, 0.2, 0.9);
            return student;
        }).min(Comparator.comparingDouble(student -> student.divergence(odds))).orElseThrow();
        double[] with = best.learn(odds, steps, 0.2, 0.9);
        double[] without = BoltzmannMachine.random(10, 0, 0.1, rng.split("pairs")).learn(odds, steps, 0.2,
                0.9);
        for (int i = 0; i < with.length; i++) {
            curve.add(new double[] {10 * (i + 1), with[i], without[i]});
        }
        double last = with[with.length - 1];
        session.say(
                "10 visible units: KL %.1e after %,d exact steps with 3 hidden units, the best of %d starts; %.1e without",
                last, steps, starts, without[without.length - 1]);
        return last;
    }

    /** How far, in total variation, tempered chains are from the odds of two valleys. */
    private static double valleys(Session session) {
        Rng rng = session.rng().split("valleys");
        BoltzmannMachine machine = twoValleys(8);
        double[] exact = machine.odds(1);
        int sweeps = session.quick() ? 20_000 : 100_000;
        double one = distance(exact, machine.gibbs(sweeps, rng.split("one")));
        double tempered = distance(exact,
                machine.temper(new double[] {1, 0.75, 0.5, 0.35, 0.2, 0}, sweeps, rng.split("tempered")));
        session.say(
                "two valleys, %,d sweeps: one chain is %.3f from the odds (total variation), a tempered one %.3f",
                sweeps, one, tempered);
        return tempered;
    }

    /** How often the lowest energy of random machines is found by cooling slowly, and in haste. */
    private static void cooling(Session session) {
        int units = 14;
        int slow = 0;
        int hasty = 0;
        for (int problem = 0; problem < 10; problem++) {
            Rng rng = session.rng().split("cooling").split(problem);
            BoltzmannMachine machine = BoltzmannMachine.random(units, 0, 1, rng.split("machine"));
            double lowest = IntStream.range(0, 1 << units).mapToDouble(machine::energy).min().orElseThrow();
            for (int start = 0; start < 10; start++) {
                slow += machine.energy(machine.anneal(20, 1000, rng.split(start))) == lowest ? 1 : 0;
                hasty += machine.energy(machine.anneal(20, 5, rng.split(start))) == lowest ? 1 : 0;
            }
        }
        session.say(
                "the lowest energy of %d units: found in %d of 100 annealings of 1,000 sweeps, in %d of 5 sweeps",
                units, slow, hasty);
    }

    /**
     * All units like to be as the others are; a wall of energy n² J/8 = 16 stands between all off and all on.
     */
    static BoltzmannMachine twoValleys(int n) {
        BoltzmannMachine machine = BoltzmannMachine.random(n, 0, 0, Rng.of(0));
        double strength = 128.0 / (n * n);
        for (int i = 0; i < n; i++) {
            machine.bias(i, -strength * (n - 1) / 2);
            for (int j = 0; j < i; j++) {
                machine.link(i, j, strength);
            }
        }
        return machine;
    }

    /** Half of the sum of all differences. */
    static double distance(double[] p, double[] q) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += Math.abs(p[i] - q[i]) / 2;
        }
        return sum;
    }

    /** All 32 draws [32 × 16]: rows on or off, then columns. */
    static Tensor draws() {
        double[][] draws = new double[2 << SIDE][PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            for (int code = 0; code < 1 << SIDE; code++) {
                draws[code][i] = code >> i / SIDE & 1;
                draws[(1 << SIDE) + code][i] = code >> i % SIDE & 1;
            }
        }
        return Tensor.of(draws);
    }

    /**
     * The 30 that differ: columns without all off, which comes first of them, and all on, which comes last.
     */
    static Tensor pictures() {
        Tensor all = draws();
        int half = 1 << SIDE;
        return Tensor.cat(0, all.narrow(0, 0, half), all.narrow(0, half + 1, half - 2));
    }

    static double best() {
        return 28 * Math.log(1 / 32.0) + 2 * Math.log(2 / 32.0);
    }

    private static double likelihood(Rbm rbm, double logZ) {
        return -Run.recording(false).call(() -> rbm.freeEnergy(pictures()).sum().item()) - PICTURES * logZ;
    }

    /** Learns them; returns Σ ln p by update. */
    private static List<double[]> bars(Session session, Rbm rbm) {
        Rng rng = session.rng().split("bars");
        Contrast contrast = Contrast.tempered(rbm, LEVELS, CHAINS, rng.split("chains"));
        Optimizer sgd = new Sgd(contrast, RATE);
        Step step = contrast.step(sgd, 1);
        Batch all = new Batch(draws(), draws());
        int updates = session.quick() ? 1500 : 10_000;
        Arena arena = rbm.weight().device().arena();
        List<double[]> curve = new ArrayList<>();
        for (int update = 1; update <= updates; update++) {
            sgd.learningRate(RATE * (1 - (update - 1.0) / updates));
            Run.training(rng.split(update)).run(() -> arena.step(() -> {
                step.take(all);
            }));
            if (update % (updates / 20) == 0) {
                double sum = likelihood(rbm, rbm.logPartition());
                curve.add(new double[] {update, sum, best()});
                session.say("update %,6d  Σ ln p %.2f", update, sum);
            }
        }
        return curve;
    }

    private void report(Session session, Rbm rbm, List<double[]> learning, List<double[]> curve, double sum) {
        Tensor drawn = AnnealedImportance.draws(rbm, Tensor.zeros(PIXELS), 60, 2000,
                session.rng().split("drawn"));
        new Gallery(this, session)
                .picture("bars", "Σ ln p of the 30 pictures by update",
                        "Exact, by summing over all states. The straight line is what the true odds have.",
                        () -> Curves.of("update", "Σ ln p, nats")
                                .line("restricted machine", column(curve, 0), column(curve, 1))
                                .line("true odds", column(curve, 0), column(curve, 2)).draw())
                .grid("drawn", "Drawn by the machine that has learned bars and stripes",
                        "A picture counts as right if all of its lines are whole: nearly all should be.",
                        drawn.mul(0.7).add(0.1).reshape(Shape.of(60, 1, SIDE, SIDE)), 15, 8)
                .picture("fields", "Its hidden units",
                        "Weights between the 16 pixels and each of 16 hidden units.",
                        () -> Sheet.of(rbm.weight().detach().reshape(HIDDEN, SIDE, SIDE), List.of(), 8, 12,
                                false))
                .picture("exact", "Learning odds by the exact gradient",
                        "KL divergence from the odds of a machine with 10 visible and 2 hidden units, as a power of ten.",
                        () -> Curves.of("step", "log₁₀ KL")
                                .line("3 hidden units", column(learning, 0), log(learning, 1))
                                .line("none", column(learning, 0), log(learning, 2)).draw())
                .write(String.format(Locale.ROOT, "Σ ln p %.2f, the true odds have %.2f", sum, best()));
    }

    private static double[] column(List<double[]> rows, int which) {
        return rows.stream().mapToDouble(row -> row[which]).toArray();
    }

    private static double[] log(List<double[]> rows, int which) {
        return rows.stream().mapToDouble(row -> Math.log10(Math.max(1e-12, row[which]))).toArray();
    }
}
