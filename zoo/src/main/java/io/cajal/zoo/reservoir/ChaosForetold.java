package io.cajal.zoo.reservoir;

import io.cajal.base.Rng;
import io.cajal.report.Curves;
import io.cajal.report.HeatMap;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an {@link EchoState echo state network} is known for. A thousand cells hear 3,000 steps of the
 * {@link MackeyGlass} series, squeezed by tanh(y − 1) as Jaeger and Haas do, and learn the next value. Then, on
 * a series with another past, they are left alone at 100 places, 20 steps apart, and their 84th value is
 * compared: NRMSE₈₄ is the root of its mean squared error over the series' deviation. The baseline says the
 * series' mean, whose NRMSE is 1.
 *
 * <p>Beside it, a network of 200 cells without feedback learns {@link Narma}-10, a system with a memory of ten
 * steps and products: the mean squared error over the variance must be 0.02 or less. Its readout sees the squares
 * of the cells as well; settings were chosen on series of other seeds.
 *
 * <p>In the report, look at the cells, which all sing the series in voices of their own; at the free run, which
 * lies on the truth until chaos parts them; and at the attractor, which it keeps to ever after.
 */
public final class ChaosForetold implements Recipe {
    private static final EchoState CHAOS = new EchoState(1000, 10, 0.8, 0, 1, 0.2, 1, false, 1e-16);
    private static final EchoState SMALLER = new EchoState(200, 10, 0.8, 0, 1, 0.2, 1, false, 1e-13);
    private static final int LEARNED = 3000;
    private static final int WASHOUT = 500;
    private static final int STARTS = 100;
    private static final int APART = 20;
    private static final int AHEAD = 84;
    private static final int FREE = 3000;
    private static final int NARMA_STEPS = 4000;
    private static final int FEWER_STEPS = 1500;
    private static final int NARMA_WASHOUT = 200;
    private static final double NARMA_LIMIT = 0.02;
    private static final int SHOWN_CELLS = 40;
    private static final int SHOWN_STEPS = 160;
    private static final double FAR = 0.1;
    private static final int LOOKED = 1000;

    @Override
    public About about() {
        return new About("echo-state", "2",
                "a pool of drawn recurrent cells foretells chaos; only its readout learns",
                Goal.atMost(3e-5, "NRMSE of Mackey–Glass after 84 steps", 1.98e-5,
                        "1000 cells, computed apart; Jaeger and Haas 2004: 6.3e-5"));
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng().split("chaos");
        EchoState settings = session.quick() ? SMALLER : CHAOS;
        double[][] learned = squeezed(MackeyGlass.series(LEARNED, 1.1 + 0.1 * rng.uniform()));
        double[][] unseen = squeezed(
                MackeyGlass.series(WASHOUT + FREE + MackeyGlass.DELAY, 1.2 + 0.1 * rng.uniform()));
        session.say("%,d cells hear %,d steps of the Mackey–Glass series", settings.cells(), LEARNED);
        EchoState.Trained network = settings.train(new double[LEARNED][0], learned, WASHOUT,
                rng.split("reservoir"));
        double[][] states = network.follow(new double[unseen.length][0], unseen);
        double error = ahead(network, states, unseen);
        double[][] path = network.free(states[WASHOUT - 1], unseen[WASHOUT - 1], FREE);
        session.say("NRMSE after %d free steps, from %d places of a series with another past: %.2e", AHEAD,
                STARTS, error);
        session.say("left alone, it stays within %.1f of the truth for %,d steps", FAR, kept(path, unseen));
        double narma = narma(session);
        report(session, states, path, unseen, error);
        return Result.provided(narma <= NARMA_LIMIT, error, 1);
    }

    private static double[][] squeezed(double[] series) {
        return Arrays.stream(series).mapToObj(y -> new double[] {StrictMath.tanh(y - 1)})
                .toArray(double[][]::new);
    }

    /** NRMSE of the 84th value on its own. */
    private static double ahead(EchoState.Trained network, double[][] states, double[][] truth) {
        double squares = 0;
        for (int start = 0; start < STARTS; start++) {
            int t = WASHOUT + start * APART;
            double[][] path = network.free(states[t], truth[t], AHEAD);
            double missed = path[AHEAD - 1][0] - truth[t + AHEAD][0];
            squares += missed * missed;
        }
        return Math.sqrt(squares / STARTS / variance(truth, 0));
    }

    private static double variance(double[][] series, int from) {
        double mean = Arrays.stream(series).skip(from).mapToDouble(y -> y[0]).sum() / (series.length - from);
        double squares = 0;
        for (int t = from; t < series.length; t++) {
            squares += (series[t][0] - mean) * (series[t][0] - mean);
        }
        return squares / (series.length - from);
    }

    private static int kept(double[][] path, double[][] truth) {
        int t = 0;
        while (t < path.length && Math.abs(path[t][0] - truth[WASHOUT + t][0]) <= FAR) {
            t++;
        }
        return t;
    }

