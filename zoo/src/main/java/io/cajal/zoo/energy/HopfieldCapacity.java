package io.cajal.zoo.energy;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Digits;
import io.cajal.report.Curves;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How much a {@link Hopfield} network can hold. α N random patterns are stored in N = 2,000 units; it starts
 * from one of them with a tenth of the units turned over, and the figure is the overlap with that pattern
 * when it has come to rest: 1 is perfect recall. Up to α = 0.138 the network mends nearly all; just beyond,
 * it forgets everything at once. The curve is what Amit, Gutfreund and Sompolinsky (1985) computed for N → ∞:
 * with y the root of y(√(2α) + 2/√π e^{−y²}) = erf y, the overlap is erf y.
 *
 * <p>Far above that the pseudo-inverse still recalls, and dense and modern networks with it. The energy after
 * every flip is watched: it has to fall. Look at the picture of ten digits recalled, where Hebb's rule, which
 * needs patterns that have little in common, falls into a mixture of all.
 */
public final class HopfieldCapacity implements Recipe {
    private static final double[] LOADS = {0.02, 0.05, 0.08, 0.10, 0.12, 0.13, 0.14, 0.15, 0.17, 0.20};
    private static final double NOISE = 0.1;
    /** All at once: as many as nearly always suffice, where the state does not swing between two. */
    private static final int STEPS = 50;
    private static final int PERFECT = 1;
    private static final int BELOW = 4;
    private static final int ABOVE = 8;

    @Override
    public About about() {
        return new About("hopfield", "2",
                "a memory that falls into what it holds, and its capacity of 0.138 N",
                Goal.atLeast(0.97, "overlap at α = 0.12, if ≥ 0.999 at 0.05 and ≤ 0.6 at 0.17", 0.9932,
                        "Amit, Gutfreund and Sompolinsky 1985, for N → ∞"));
    }

    /** What was measured at one load: overlaps after recall one by one and all at once. */
    private record Row(double load, double asynchronous, double synchronous) {
    }

    /** Counts flips, and those after which the energy was not lower. */
    private static final class Descent {
        private long flips;
        private long rises;
        private double last;

        void from(double energy) {
            last = energy;
        }

        void to(double energy) {
            flips++;
            rises += energy < last ? 0 : 1;
            last = energy;
        }
    }

    @Override
    public Result run(Session session) {
        int n = session.quick() ? 500 : 2000;
        int recalls = session.quick() ? 10 : 40;
        session.say("%,d units, %d patterns recalled at each load, a tenth of their units wrong at the start",
                n,
                recalls);
        session.say("     α  patterns  one by one  all at once  theory for N → ∞");
        Descent descent = new Descent();
        List<Row> rows = new ArrayList<>();
        for (double load : LOADS) {
            Row row = measure(load, n, recalls, descent, session.rng().split(Math.round(load * 1000)));
            session.say("  %.2f  %8d  %10.4f  %11.4f  %16.4f", load, Math.round(load * n), row.asynchronous,
                    row.synchronous, theory(load));
            rows.add(row);
        }
        session.say("the energy fell at %,d of %,d flips", descent.flips - descent.rises, descent.flips);
        List<List<String>> beyond = beyond(session);
        if (session.folder() != null) {
            report(session, rows, beyond, descent);
        }
        boolean holds = rows.get(PERFECT).asynchronous >= 0.999 && rows.get(ABOVE).asynchronous <= 0.6
                && descent.rises == 0;
        return Result.provided(holds, rows.get(BELOW).asynchronous, 1 - 2 * NOISE);
    }

    private static Row measure(double load, int n, int recalls, Descent descent, Rng rng) {
        int p = (int) Math.round(load * n);
        Tensor patterns = Hopfield.random(p, n, rng.split("patterns"));
        Hopfield network = Hopfield.hebb(patterns);
        int count = Math.min(p, recalls);
        double one = 0;
        Tensor[] starts = new Tensor[count];
        for (int mu = 0; mu < count; mu++) {
            Tensor pattern = patterns.select(0, mu);
            starts[mu] = Hopfield.noisy(pattern, NOISE, rng.split("noise").split(mu));
            Rng order = rng.split("order").split(mu);
            Hopfield.Walk walk = network.walk(starts[mu]);
            descent.from(walk.energy());
            while (walk.sweep(order, descent::to)) {
                // until it rests
            }
            one += Hopfield.overlap(walk.state(), pattern) / count;
        }
        Tensor together = Tensor.stack(0, starts);
        for (int step = 0; step < STEPS; step++) {
            together = network.synchronous(together);
        }
        return new Row(load, one, Hopfield.overlap(together, patterns.narrow(0, 0, count)));
    }

