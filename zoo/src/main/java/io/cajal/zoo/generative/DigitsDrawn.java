package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.data.TensorDataset;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Dropout;
import io.cajal.nn.Flatten;
import io.cajal.nn.Latent;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Accuracy;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Judge;
import io.cajal.zoo.kit.Parzen;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Samples;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What a generator of digits draws, measured and shown. */
final class DigitsDrawn {
    private static final int SAMPLES = 10_000;
    private static final int LESSONS = 50_000;
    private static final int LESSON_EPOCHS = 5;
    private static final double SCORE = 9.6;
    private static final double READ = 0.97;
    private static final double LIKELIHOOD = 225;
    /** A critic whose loss is below is always right, and teaches nothing. */
    private static final double SATURATED = 0.05;
    /**
     * Digits of a class that differ by less than this share of what real ones do are one digit again and
     * again.
     */
    private static final double ALIKE = 0.6;
    private static final double[] SHORTENINGS = {1, 0.9, 0.8, 0.7, 0.6};
    private static final int CHOOSING = 500;
    private static final int STEPS = 13;
    private static final int WALKS = 5;

    private final Session session;
    private final Latent generator;
    private final Split mnist;
    private final Judge judge = new Judge();
    private Tensor drawn;
    private final List<List<String>> figures = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    DigitsDrawn(Session session, Latent generator, Split mnist) {
        this.session = session;
        this.generator = generator;
        this.mnist = mnist;
    }

    /** How many of the three figures are reached; none where the game was lost. */
    int facts(History history) {
        Tensor real = mnist.test().all().x();
        double read = read(lessons(), "reader of drawn digits");
        cool();
        figures.add(List.of("figure", "drawn", "real test images", "goal"));
        double score = judge.score(drawn);
        row("classifier score, 1 to 10", "%.2f", score, judge.score(real), SCORE);
        row("right of the test images, learned from drawn digits, %", "%.2f", 100 * read, Double.NaN,
                100 * READ);
        Parzen parzen = Parzen.fit(drawn, mnist.validation().all().x());
        Parzen.Estimate nats = parzen.of(real);
        row("Parzen log likelihood of the test images, nats", "%.1f", nats.mean(), Double.NaN, LIKELIHOOD);
        row("Fréchet distance of what a reader sees", "%.2f", judge.distance(drawn, real), 0, Double.NaN);
        double variety = variety(drawn,
                IntStream.range(0, session.examples(SAMPLES)).mapToDouble(i -> i % DcganMnist.DIGITS)
                        .toArray())
                / variety(real, mnist.test().all().y().toDoubles());
        row("distance between digits of a class, as a share of real ones", "%.2f", variety, 1, ALIKE);
        figures.forEach(row -> session.say("%-60s %8s %17s %8s".formatted(row.toArray())));
        session.say("Parzen: %s with σ = %.3f; digits that are clear: %s", nats, parzen.sigma(),
                judge.digits(drawn));
        failures.addAll(failures(judge.digits(drawn).missing(), variety, history.last().trainLoss()));
        failures.forEach(session::say);
        return failures.isEmpty() ? facts(score, read, nats.mean()) : 0;
    }

    /**
     * Codes nearer to the middle of the prior give clearer and less varied digits (Brock, Donahue and
     * Simonyan 2019, "the truncation trick"); how near, the validation images decide. The weights that read
     * the code take it in.
     */
    private void cool() {
        Param weight = ((Linear) ((Sequential) generator.network()).layers().getFirst()).weight();
        Tensor full = weight.detach();
        Tensor labels = full.narrow(1, generator.size(), generator.classes());
        Tensor some = mnist.validation().first(CHOOSING).all().x();
        double best = Double.NEGATIVE_INFINITY;
        Tensor chosen = full;
        double shortening = 1;
        for (double by : SHORTENINGS) {
            Tensor shorter = Tensor.cat(1, full.narrow(1, 0, generator.size()).mul(by), labels);
            weight.set(shorter);
            Tensor made = generator.generate(session.examples(SAMPLES), session.rng().split("drawn"));
            double nats = Parzen.fit(made, some).of(some).mean();
            if (nats > best) {
                best = nats;
                chosen = shorter;
                shortening = by;
                drawn = made;
            }
        }
        weight.set(chosen);
        session.say("codes are taken %s times as long, as real validation images are likeliest so"
                .formatted(shortening));
    }

