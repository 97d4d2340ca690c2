package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.TensorDataset;
import io.cajal.distribution.Normal;
import io.cajal.nn.Conv2d;
import io.cajal.nn.ConvTranspose2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.nn.Unflatten;
import io.cajal.nn.Vae;
import io.cajal.nn.activation.LeakyRelu;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Psnr;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import io.cajal.zoo.kit.Shapes;
import io.cajal.zoo.kit.Shapes.Figure;
import io.cajal.zoo.kit.Shapes.Hue;
import io.cajal.zoo.kit.Shapes.Kind;
import io.cajal.zoo.kit.Shapes.Variety;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The deep convolutional inverse graphics network (Kulkarni, Whitney, Kohli and Tenenbaum 2015): a renderer
 * makes pictures from a scene's description, and this network learns the way back, from pictures to
 * descriptions. It is a variational autoencoder whose codes are made to mean something: one number for where
 * an arrow is across, one for down, one each for its scale, its rotation, and how far the light comes from
 * the side.
 *
 * <p>It is never told the values, only which factor varies. In each group of pictures that is a single one,
 * all others stay as they are. Then the numbers of the others are <i>clamped</i>: the decoder sees their mean
 * over the group, z̄, so that it must draw all differences from the one number that is free; and in place of
 * the decoder's gradient the encoder gets z − z̄ for them, which makes them stay where they are when their
 * factor does. That is the gradient of (z − z̄)²/2 with z̄ held. Alone it would be served best by numbers that
 * hardly vary at all, so that here it is measured by the variance s² that a number has in the batch:
 *
 * <pre>L = −ln p(x | z_free, z̄_rest) + λ/2 Σ_rest (z − z̄)² / s² + β KL(q(z|x) ‖ N(0, 1))</pre>
 *
 * (In the paper a group is a mini-batch; here a step learns from eight groups.) The test
 * pictures vary in all factors at once, as no group did. What to look at: the traversals, where one number
 * moves and one thing changes, and the table of R² between every number and every factor, whose diagonal
 * should be near 1 and all else near 0.
 */
public final class Dcign implements Recipe {
    static final int TOGETHER = 8; // pictures of a group, in which one factor varies
    private static final int BATCH = 8 * TOGETHER;
    private static final int SIDE = 32;
    private static final int FIRST = Shapes.FACTORS.indexOf("x"); // of the factors with a number of their own
    static final int CODE = 5; // x, y, scale, rotation, light
    private static final double STILL = 10; // λ
    static final double PRIOR = 0.02; // β
    private static final double LOG_VARIANCE = -4; // of codes at the beginning
    private static final double SLOPE = 0.2; // below 0: with none, most units die when the codes jump
    private static final double LONGEST = 100; // of a gradient; half of them have a norm of 50
    private static final double CORRELATED = 0.95;
    private static final double DECIBELS = 25;
    private static final double NOTHING = 0.1; // below this R² a number says nothing of its factor
    private static final Variety SCENES = Variety.usual().kinds(Kind.ARROW).hues(Hue.WHITE).place(-0.3, 0.3)
            .scale(0.4, 0.65).rotation(-0.8, 0.8).light(0, 1);

    private final int groups;
    private final int heldOut;

    public Dcign() {
        this(10_000, 1_000);
    }

    /** With so many groups to learn from, and pictures to look at. */
    Dcign(int groups, int heldOut) {
        this.groups = groups;
        this.heldOut = heldOut;
    }

