package io.cajal.zoo.generative;

import io.cajal.backend.cpu.Workers;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.loss.GradientPenalty;
import io.cajal.nn.Init;
import io.cajal.nn.Latent;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Prior;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.LeakyRelu;
import io.cajal.optim.Adam;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Schedule;
import io.cajal.report.PointClouds;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import io.cajal.train.Listener;
import io.cajal.train.Model;
import io.cajal.train.Step;
import io.cajal.train.Step.Losses;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Mode collapse, seen in the plane (Metz et al. 2017; Lin, Khetan, Fanti and Oh 2018, "PacGAN"): points in 25
 * narrow heaps on a grid, or in 8 on a ring. A plain generator finds some of the heaps, moves on to others,
 * and leaves a web between them, as a continuous function of a connected code cannot jump. Four means
 * together find all of them:
 *
 * <ul><li>noise on real and made points (Arjovsky and Bottou 2017; Sønderby et al. 2017), at first so wide
 * that the heaps are one cloud, then less and less: the cloud falls into its heaps slowly, and the generator
 * follows;
 * <li>the penalty R₁ on the critic's slope (Mescheder et al. 2018), the smaller the finer the picture;
 * <li>a code with one of 400 words beside its two normal numbers (as DeLiGAN, Gurumurthy et al. 2017): what
 * is made may lie in parts, and with sixteen words to a heap none is easily left without one;
 * <li>a generator that takes larger steps than its critic, and the mean of its weights over the last
 * steps.</ul>
 *
 * A sample counts as good within 3σ of a heap's middle, where 98.9 % of the real points are. Ten starts; the
 * figure is how many of them find all 25 heaps of the grid with 95 % good samples or more. The baseline is
 * the plain game. Look at the samples by epoch: first the one cloud, then the heaps; beside it, the web.
 */
public final class GanRings implements Recipe {
    private static final int STARTS = 10;
    private static final int FEWER = 3; // when it must be quick
    private static final int POINTS = 12_800;
    private static final int BATCH = 128;
    private static final int WIDTH = 128;
    private static final int CODE = 2;
    private static final int WORDS = 400;
    /** What a number of the code weighs at the start, where a word weighs 1. */
    private static final double NUMBERS = 0.6;
    private static final int SAMPLES = 2500;
    private static final int PANELS = 8;
    private static final double CRITIC_RATE = 1e-3;
    private static final double GENERATOR_RATE = 4e-3;
    private static final double DECAY = 0.995;
    private static final double GOOD = 0.95;
    /** The share of the training by whose end the noise is as narrow as a heap. */
    private static final double NARROWING = 0.65;
    /** R₁ is taken in every other step, twice as strong. */
    private static final int EVERY = 2;
    private static final double PENALTY = 0.2;

    @Override
    public About about() {
        return new About("gan-rings", "5", "a generator and a critic find all 25 heaps of points",
                Goal.atLeast(8, "starts of 10 with 25 of 25 modes and ≥ 95 % good samples", Double.NaN,
                        "PacGAN: 24.8 modes, 80 % good samples"),
                150);
    }

    /** A training that is over. */
    private record Outcome(Latent generator, Modes.Score score, History history,
            Map<String, double[][]> epochs) {
    }

    @Override
    public Result run(Session session) {
        int epochs = session.epochs(epochs());
        int starts = session.quick() ? FEWER : STARTS;
        Map<String, List<Outcome>> all = new LinkedHashMap<>();
        Map<String, Modes> tasks = Map.of("grid", Modes.grid(), "ring", Modes.ring());
        for (String name : List.of("grid", "ring")) {
            session.say("%d modes on a %s, %d starts".formatted(tasks.get(name).count(), name, starts));
            all.put(name, starts(session, name, tasks.get(name), epochs, starts));
        }
        session.say("the plain game on the grid: no noise, no penalty, no words");
        Outcome plain = play(session.watch()::stops, session.rng().split("plain"), Modes.grid(), epochs,
                false);
        session.say("         " + plain.score());
        int good = good(all.get("grid"));
        session.say("ring: %d of %d starts with all 8 modes and 95 %% good samples or more"
                .formatted(good(all.get("ring")), starts));
        Outcome first = all.get("grid").getFirst();
        session.save(first.generator(), Model.Input.numbers(Stream.concat(
                IntStream.rangeClosed(1, CODE).mapToObj(i -> "z" + i),
                IntStream.range(0, WORDS).mapToObj(i -> "word " + i)).toList()),
                Modes.grid().draw(POINTS, points(session.rng().split("grid").split(0))), this);
        report(session, all, plain, "%d of %d starts".formatted(good, starts));
        return new Result(good, plain.score().collapsed() || plain.score().quality() < GOOD ? 0 : starts);
    }