    private void row(String what, String format, double value, double real, double goal) {
        figures.add(List.of(what, text(format, value), text(format, real), text(format, goal)));
    }

    private static String text(String format, double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
    }

    private static int facts(double score, double read, double nats) {
        return Recipe.Result.facts(score >= SCORE, read >= READ, nats >= LIKELIHOOD);
    }

    /**
     * How the game was lost, if it was.
     *
     * @param missing digits of which hardly one is clear
     * @param variety the distance between digits of a class, as a share of real ones
     * @param critic its loss
     */
    static List<String> failures(List<Integer> missing, double variety, double critic) {
        List<String> failures = new ArrayList<>();
        if (!missing.isEmpty()) {
            failures.add("collapsed: hardly a clear digit of " + missing);
        }
        if (!(variety >= ALIKE)) {
            failures.add("collapsed: the digits of a class are nearly all the same");
        }
        if (critic < SATURATED) {
            failures.add(String.format(Locale.ROOT,
                    "saturated: the critic's loss is %.3f, it tells all drawn digits and teaches nothing",
                    critic));
        }
        return failures;
    }

    /** Drawn digits with the class that they were asked for, apart from those that are measured. */
    private Dataset lessons() {
        Tensor x = generator.generate(session.examples(LESSONS), session.rng().split("lessons"));
        double[] labels = IntStream.range(0, x.size(0)).mapToDouble(i -> i % DcganMnist.DIGITS).toArray();
        return new TensorDataset(x, Tensor.of(labels), mnist.test().classes());
    }

    /** The share of real test images that a small network reads after these lessons. */
    private double read(Dataset lessons, String name) {
        Rng rng = session.rng().split("reader");
        Layer reader = Sequential.of(Conv2d.of(1, 16, 5, rng.split(1)), new Relu(), MaxPool2d.of(2),
                Conv2d.of(16, 32, 5, rng.split(2)), new Relu(), MaxPool2d.of(2), new Flatten(),
                Dropout.of(0.3, rng.split("drop")), Linear.of(32 * 4 * 4, 128, rng.split(3)), new Relu(),
                Linear.of(128, DcganMnist.DIGITS, rng.split(4)));
        Trainer trainer = new Trainer(reader, new CrossEntropy(), new Adam(reader, 2e-3)).batchSize(128)
                .epochs(session.epochs(LESSON_EPOCHS)).schedule(Schedule.oneCycle());
        session.say("a network learns to read from %,d drawn digits", lessons.size());
        session.fit(name, trainer, lessons);
        return Evaluation.of(reader, mnist.test()).of(new Accuracy());
    }