    @Override
    public About about() {
        return new About("dcign", "2", "codes of rendered shapes that mean place, scale, rotation and light",
                Goal.atLeast(2, "facts of 2", Double.NaN, "Kulkarni et al. 2015"), 8);
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng();
        Clamped training = new Clamped(session.examples(groups), rng.split("training"));
        Dataset validation = unclamped(session.examples(heldOut), rng.split("validation"));
        List<Figure> figures = SCENES.draw(session.examples(heldOut), rng.split("test"));
        TensorDataset test = Shapes.factors(figures, SIDE, 1);
        Vae network = network(rng.split("network"));
        session.say(
                "%,d parameters; %,d groups of %d pictures that differ in one factor, %,d pictures for the test that differ in all",
                Parts.count(network), training.groups(), TOGETHER, figures.size());
        Trainer trainer = new Trainer(network, batch -> loss(network, batch), new Adam(network, 1e-3))
                .epochs(session.epochs(epochs())).batchSize(BATCH).validation(validation)
                .keepBest().clipNorm(LONGEST).schedule(Schedule.cosine(0.02));
        History history = session.fit(trainer, training);

        Evaluation scored = Evaluation.of(network, test);
        Tensor codes = codes(network, test.x());
        double[][] explained = explained(codes, test.y());
        double decibels = new Psnr().of(scored.outputs(), test.x());
        double worst = IntStream.range(0, CODE).mapToDouble(i -> explained[i][FIRST + i]).min().orElseThrow();
        for (int i = 0; i < CODE; i++) {
            session.say("R² of %-8s with its number: %.3f; with the best other number: %.3f",
                    Shapes.FACTORS.get(FIRST + i), explained[i][FIRST + i], bestOther(explained, i));
        }
        session.say("re-rendered: %.2f dB (to reach: %.0f); lowest R²: %.3f (to reach: %.2f)", decibels,
                DECIBELS,
                worst, CORRELATED);
        double flat = new Psnr().of(test.x().meanKeep(0).expand(test.x().shape()), test.x());
        double pixel = bestPixel(test);
        session.say(
                "trivially: the mean picture %.2f dB; the lowest R² of a factor with the best pixel for it %.3f",
                flat, pixel);
        List<String> failures = failures(worst, decibels - flat);
        failures.forEach(session::say);
        report(session, network, test, scored.outputs(), codes, explained, history,
                String.format(Locale.ROOT, "%.2f dB, lowest R² %.3f", decibels, worst), failures);
        session.save(network, Model.Input.image(1, SIDE, SIDE), training, this);
        return new Result(facts(worst, decibels), facts(pixel, flat));
    }

    private static int facts(double explained, double decibels) {
        return Result.facts(explained >= CORRELATED, decibels >= DECIBELS);
    }

    /**
     * How the training was lost, if it was.
     *
     * @param worst the lowest R² of a factor with its number
     * @param gain decibels over the mean picture
     */
    static List<String> failures(double worst, double gain) {
        List<String> failures = new ArrayList<>();
        if (!(worst >= NOTHING)) {
            failures.add("collapsed: the code says nothing of some factor");
        }
        if (!(gain > 0)) {
            failures.add("collapsed: the pictures are no better than their mean");
        }
        return failures;
    }

    /**
     * Groups in which one factor varies, drawn when they are asked for; a target says which number is free,
     * [N].
     */
    record Clamped(int groups, Rng rng) implements Dataset {
        @Override
        public int size() {
            return groups * TOGETHER;
        }

        static int free(int group) {
            return group % CODE;
        }

        Figure figure(int number) {
            int group = number / TOGETHER;
            Rng own = rng.split(group);
            return mixed(SCENES.draw(own.split("one")), SCENES.draw(own.split(number % TOGETHER)),
                    free(group));
        }

        @Override
        public Batch batch(int... numbers) {
            return new Batch(Shapes.images(Arrays.stream(numbers).mapToObj(this::figure).toList(), SIDE, 1),
                    Tensor.of(Arrays.stream(numbers).mapToDouble(i -> free(i / TOGETHER)).toArray()));
        }

        /** The groups in an order of chance, each of them whole. */
        @Override
        public int[] order(int batchSize, Rng epoch) {
            return Arrays.stream(epoch.permutation(groups))
                    .flatMap(g -> IntStream.range(g * TOGETHER, (g + 1) * TOGETHER)).toArray();
        }
    }

    /** One figure with a single factor of another. */
    static Figure mixed(Figure one, Figure other, int factor) {
        Figure[] from = new Figure[CODE];
        Arrays.fill(from, one);
        from[factor] = other;
        return new Figure(one.kind(), one.hue(), from[0].x(), from[1].y(), from[2].scale(),
                from[3].rotation(),
                from[4].light(), one.background());
    }

