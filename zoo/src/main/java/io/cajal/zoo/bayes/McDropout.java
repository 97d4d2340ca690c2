package io.cajal.zoo.bayes;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Split;
import io.cajal.loss.CrossEntropy;
import io.cajal.loss.Mse;
import io.cajal.nn.Dropout;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.report.Bands;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Accuracy;
import io.cajal.train.CalibrationError;
import io.cajal.train.ErrorRate;
import io.cajal.train.Evaluation;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.Map;

/**
 * Dropout as an approximation of Bayes (Gal and Ghahramani 2016): a network that was trained with dropout goes on dropping
 * when it is asked, many times over. Each answer is that of other weights; their mean is a better answer than that of the
 * scaled network, and their spread says how much the network knows. It costs no parameter and no change of the training, but
 * an answer takes as many passes as there are draws; and the spread is that of the dropout one has chosen, not of anything
 * that was learned.
 *
 * <p>Four facts: a regression's spread is small among the data and grows outside; on MNIST the draws say what the test
 * images are with a higher likelihood than the scaled network; they tell images that are no digits better; and they err no
 * more.
 */
public final class McDropout implements Recipe {
    private static final int POINTS = 60;
    private static final int STEPS = 3000;
    private static final int DRAWS = 50;
    private static final double REACH = 5;
    private static final int PLACES = 201;
    /** How many times as wide the spread must be at the ends as at the data. */
    private static final double WIDER = 3;
    /** Percentage points of error that count as no more: some two deviations of the difference on 10,000 images. */
    private static final double EQUAL = 0.15;

    /** What the draws say at some places. */
    record Spread(double[] x, double[] mean, double[] deviation) {
        /** The mean deviation at places within two distances from 0. */
        double within(double from, double to) {
            double sum = 0;
            int count = 0;
            for (int i = 0; i < x.length; i++) {
                if (Math.abs(x[i]) >= from && Math.abs(x[i]) <= to) {
                    sum += deviation[i];
                    count++;
                }
            }
            return sum / count;
        }
    }

    @Override
    public About about() {
        return new About("mc-dropout", "4",
                "dropout goes on when the network is asked, and shows what it does not know",
                Goal.atLeast(4, "facts of 4", 4, "Gal and Ghahramani 2016"), 15);
    }

    @Override
    public Result run(Session session) {
        Tensor x = inputs(session.rng().split("x"));
        Tensor y = curve(x).add(Tensor.normal(x.shape(), session.rng().split("noise")).mul(0.05));
        Layer regression = regression(session.rng().split("regression"), x, y);
        Spread spread = spread(regression, session.rng().split("spread"));
        double inside = spread.within(0.5, 2);
        double outside = spread.within(4, REACH);
        session.say("regression: the spread is %.3f where the data are, %.3f far outside", inside, outside);

        Split mnist = Mnist.split(session.data());
        Sequential model = classifier(session.rng().split("weights"));
        session.fit(new Trainer(model, new CrossEntropy(), new Adam(model, 2e-3))
                .epochs(session.epochs(epochs())).batchSize(128).schedule(Schedule.oneCycle())
                .validation(mnist.validation()).metric(new Accuracy()), mnist.train());
        Sampled sampled = new Sampled(model, DRAWS, session.rng().split("draws").key());
        Evaluation scaled = Evaluation.of(model, mnist.test());
        Evaluation drawn = Evaluation.of(sampled, mnist.test());
        say(session, "scaled network", scaled);
        say(session, "mean of %d draws".formatted(DRAWS), drawn);
        Map<String, Tensor> strangers = Strangers.of(mnist.test(), 500, session.rng().split("strangers"));
        Doubt doubt = new Doubt(sampled, mnist.test(), strangers);
        Doubt before = new Doubt(model, mnist.test(), strangers);
        Doubt.say(session, "draws", doubt, "scaled network", before);
        int facts = Result.facts(outside >= WIDER * inside,
                drawn.of(new CrossEntropy()) < scaled.of(new CrossEntropy()), doubt.told() > before.told(),
                drawn.of(new ErrorRate()) <= scaled.of(new ErrorRate()) + EQUAL);
        Gallery gallery = new Gallery(this, session).picture("curve", "What a curve is known of",
                "The dots are all the data. The line is the mean of the draws, the bands are one and two deviations wide: "
                        + "narrow among the data, wider in the gap, and the wider the further outside.",
                () -> Bands.of(spread.x, spread.mean, spread.deviation, x.toDoubles(), y.toDoubles()));
        doubt.draw(gallery, strangers);
        gallery.write(facts + " facts of 4");
        session.save(sampled, Model.Input.image(1, 28, 28), mnist.train(), this);
        return new Result(facts, 0);
    }

    private static void say(Session session, String name, Evaluation scored) {
        session.say("%-18s %.2f %% wrong, surprise %.4f nats, calibration error %.2f %%", name,
                scored.of(new ErrorRate()), scored.of(new CrossEntropy()),
                100 * scored.of(new CalibrationError()));
    }

    /** Two heaps from 0.5 to 2 on both sides of 0 [N × 1]. */
    private static Tensor inputs(Rng rng) {
        double[] x = new double[POINTS];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i % 2 == 0 ? 1 : -1) * rng.uniform(0.5, 2);
        }
        return Tensor.of(Shape.of(POINTS, 1), x);
    }

    /** sin 3x + x/2. */
    private static Tensor curve(Tensor x) {
        return x.mul(3).sin().add(x.mul(0.5));
    }

    /** 1-128-128-1 with a tenth of the hidden units dropped. */
    private static Layer regression(Rng rng, Tensor x, Tensor y) {
        Sequential net = Sequential.of(Linear.of(1, 128, rng.split("first")), new Relu(),
                Dropout.of(0.1, rng.split("drop1")), Linear.of(128, 128, rng.split("second")), new Relu(),
                Dropout.of(0.1, rng.split("drop2")), Linear.of(128, 1, rng.split("out")));
        Adam adam = new Adam(net, 2e-3);
        Mse loss = new Mse();
        for (int step = 0; step < STEPS; step++) {
            adam.learningRate(2e-3 * (1 - (double) step / STEPS));
            Run.training(rng.split("steps").split(step))
                    .run(() -> adam.step(loss.of(net.apply(x), y).backward()));
        }
        return net;
    }

    private static Spread spread(Layer network, Rng rng) {
        Tensor x = Tensor.linspace(-REACH, REACH, PLACES).unsqueeze(1);
        double[] mean = new double[PLACES];
        double[] square = new double[PLACES];
        int draws = 4 * DRAWS;
        for (int draw = 0; draw < draws; draw++) {
            double[] y = Run.training(rng.split(draw))
                    .call(() -> Run.recording(false).call(() -> network.apply(x).toDoubles()));
            for (int i = 0; i < y.length; i++) {
                mean[i] += y[i] / draws;
                square[i] += y[i] * y[i] / draws;
            }
        }
        double[] deviation = new double[PLACES];
        for (int i = 0; i < PLACES; i++) {
            deviation[i] = Math.sqrt(Math.max(0, square[i] - mean[i] * mean[i]));
        }
        return new Spread(x.toDoubles(), mean, deviation);
    }

    private static Sequential classifier(Rng rng) {
        return Sequential.of(new Flatten(), Linear.of(784, 400, rng.split("hidden1")), new Relu(),
                Dropout.of(0.5, rng.split("drop1")), Linear.of(400, 400, rng.split("hidden2")), new Relu(),
                Dropout.of(0.5, rng.split("drop2")), Linear.of(400, 10, rng.split("out")));
    }
}