    /** The mean distance between an image and the next of its class. */
    static double variety(Tensor images, double[] labels) {
        int size = images.shape().elements() / labels.length;
        float[] pixels = images.toFloats();
        int[] before = new int[DcganMnist.DIGITS];
        Arrays.fill(before, -1);
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < labels.length; i++) {
            int other = before[(int) labels[i]];
            before[(int) labels[i]] = i;
            if (other >= 0) {
                double square = 0;
                for (int k = 0; k < size; k++) {
                    double d = pixels[i * size + k] - pixels[other * size + k];
                    square += d * d;
                }
                sum += Math.sqrt(square);
                pairs++;
            }
        }
        return sum / pairs;
    }

    /**
     * The same figures of the trivial generator, which draws the mean image of each digit: the score alone
     * would believe it.
     */
    int factsOfMeans() {
        Tensor means = means(mnist.train());
        double score = judge.score(means);
        double read = nearest(means);
        double nats = Parzen.fit(means, mnist.validation().all().x()).of(mnist.test().all().x()).mean();
        session.say(
                "for comparison, the mean image of each digit: score %.2f, %.2f %% read by the nearest, %.1f nats",
                score, 100 * read, nats);
        return facts(score, read, nats);
    }

    private static Tensor means(Dataset images) {
        double[][] sums = new double[DcganMnist.DIGITS][];
        int[] counts = new int[DcganMnist.DIGITS];
        images.forEachBatch(batch -> {
            float[] pixels = batch.x().toFloats();
            double[] labels = batch.y().toDoubles();
            int size = pixels.length / labels.length;
            for (int i = 0; i < labels.length; i++) {
                int digit = (int) labels[i];
                sums[digit] = sums[digit] == null ? new double[size] : sums[digit];
                counts[digit]++;
                for (int k = 0; k < size; k++) {
                    sums[digit][k] += pixels[i * size + k];
                }
            }
        });
        for (int digit = 0; digit < sums.length; digit++) {
            for (int k = 0; k < sums[digit].length; k++) {
                sums[digit][k] /= counts[digit];
            }
        }
        return Tensor.of(sums).reshape(DcganMnist.DIGITS, 1, 28, 28);
    }

    private double nearest(Tensor means) {
        Batch test = mnist.test().all();
        return Run.evaluation().call(() -> {
            Tensor flat = means.flatten(1);
            Tensor scores = test.x().flatten(1).matmulTransposed(flat).mul(2).sub(flat.square().sum(1));
            return scores.argmax(1).eq(test.y()).mean().item();
        });
    }

    void report(Recipe recipe, History history, Samples samples, String figure) {
        Tensor few = drawn.narrow(0, 0, 100);
        Gallery gallery = new Gallery(recipe, session)
                .grid("drawn", "Digits that nobody wrote",
                        "From codes that were never seen, by the mean of the weights over the last steps.",
                        few, DcganMnist.DIGITS, 3)
                .strips("epochs", "Samples by epoch", "From the same codes, asked for 0 to 9 in turn.",
                        samples)
                .metrics("losses", "Both losses by epoch",
                        "The critic's is 2 where it cannot tell real from made, 0 where it always can.",
                        history,
                        List.of("critic", "generator"))
                .rows("walks", "A walk between two codes", "Everything on the way is a digit, too.", walks(),
                        2)
                .rows("beside", "Beside real ones", "Drawn digits, and real test images of the same classes.",
                        beside(), 2);
        gallery.table("Figures", "Of 10,000 drawn digits.", figures).write(figure, failures);
    }

    /** Each row one class; codes on the arc between two, as normal codes lie near a sphere. */
    private Map<String, Tensor> walks() {
        Rng rng = session.rng().split("walks");
        Map<String, Tensor> rows = new LinkedHashMap<>();
        for (int i = 0; i < WALKS; i++) {
            int digit = 2 * i + 1;
            Tensor from = generator.draw(1, rng.split(2 * i));
            Tensor to = generator.draw(1, rng.split(2 * i + 1));
            Tensor[] codes = IntStream.range(0, STEPS).mapToObj(step -> {
                double angle = Math.PI / 2 * step / (STEPS - 1);
                return from.mul(StrictMath.cos(angle)).add(to.mul(StrictMath.sin(angle)));
            }).toArray(Tensor[]::new);
            Tensor labels = Tensor.full(Shape.of(STEPS), digit);
            rows.put(Integer.toString(digit), Run.evaluation()
                    .call(() -> generator.apply(generator.of(Tensor.cat(0, codes), labels))));
        }
        return rows;
    }

    private Map<String, Tensor> beside() {
        double[] labels = mnist.test().batch(IntStream.range(0, 1000).toArray()).y().toDoubles();
        int[] real = IntStream.range(0, 2 * DcganMnist.DIGITS).map(i -> IntStream.range(0, labels.length)
                .filter(k -> labels[k] == i % DcganMnist.DIGITS).skip(i / DcganMnist.DIGITS).findFirst()
                .orElseThrow())
                .toArray();
        Map<String, Tensor> rows = new LinkedHashMap<>();
        rows.put("drawn", drawn.narrow(0, 100, real.length));
        rows.put("real", mnist.test().batch(real).x());
        return rows;
    }
}