    /** Pictures in which all varies, and nothing is clamped. */
    private static Dataset unclamped(int count, Rng rng) {
        return new TensorDataset(Shapes.images(SCENES.draw(count, rng), SIDE, 1),
                Tensor.full(Shape.of(count), -1));
    }

    static Vae network(Rng rng) {
        Window half = Window.of(4).stride(2).padding(1);
        Sequential encoder = Sequential.of(
                Conv2d.of(1, 24, half, 1, rng.split("conv1")), new LeakyRelu(SLOPE),             // [N × 24 × 16 × 16]
                Conv2d.of(24, 32, half, 1, rng.split("conv2")), new LeakyRelu(SLOPE),            // [N × 32 × 8 × 8]
                Conv2d.of(32, 64, half, 1, rng.split("conv3")), new LeakyRelu(SLOPE),            // [N × 64 × 4 × 4]
                new Flatten(), Linear.of(1024, 128, rng.split("hidden")), new LeakyRelu(SLOPE),
                sure(Linear.of(128, 2 * CODE, rng.split("code"))));
        Sequential decoder = Sequential.of(
                Linear.of(CODE, 128, rng.split("from code")), new LeakyRelu(SLOPE),
                Linear.of(128, 1024, rng.split("spread")), new LeakyRelu(SLOPE),
                new Unflatten(Shape.of(64, 4, 4)),
                ConvTranspose2d.of(64, 32, half, 0, 1, rng.split("up1")), new LeakyRelu(SLOPE),  // [N × 32 × 8 × 8]
                ConvTranspose2d.of(32, 24, half, 0, 1, rng.split("up2")), new LeakyRelu(SLOPE),  // [N × 24 × 16 × 16]
                ConvTranspose2d.of(24, 1, half, 0, 1, rng.split("up3")));              // [N × 1 × 32 × 32]
        return new Vae(HeWeights.in(encoder), HeWeights.in(decoder), CODE);
    }

    /** Lets codes begin with little noise, as a decoder learns to ignore what is mostly noise. */
    private static Linear sure(Linear code) {
        Tensor spread = Tensor.arange(2 * CODE).ge(CODE).mul(LOG_VARIANCE);
        code.bias().set(code.bias().detach().add(spread));
        return code;
    }

    static Tensor loss(Vae network, Batch batch) {
        Normal code = network.encode(batch.x());
        Tensor z = code.rsample(Run.current().rng("dcign"));                           // [N × CODE]
        Tensor still = Tensor.scalar(0);
        float[] free = batch.y().toFloats();
        if (free[0] >= 0) {
            Tensor open = open(free);                                                  // [N × CODE]
            Tensor clamped = open.neg().add(1);
            Tensor mean = groupMeans(code.loc()).detach();
            z = z.mul(open).add(mean.mul(clamped));
            Tensor spread = code.loc().sub(code.loc().meanKeep(0)).square().meanKeep(0);  // [1 × CODE]
            still = code.loc().sub(mean).square().div(spread).mul(clamped).sum(1).mean().mul(STILL / 2);
        }
        Tensor drawn = network.decode(z).logProb(batch.x()).flatten(1).sum(1).mean().neg();
        return drawn.add(still).add(code.klToStandard().sum(1).mean().mul(PRIOR));
    }

    /** For each picture the mean over its group. */
    static Tensor groupMeans(Tensor codes) {
        int groups = codes.size(0) / TOGETHER;
        return codes.reshape(groups, TOGETHER, CODE).meanKeep(1).expand(Shape.of(groups, TOGETHER, CODE))
                .reshape(codes.shape());
    }

    /** 1 for the number of a code that is free. */
    private static Tensor open(float[] free) {
        double[][] open = new double[free.length][CODE];
        for (int i = 0; i < free.length; i++) {
            open[i][(int) free[i]] = 1;
        }
        return Tensor.of(open);
    }

    private static Tensor codes(Vae network, Tensor pictures) {
        return Run.evaluation().call(() -> network.encode(pictures).loc().keep());
    }