    /** What a readout that sees squares reaches; what one without does is said beside it. */
    private static double narma(Session session) {
        Rng rng = session.rng().split("narma");
        int steps = session.quick() ? FEWER_STEPS : NARMA_STEPS;
        Narma learned = Narma.draw(steps, rng.split("learned"));
        Narma test = Narma.draw(steps, rng.split("test"));
        double figure = Double.NaN;
        for (boolean squares : new boolean[] {false, true}) {
            EchoState settings = new EchoState(200, 10, 0.95, 0.1, 0, 0.2, 1, squares, 1e-13);
            EchoState.Trained network = settings.train(learned.u(), learned.y(), NARMA_WASHOUT,
                    rng.split("reservoir"));
            double[][] said = network.answers(network.follow(test.u(), test.y()), test.u());
            double sum = 0;
            for (int t = NARMA_WASHOUT; t < steps; t++) {
                double missed = said[t][0] - test.y()[t][0];
                sum += missed * missed;
            }
            figure = sum / (steps - NARMA_WASHOUT) / variance(test.y(), NARMA_WASHOUT);
            session.say("NARMA-10, %d cells, %s: NMSE %.4f on the test series%s", settings.cells(),
                    squares ? "and their squares" : "as they are", figure,
                    squares ? " (at most %.2f)".formatted(NARMA_LIMIT) : "");
        }
        return figure;
    }

    private void report(Session session, double[][] states, double[][] path, double[][] truth, double error) {
        Gallery gallery = new Gallery(this, session);
        double[][] series = line(truth, WASHOUT, FREE, 0);
        double[][] alone = line(path, 0, FREE, 0);
        double[][] errors = missed(path, truth);
        gallery.picture("states", "What the cells do",
                "%d of the cells over %d steps: each row is a cell, from −1 to 1. They hear nothing but the series."
                        .formatted(SHOWN_CELLS, SHOWN_STEPS),
                () -> HeatMap.of(rows(states), List.of(), HeatMap.SIGNED, -1, 1, "step →", 5, 9))
                .picture("first", "The first 500 steps alone",
                        "From step 0 on, it hears only its own answers.",
                        () -> runs(series, alone, 0, 500))
                .picture("chaos", "How long it stays on the truth",
                        "The error grows as any error does in chaos, straight on this scale; then the two go "
                                + "different ways on the same attractor.",
                        () -> Curves.of("step", "log₁₀ |error|")
                                .line("|error|, as a power of ten", errors[0], errors[1])
                                .draw(900, 300))
                .picture("last", "The last 500 steps", "Another path by now, but one of the same kind.",
                        () -> runs(series, alone, FREE - 500, FREE))
                .picture("attractor", "The attractor",
                        "Each value over the one %d steps before: the series, and the end of the network's free run."
                                .formatted(MackeyGlass.DELAY),
                        () -> attractors(delayed(truth, WASHOUT), delayed(path, FREE - LOOKED)))
                .write("NRMSE₈₄ %.2e".formatted(error));
    }

    private static double[][] rows(double[][] states) {
        double[][] rows = new double[SHOWN_CELLS][SHOWN_STEPS];
        for (int i = 0; i < SHOWN_CELLS; i++) {
            for (int t = 0; t < SHOWN_STEPS; t++) {
                rows[i][t] = states[WASHOUT + t][i];
            }
        }
        return rows;
    }

    private static double[][] line(double[][] series, int from, int length, int number) {
        return new double[][] {IntStream.range(0, length).mapToDouble(t -> t).toArray(),
                IntStream.range(0, length).mapToDouble(t -> series[from + t][number]).toArray()};
    }

    private static double[][] missed(double[][] path, double[][] truth) {
        double[][] line = line(path, 0, FREE, 0);
        Arrays.setAll(line[1],
                t -> StrictMath.log10(Math.max(1e-9, Math.abs(path[t][0] - truth[WASHOUT + t][0]))));
        return line;
    }

    /** Steps {@code from … to−1} of the series, and of the network's own run over it. */
    private static BufferedImage runs(double[][] series, double[][] alone, int from, int to) {
        return Curves.of("step", "tanh(y − 1)")
                .ground("the series", Arrays.copyOfRange(series[0], from, to),
                        Arrays.copyOfRange(series[1], from, to))
                .line("the network, left alone", Arrays.copyOfRange(alone[0], from, to),
                        Arrays.copyOfRange(alone[1], from, to))
                .draw(900, 300);
    }

    private static BufferedImage attractors(double[][] truth, double[][] path) {
        return Curves.of("y(t − 17)", "y(t)").ground("the series", truth[0], truth[1])
                .line("the network, after 2,000 steps alone", path[0], path[1]).draw(640, 640);
    }

    private static double[][] delayed(double[][] series, int from) {
        int length = LOOKED - MackeyGlass.DELAY;
        return new double[][] {line(series, from, length, 0)[1],
                line(series, from + MackeyGlass.DELAY, length, 0)[1]};
    }
}