    /** The largest y on a fine grid at which the equation above still holds. */
    static double theory(double load) {
        Tensor y = Tensor.linspace(0.001, 6, 60_000);
        Tensor erf = y.erf();
        Tensor wanted = y.square().neg().exp().mul(2 / Math.sqrt(Math.PI)).add(Math.sqrt(2 * load)).mul(y);
        Tensor possible = erf.ge(wanted);
        return possible.sum().item() == 0 ? 0 : erf.mul(possible).amax().item();
    }

    /** Loads at which Hebb's rule has long forgotten everything. */
    private static List<List<String>> beyond(Session session) {
        Rng rng = session.rng().split("beyond");
        int n = session.quick() ? 200 : 1000;
        List<List<String>> table = new ArrayList<>(
                List.of(List.of("network", "units", "patterns", "α", "overlap")));
        Tensor third = Hopfield.random(n * 35 / 100, n, rng.split("third"));
        Hopfield projection = Hopfield.pseudoInverse(third);
        add(session, table, "pseudo-inverse", third, start -> projection.recall(start, rng.split("walk")),
                rng);
        Tensor few = Hopfield.random(500, 100, rng.split("five-fold"));
        DenseHopfield dense = DenseHopfield.of(few, 4);
        add(session, table, "dense, n = 4", few, start -> dense.recall(start, rng.split("dense")), rng);
        Tensor many = Hopfield.random(20 * n, n, rng.split("twenty-fold"));
        ModernHopfield modern = new ModernHopfield(many, 0.2);
        add(session, table, "modern, one step", many,
                start -> modern.step(start.reshape(1, n)).reshape(n), rng);
        return table;
    }

    private interface Recall {
        Tensor from(Tensor start);
    }

    private static void add(Session session, List<List<String>> table, String name, Tensor patterns,
            Recall recall,
            Rng rng) {
        int n = patterns.size(1);
        int p = patterns.size(0);
        int count = 10;
        double sum = 0;
        for (int mu = 0; mu < count; mu++) {
            Tensor pattern = patterns.select(0, mu);
            sum += Hopfield.overlap(recall.from(Hopfield.noisy(pattern, NOISE, rng.split(mu))), pattern);
        }
        session.say("%s: %,d patterns in %,d units, α = %.2f: overlap %.4f", name, p, n, (double) p / n,
                sum / count);
        table.add(List.of(name, String.format(Locale.ROOT, "%,d", n), String.format(Locale.ROOT, "%,d", p),
                String.format(Locale.ROOT, "%.2f", (double) p / n),
                String.format(Locale.ROOT, "%.4f", sum / count)));
    }

    private void report(Session session, List<Row> rows, List<List<String>> beyond, Descent descent) {
        Rng rng = session.rng().split("digits");
        Tensor grey = Mnist.oneOfEach(Digits.load().range(0, 1000)).flatten(1);
        Tensor digits = grey.gt(0.4).mul(2).sub(1); // [10 × 784]
        Tensor pattern = digits.select(0, 3);
        Tensor start = Hopfield.noisy(pattern, 0.3, rng.split("noise"));
        Map<String, Hopfield> networks = new LinkedHashMap<>();
        networks.put("pseudo-inverse", Hopfield.pseudoInverse(digits));
        networks.put("Hebb's rule", Hopfield.hebb(digits));
        new Gallery(this, session)
                .picture("recall", "A digit recalled",
                        "Ten digits are stored. The network starts from the 3 with three of ten pixels turned over, and asks its "
                                + "pixels one after the other, in random order; each flip lowers the energy. The pseudo-inverse finds "
                                + "the 3; Hebb's rule ends in a mixture, as digits have much in common.",
                        () -> Downhill.draw(networks, start, 28, rng.split("order")))
                .picture("capacity", "Overlap after recall by load",
                        "From a start with an overlap of 0.8. The line is the theory for infinitely many units: it ends at α = 0.138.",
                        () -> capacity(rows))
                .table("Far above that", "The start has an overlap of 0.8 here as well.", beyond)
                .write(String.format(Locale.ROOT,
                        "overlap %.4f at α = 0.12, %.4f at 0.17; the energy fell at %,d of %,d flips",
                        rows.get(BELOW).asynchronous, rows.get(ABOVE).asynchronous,
                        descent.flips - descent.rises,
                        descent.flips));
    }

    private static BufferedImage capacity(List<Row> rows) {
        double[] x = rows.stream().mapToDouble(Row::load).toArray();
        double[] grid = new double[139];
        double[] curve = new double[grid.length];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = i < 138 ? i * 0.001 : 0.1379;
            curve[i] = i < 138 ? theory(grid[i]) : 0;
        }
        return Curves.of("load α = patterns / units", "overlap")
                .line("theory, N → ∞", grid, curve)
                .points("one by one", x, rows.stream().mapToDouble(Row::asynchronous).toArray())
                .points("all at once", x, rows.stream().mapToDouble(Row::synchronous).toArray())
                .draw();
    }
}