    /** R² [number of the code][factor]: the squared correlation. */
    private static double[][] explained(Tensor codes, Tensor factors) {
        double[][] r2 = new double[CODE][Shapes.FACTORS.size()];
        for (int i = 0; i < CODE; i++) {
            for (int f = 0; f < Shapes.FACTORS.size(); f++) {
                r2[i][f] = squaredCorrelation(codes.select(1, i).toDoubles(),
                        factors.select(1, f).toDoubles());
            }
        }
        return r2;
    }

    private static double bestOther(double[][] explained, int number) {
        return IntStream.range(0, CODE).filter(i -> i != number)
                .mapToDouble(i -> explained[i][FIRST + number]).max()
                .orElseThrow();
    }

    /** What the best single pixel knows of each factor: the lowest R² over the factors. */
    private static double bestPixel(TensorDataset data) {
        Tensor pixels = data.x().flatten(1).t();                                       // [pixels × N]
        double[][] columns = IntStream.range(0, pixels.size(0)).mapToObj(p -> pixels.select(0, p).toDoubles())
                .toArray(double[][]::new);
        return IntStream.range(FIRST, FIRST + CODE).mapToDouble(f -> {
            double[] factor = data.y().select(1, f).toDoubles();
            return Arrays.stream(columns).mapToDouble(pixel -> squaredCorrelation(pixel, factor)).max()
                    .orElseThrow();
        }).min().orElseThrow();
    }

    /** 0 where one of them does not vary. */
    static double squaredCorrelation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return aa * bb == 0 ? 0 : ab * ab / (aa * bb);
    }

    private void report(Session session, Vae network, TensorDataset test, Tensor rendered, Tensor codes,
            double[][] explained, History history, String figure, List<String> failures) {
        Map<String, Tensor> rows = new LinkedHashMap<>();
        rows.put("picture", test.x().narrow(0, 0, 16));
        rows.put("re-rendered", rendered.narrow(0, 0, 16));
        new Gallery(this, session)
                .rows("rerendered", "Pictures and what became of them",
                        "Held-out pictures, and what the decoder draws from their codes of %d numbers."
                                .formatted(CODE),
                        rows, 2)
                .rows("traversals", "One number of the code at a time",
                        "The code of a held-out picture; in each row one number goes through the range that it has in "
                                + "the test, all others stay: only what the name says should change.",
                        Run.evaluation().call(() -> traversals(network, codes)), 2)
                .table("What each number knows: R² with the factors",
                        "Over the test pictures, in which all varies at once.",
                        table(explained))
                .losses(Map.of("", history))
                .write(figure, failures);
    }

    private static Map<String, Tensor> traversals(Vae network, Tensor codes) {
        int steps = 11;
        Map<String, Tensor> rows = new LinkedHashMap<>();
        Tensor base = codes.narrow(0, 0, 1);
        for (int i = 0; i < CODE; i++) {
            double[] sorted = codes.select(1, i).toDoubles();
            Arrays.sort(sorted);
            Tensor range = Tensor
                    .linspace(sorted[sorted.length / 50], sorted[sorted.length - 1 - sorted.length / 50],
                            steps)
                    .unsqueeze(1);
            double[] one = new double[CODE];
            one[i] = 1;
            Tensor here = Tensor.of(Shape.of(1, CODE), one);
            Tensor z = base.mul(here.neg().add(1)).add(range.mul(here));
            rows.put(Shapes.FACTORS.get(FIRST + i), network.decode(z).probs());
        }
        return rows;
    }

    private static List<List<String>> table(double[][] explained) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("number"));
        head.addAll(Shapes.FACTORS.subList(FIRST, FIRST + CODE));
        rows.add(head);
        for (int i = 0; i < CODE; i++) {
            List<String> row = new ArrayList<>(List.of(Shapes.FACTORS.get(FIRST + i)));
            for (int f = FIRST; f < FIRST + CODE; f++) {
                row.add(String.format(Locale.ROOT, "%.3f", explained[i][f]));
            }
            rows.add(row);
        }
        return rows;
    }
}
