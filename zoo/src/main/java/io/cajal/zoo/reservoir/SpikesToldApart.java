package io.cajal.zoo.reservoir;

import io.cajal.backend.cpu.Workers;
import io.cajal.base.Rng;
import io.cajal.report.SpikeRaster;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.LeastSquares;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Two templates, each half a second of one train of spikes at 20 Hz, told apart by a {@link LiquidStateMachine}
 * though every spike comes early or late by chance, 4 ms in deviation (the task of Maass, Natschläger and Markram
 * 2002). One liquid of 135 cells serves ten pairs of templates, each with a readout of its own that sees the
 * liquid once, at the end. The baseline is the same readout on the train itself, seen through the same window: a
 * single number, which the last spikes alone decide. Each readout's λ is chosen on examples of its own.
 *
 * <p>In the report, look at how different the answers of the liquid to two trains are, and how much alike its
 * answers to one train that was jittered twice.
 */
public final class SpikesToldApart implements Recipe {
    private static final double DURATION = 500;
    private static final double PER_SECOND = 20;
    private static final double JITTER = 4;
    private static final int PAIRS = 10;
    private static final int FEW_PAIRS = 2;
    /** Examples to learn from, half as many to choose λ by, and as many to test. */
    private static final int LEARNED = 200;
    private static final int FEW_LEARNED = 60;
    private static final double[] LAMBDAS = {0.01, 0.1, 1, 10};
    private static final int EXCITATORY = 0x0072b2;
    private static final int INHIBITORY = 0xd55e00;
    private static final int INPUT = 0x111827;

    @Override
    public About about() {
        return new About("liquid-state", "2",
                "a liquid of spiking cells tells spike trains apart by its ripples",
                Goal.atLeast(98, "% of jittered spike trains told apart", Double.NaN,
                        "the task of Maass, Natschläger and Markram 2002"));
    }

    /** A state for each example, the liquid's or the train's own, and +1 or −1 for its template. */
    private record Examples(double[][] states, double[][] classes) {
        Examples part(int from, int to) {
            return new Examples(Arrays.copyOfRange(states, from, to), Arrays.copyOfRange(classes, from, to));
        }
    }

