package io.cajal.zoo.bayes;

import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.report.Curves;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Accuracy;
import io.cajal.train.AdversarialLoss;
import io.cajal.train.BatchLoss;
import io.cajal.train.CalibrationError;
import io.cajal.train.ErrorRate;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Bayes by Backprop (Blundell, Cornebise, Kavukcuoglu and Wierstra 2015) on MNIST: 784-400-400-10 with {@link
 * BayesLinear} layers, of which nothing is drawn at random, or dropped, but the weights themselves. What one gets for twice the
 * parameters: odds that mean what they say, doubt about images that are no digits, and the knowledge of which weights can
 * go.
 *
 * <p>The price of the weights counts three tenths ({@link #PRICE}): at its full price the posterior of so large a network takes
 * far longer to learn than there is time for here. Such "cold" posteriors are usual (Wenzel et al. 2020), though theory has
 * no place for them. And it rises from 0 on (Sønderby et al. 2016): asked for at once, it takes all weights back to the prior
 * before the data has said what they are good for.
 *
 * <p>Half of what it learns from are adversarial examples ({@link AdversarialLoss}), which the paper did not have: without
 * them the same network read 1.44 % of the test images wrong, after 50 epochs.
 */
public final class BayesByBackprop implements Recipe {
    /** What a nat of complexity costs in the end, in nats of the data. */
    static final double PRICE = 0.3;
    /** The share of the training in which that price is reached. */
    private static final double RISE = 0.6;
    private static final ScaleMixture PRIOR = new ScaleMixture(0.5, 1, StrictMath.exp(-6));
    /** How far a pixel of 0 … 1 is moved in an adversarial example. */
    private static final double EPSILON = 0.1;
    private static final int HIDDEN = 400;
    private static final int BATCH = 128;
    private static final double RHO = -4;
    private static final int DRAWS = 32;
    private static final int STRANGERS = 500;
    private static final double CALIBRATED = 1;
    private static final double[] CUT = {0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99};

    @Override
    public About about() {
        return new About("bayes-by-backprop", "4",
                "a network that knows no weight for certain, and says how sure it is",
                Goal.atMost(1.36, "test error %", 1.34, "Blundell et al. 2015, scale mixture prior"), 24);
    }

    @Override
    public Result run(Session session) {
        Split mnist = Mnist.whole(session.data());
        Sequential model = network(session.rng().split("weights"));
        List<BayesLinear> layers = layers(model);
        session.say("%,d weights and biases, each a mean and a deviation",
                layers.stream().mapToInt(Parts::count).sum() / 2);
        Adam adam = new Adam(model, 2e-3);
        int epochs = session.epochs(epochs());
        double rise = RISE * epochs * Math.ceilDiv(mnist.train().size(), BATCH);
        Trainer trainer = new Trainer(model,
                loss(model, mnist.train().size(), () -> PRICE * Math.min(1, adam.steps() / rise)), adam)
                .epochs(epochs).batchSize(BATCH).schedule(Schedule.cosine(0))
                .validation(mnist.validation()).metric(new Accuracy());
        History history = session.fit(trainer, mnist.train());
        Sampled sampled = new Sampled(model, DRAWS, session.rng().split("draws").key());
        Evaluation scored = Evaluation.of(sampled, mnist.test());
        double error = scored.of(new ErrorRate());
        double calibration = 100 * scored.of(new CalibrationError());
        Evaluation means = Evaluation.of(model, mnist.test());
        session.say("%d draws of the weights: %.2f %% of the test images wrong, calibration error %.2f %%",
                DRAWS,
                error, calibration);
        session.say("their means alone: %.2f %% wrong, calibration error %.2f %%", means.of(new ErrorRate()),
                100 * means.of(new CalibrationError()));
        Map<Double, Double> pruned = pruned(session, layers, mnist.test());
        Map<String, Tensor> strangers = Strangers.of(mnist.test(), STRANGERS,
                session.rng().split("strangers"));
        Doubt doubt = new Doubt(sampled, mnist.test(), strangers);
        Doubt.say(session, "draws", doubt, "means alone", new Doubt(model, mnist.test(), strangers));
        report(session, history, pruned, doubt, strangers, error);
        session.save(sampled, Model.Input.image(1, 28, 28), mnist.train(), this);
        return Result.provided(calibration <= CALIBRATED, error,
                Classification.mostFrequentError(mnist.train(), mnist.test()));
    }

    static Sequential network(Rng rng) {
        return Sequential.of(new Flatten(), BayesLinear.of(784, HIDDEN, RHO, rng.split("hidden1")),
                new Relu(),
                BayesLinear.of(HIDDEN, HIDDEN, RHO, rng.split("hidden2")), new Relu(),
                BayesLinear.of(HIDDEN, 10, RHO, rng.split("out")));
    }

    static List<BayesLinear> layers(Layer model) {
        List<BayesLinear> layers = new ArrayList<>();
        Parts.layers(model).values().forEach(layer -> {
            if (layer instanceof BayesLinear bayes) {
                layers.add(bayes);
            }
        });
        return layers;
    }

    /** The variational free energy of an example: −ln p(y|x, w), and its share of what the weights cost at that price. */
    static BatchLoss loss(Layer model, int examples, DoubleSupplier price) {
        BatchLoss surprise = new AdversarialLoss(model, new CrossEntropy(), EPSILON);
        List<BayesLinear> layers = layers(model);
        return batch -> {
            Rng rng = Run.current().rng("bayes by backprop").split("complexity");
            Tensor complexity = layers.stream().map(layer -> layer.complexity(PRIOR, rng))
                    .reduce(Tensor::add).orElseThrow();
            return surprise.of(batch)
                    .add(complexity.mul(price.getAsDouble() / examples));
        };
    }

    /** Errors when that share of the weights is cut: those with the least |μ|/σ. */
    private static Map<Double, Double> pruned(Session session, List<BayesLinear> layers, Dataset test) {
        Map<Double, Double> errors = new LinkedHashMap<>();
        session.say("cut by |μ|/σ, the means alone:");
        for (double share : CUT) {
            double error = Evaluation.of(cut(layers, share), test).of(new ErrorRate());
            session.say("  %2.0f %% of the weights cut: %.2f %% wrong", 100 * share, error);
            errors.put(share, error);
        }
        return errors;
    }

    /** A plain network of the means that are left. */
    static Sequential cut(List<BayesLinear> layers, double share) {
        double[] all = layers.stream()
                .flatMapToDouble(layer -> Arrays.stream(layer.signalToNoise().toDoubles()))
                .sorted().toArray();
        double threshold = share == 0 ? -1 : all[Math.min(all.length - 1, (int) (share * all.length))];
        List<Layer> plain = new ArrayList<>(List.of(new Flatten()));
        for (BayesLinear layer : layers) {
            Tensor kept = layer.weight().detach().mul(layer.signalToNoise().gt(threshold));
            plain.add(new Linear(Param.of(kept), Param.of(layer.bias().detach())));
            if (layer != layers.getLast()) {
                plain.add(new Relu());
            }
        }
        return Sequential.of(plain.toArray(Layer[]::new));
    }

    private void report(Session session, History history, Map<Double, Double> pruned, Doubt doubt,
            Map<String, Tensor> strangers, double error) {
        if (session.folder() == null) {
            return;
        }
        double[] shares = pruned.keySet().stream().mapToDouble(share -> 100 * share).toArray();
        double[] errors = pruned.values().stream().mapToDouble(e -> e).toArray();
        Gallery gallery = new Gallery(this, session).losses(Map.of("", history));
        gallery.picture("pruning", "Weights that can go",
                "Test error when the weights with the least |μ|/σ are cut. A weight whose mean does not stand out of its own "
                        + "noise says nothing: most of them don't.",
                () -> Curves.of("weights cut %", "test error %").line("cut by |μ|/σ", shares, errors)
                        .draw());
        doubt.draw(gallery, strangers);
        gallery.write("%s %% of the test images wrong".formatted(Goal.number(error)));
    }
}