    private static int good(List<Outcome> outcomes) {
        return (int) outcomes.stream().filter(o -> !o.score().collapsed() && o.score().quality() >= GOOD)
                .count();
    }

    /**
     * Side by side, as the networks are too small for several threads; the bits are those of one after the
     * other.
     */
    private static List<Outcome> starts(Session session, String name, Modes modes, int epochs,
            int starts) {
        List<Outcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(Workers.shared().threads())) {
            List<Future<Outcome>> running = IntStream.range(0, starts).mapToObj(i -> threads.submit(
                    () -> play(i == 0 ? session.watch() : session.watch()::stops, // one of them is watched
                            session.rng().split(name).split(i), modes, epochs, true)))
                    .toList();
            try {
                for (Future<Outcome> one : running) {
                    outcomes.add(one.get());
                    session.say("start %2d %s".formatted(outcomes.size(), outcomes.getLast().score()));
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } finally {
                threads.shutdownNow();
            }
        }
        return outcomes;
    }

    private static Rng points(Rng rng) {
        return rng.split("points");
    }

    private static Outcome play(Session.Watch watch, Rng rng, Modes modes, int epochs, boolean helped) {
        Dataset data = modes.draw(POINTS, points(rng));
        Latent generator = generator(helped ? WORDS : 0, rng.split("generator"));
        Layer critic = Sequential.of(hidden(CODE, rng.split("critic 1")), new LeakyRelu(0.2),
                hidden(WIDTH, rng.split("critic 2")), new LeakyRelu(0.2),
                hidden(WIDTH, rng.split("critic 3")), new LeakyRelu(0.2),
                Linear.of(WIDTH, 1, rng.split("critic 4")));
        Map<String, double[][]> seen = new LinkedHashMap<>();
        Rng drawn = rng.split("samples");
        Listener listener = new Listener() {
            @Override
            public void finishedEpoch(History.Epoch epoch, boolean best) {
                if (epoch.number() == 1 || epoch.number() % Math.max(1, epochs / PANELS) == 0) {
                    seen.put("epoch " + epoch.number(), Modes.rows(generator.generate(SAMPLES / 5, drawn)));
                }
            }
        };
        Trainer trainer = helped ? trainer(generator, critic, modes, epochs).average(DECAY)
                : trainer(generator, critic, null, epochs);
        watch.begins(trainer.epochs(epochs), data);
        History history = trainer.listener(listener).stopWhen(watch::stops)
                .fit(data, rng.split("training"));
        return new Outcome(generator, modes.score(Modes.rows(generator.generate(SAMPLES, drawn))), history,
                seen);
    }

    static Latent generator(int words, Rng rng) {
        Linear first = words == 0 ? hidden(CODE, rng.split(1)) : apart(words, rng.split(1));
        return new Latent(
                Sequential.of(first, new LeakyRelu(0.2), hidden(WIDTH, rng.split(2)), new LeakyRelu(0.2),
                        hidden(WIDTH, rng.split(3)), new LeakyRelu(0.2), Linear.of(WIDTH, 2, rng.split(4))),
                Prior.GAUSSIAN,
                CODE, words);
    }

    /** Words are far apart from the start, as each unit weighs all of them differently. */
    private static Linear apart(int words, Rng rng) {
        Tensor weights = Init.normal(1, rng, WIDTH, CODE + words).detach();
        Tensor shorter = Tensor.arange(CODE + words).lt(CODE).mul(NUMBERS - 1).add(1);
        return new Linear(Param.of(weights.mul(shorter)), Init.zeros(WIDTH));
    }

    private static Linear hidden(int in, Rng rng) {
        return new Linear(Init.kaimingNormal(Math.sqrt(2), rng, WIDTH, in), Init.zeros(WIDTH));
    }