    @Override
    public Result run(Session session) {
        LiquidStateMachine liquid = LiquidStateMachine.draw(15, 3, 3, 1, session.rng().split("liquid"));
        session.say("%d cells on a grid of 15 × 3 × 3, %d links between them", liquid.cells(),
                liquid.links());
        int pairs = session.quick() ? FEW_PAIRS : PAIRS;
        int learned = session.quick() ? FEW_LEARNED : LEARNED;
        double[] sums = new double[2];
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("pair", "with the liquid", "without"));
        for (int p = 0; p < pairs; p++) {
            Rng rng = session.rng().split("pairs").split(p);
            List<Examples> examples = draw(liquid, learned, rng);
            double with = accuracy(examples.get(0), learned);
            double without = accuracy(examples.get(1), learned);
            session.say("pair %2d: %5.1f %% right with the liquid, %5.1f %% without", p + 1, with, without);
            rows.add(List.of(Integer.toString(p + 1), percent(with), percent(without)));
            sums[0] += with / pairs;
            sums[1] += without / pairs;
        }
        session.say("mean   : %5.1f %% right with the liquid, %5.1f %% without", sums[0], sums[1]);
        Gallery gallery = new Gallery(this, session);
        if (session.folder() != null) {
            draw(session, gallery, liquid);
        }
        gallery.table("Jittered trains told apart", "%d tested of each pair".formatted(learned), rows)
                .write("%.1f %% right, %.1f %% without a liquid".formatted(sums[0], sums[1]));
        return Result.provided(sums[0] > sums[1], sums[0], sums[1]);
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f %%", value);
    }

    /** A Poisson train. */
    static double[] template(Rng rng) {
        List<Double> times = new ArrayList<>();
        double time = 0;
        while (true) {
            time -= StrictMath.log(1 - rng.uniform()) * 1000 / PER_SECOND;
            if (time >= DURATION) {
                return times.stream().mapToDouble(t -> t).toArray();
            }
            times.add(time);
        }
    }

    static double[] jittered(double[] template, Rng rng) {
        return DoubleStream.of(template).map(t -> Math.clamp(t + JITTER * rng.normal(), 0, DURATION)).sorted()
                .toArray();
    }

    private static double[][] templates(Rng rng) {
        return new double[][] {template(rng.split("first")), template(rng.split("second"))};
    }

    /** The same trains as the liquid shows them, and as they are. */
    private static List<Examples> draw(LiquidStateMachine liquid, int learned, Rng rng) {
        double[][] templates = templates(rng);
        int count = learned + learned / 2 + learned;
        double[][] liquids = new double[count][];
        double[][] plain = new double[count][];
        double[][] classes = new double[count][1];
        Workers.shared().run(count, i -> {
            Rng own = rng.split(i);
            double[][] train = {jittered(templates[i % 2], own.split("jitter"))};
            liquids[i] = LiquidStateMachine.seen(liquid.ring(train, DURATION, own.split("start")), DURATION);
            plain[i] = LiquidStateMachine.seen(train, DURATION);
            classes[i][0] = i % 2 == 0 ? 1 : -1;
        });
        return List.of(new Examples(liquids, classes), new Examples(plain, classes));
    }

    /** Percent right on the last examples. */
    private static double accuracy(Examples all, int count) {
        Examples learned = all.part(0, count);
        Examples chosen = all.part(count, count + count / 2);
        double[][] best = null;
        double most = -1;
        for (double lambda : LAMBDAS) {
            double[][] weights = LeastSquares.qr(learned.states, learned.classes, lambda);
            double right = right(weights, chosen);
            if (right > most) {
                most = right;
                best = weights;
            }
        }
        return right(best, all.part(count + count / 2, all.states.length));
    }

    private static double right(double[][] weights, Examples asked) {
        int right = 0;
        for (int i = 0; i < asked.states.length; i++) {
            double answer = 0;
            for (int k = 0; k < weights.length; k++) {
                answer += asked.states[i][k] * weights[k][0];
            }
            right += answer * asked.classes[i][0] > 0 ? 1 : 0;
        }
        return 100.0 * right / asked.states.length;
    }

    /** The liquid's answer to both templates of the first pair, and once more to the first, jittered. */
    private void draw(Session session, Gallery gallery, LiquidStateMachine liquid) {
        Rng rng = session.rng().split("pairs").split(0);
        double[][] templates = templates(rng);
        double[][] trains = {templates[0], jittered(templates[0], rng.split("shown")), templates[1]};
        String[] files = {"first", "jittered", "second"};
        String[] titles = {"The first template", "The first template, jittered", "The second template"};
        String[] captions = {
                "One train of spikes comes in; below it the liquid's cells, those that excite and those that inhibit.",
                "Every spike comes some 4 ms early or late: the ripples are still much the same.",
                "Another train, other ripples: by them the readout knows it."};
        for (int i = 0; i < trains.length; i++) {
            double[][] train = {trains[i]};
            double[][] spikes = liquid.ring(train, DURATION, rng.split("start"));
            gallery.picture(files[i], titles[i], captions[i], () -> SpikeRaster.of(List.of(
                    new SpikeRaster.Section("comes in", train, INPUT, 14),
                    new SpikeRaster.Section("excitatory cells", of(liquid, spikes, true), EXCITATORY, 0),
                    new SpikeRaster.Section("inhibitory cells", of(liquid, spikes, false), INHIBITORY, 0)),
                    DURATION));
        }
    }

    private static double[][] of(LiquidStateMachine liquid, double[][] spikes, boolean excitatory) {
        return IntStream.range(0, spikes.length).filter(i -> liquid.isExcitatory(i) == excitatory)
                .mapToObj(i -> spikes[i]).toArray(double[][]::new);
    }
}