    /** The game; with {@code modes} noise and penalty are measured by them, without there are none. */
    static Trainer trainer(Latent generator, Layer critic, Modes modes, int epochs) {
        Optimizer makes = new Adam(generator, GENERATOR_RATE).betas(0.5, 0.999);
        Optimizer judges = new Adam(critic, CRITIC_RATE).betas(0.5, 0.999);
        long last = (long) epochs * (POINTS / BATCH);
        Step rule = batch -> {
            Rng rng = Run.current().rng("codes");
            double noise = modes == null ? 0 : noise(modes, (double) judges.steps() / last);
            Tensor made = blurred(generator.apply(codes(generator, batch.size(), rng)), noise,
                    rng.split("made"));
            Tensor real = blurred(batch.x(), noise, rng.split("real"));
            Tensor told = Duel.asReal(critic.apply(real)).add(Duel.asMade(critic.apply(made.detach())));
            double loss = told.item();
            if (modes != null && judges.steps() % EVERY == 0) {
                double width = noise * noise + modes.sigma() * modes.sigma();
                told = told.add(GradientPenalty.r1(critic, real).mul(EVERY * PENALTY / 2 * width));
            }
            judges.step(told.backward());
            Tensor fooled = Duel.asReal(critic.apply(made));
            makes.step(fooled.backward());
            return Losses.of("critic", loss).and("generator", fooled.item());
        };
        return new Trainer(generator, rule, List.of(judges, makes)).batchSize(BATCH).schedule(GanRings::held);
    }

    private static Tensor codes(Latent generator, int count, Rng rng) {
        Tensor codes = Tensor.normal(Shape.of(count, CODE), rng.split("normal"));
        if (generator.classes() == 0) {
            return codes;
        }
        Rng words = rng.split("words");
        return generator.of(codes, Tensor.of(IntStream.range(0, count)
                .mapToDouble(_ -> words.below(generator.classes())).toArray()));
    }

    private static Tensor blurred(Tensor points, double noise, Rng rng) {
        return noise == 0 ? points : points.add(Tensor.normal(points.shape(), rng).mul(noise));
    }

    /**
     * From a third of the gap between heaps down to their width, each step by the same factor. There it
     * stays: points are distributed as the real ones when they are so under equal noise, and without it the
     * critic would become too sharp.
     */
    static double noise(Modes modes, double done) {
        double widest = modes.apart() / 3;
        return widest * StrictMath.pow(modes.sigma() / widest, Math.min(1, done / NARROWING));
    }

    /** Full steps, and in the last fifth a straight line down to 0. */
    private static double held(Schedule.Moment moment) {
        return Math.min(1, 5 * (1 - moment.done()));
    }

    private void report(Session session, Map<String, List<Outcome>> all, Outcome plain, String figure) {
        Gallery gallery = new Gallery(this, session);
        Modes grid = Modes.grid();
        Outcome first = all.get("grid").getFirst();
        strip(gallery, "grid", "The grid by epoch", "Samples of the first start; the circles reach to 3σ.",
                first, grid);
        gallery.metrics("losses", "Both losses by epoch",
                "Where the critic cannot tell real from made, its own is 2 ln 2 = 1.39 and the generator's ln 2 = 0.69.",
                first.history(), List.of("critic", "generator"));
        strip(gallery, "ring", "The ring by epoch", "Samples of the first start.", all.get("ring").getFirst(),
                Modes.ring());
        strip(gallery, "plain", "The plain game by epoch",
                "No noise, no penalty, no words: " + plain.score() + ".",
                plain, grid);
        List<List<String>> rows = new ArrayList<>(
                List.of(List.of("start", "grid modes", "good", "ring modes", "good")));
        for (int i = 0; i < all.get("grid").size(); i++) {
            Modes.Score a = all.get("grid").get(i).score();
            Modes.Score b = all.get("ring").get(i).score();
            rows.add(List.of(Integer.toString(i + 1), a.found() + " of 25", percent(a), b.found() + " of 8",
                    percent(b)));
        }
        gallery.table("The starts", "Good are samples within 3σ of a heap's middle.", rows)
                .write(figure, failures(all));
    }

    /** How many starts missed heaps, where some did. */
    private static List<String> failures(Map<String, List<Outcome>> all) {
        List<String> failures = new ArrayList<>();
        all.forEach((name, outcomes) -> {
            long collapsed = outcomes.stream().filter(outcome -> outcome.score().collapsed()).count();
            if (collapsed > 0) {
                failures.add("collapsed: %d starts on the %s miss modes".formatted(collapsed, name));
            }
        });
        return failures;
    }

    private static String percent(Modes.Score score) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * score.quality());
    }

    private static void strip(Gallery gallery, String file, String title, String caption, Outcome outcome,
            Modes modes) {
        gallery.picture(file, title, caption, () -> PointClouds.of(outcome.epochs(), modes.centres(),
                3 * modes.sigma(), 2.6, 5));
    }
}
