package io.cajal.zoo.energy;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Split;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Init;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.report.Charts;
import io.cajal.report.Sheet;
import io.cajal.tensor.Tensor;
import io.cajal.train.Accuracy;
import io.cajal.train.AdversarialLoss;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Comparison;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The {@link DeepBelief deep belief network} of Hinton, Osindero and Teh (2006), 784-500-500-2000 with the
 * ten labels beside the second 500, on MNIST. Its machines learn one after the other; then the top one dreams
 * of digits when it is told which. After that the weights start a perceptron 784-500-500-2000-10 of logistic
 * units, which back-propagation fine-tunes, as in Hinton and Salakhutdinov (2006; 1.2 %), with dropout as in
 * Srivastava et al. (2014; 0.92 %). Their wake-sleep learning of all layers together (1.25 %) is left out. Dropout alone
 * ended at 1.3 % here after 80 epochs; with {@link AdversarialLoss adversarial examples}, of which none is met twice, less of it
 * and 60 epochs do better.
 *
 * <p>Look at the dreams: a row for each label.
 */
public final class DbnMnist implements Recipe {
    private static final int[] WIDTHS = {784, 500, 500, 2000};
    /** Each machine learns for an epoch where fine-tuning takes so many. */
    private static final int SHARE = 4;
    /** ... and so many at least on a twentieth of the images. */
    private static final int QUICK = 6;
    private static final double HIDDEN_DROPOUT = 0.3;
    private static final double EPSILON = 0.1;
    private static final double RATE = 2e-3;
    private static final int FIELDS = 100;

    @Override
    public About about() {
        return new About("dbn-mnist", "2, 4", "three Boltzmann machines on top of each other, fine-tuned",
                Goal.atMost(1.15, "test error %", 0.92,
                        "Srivastava et al. 2014, with dropout; Hinton et al. 2006, 1.25"),
                60);
    }

    @Override
    public Result run(Session session) {
        Split images = Mnist.whole(session.data());
        Rng rng = session.rng().split("weights");
        DeepBelief belief = DeepBelief.of(10, rng, WIDTHS);
        int epochs = session.epochs(epochs());
        Map<String, History> greedy = Greedy.teach(session, belief, images.train(),
                Math.max(session.quick() ? QUICK : 1, Math.ceilDiv(epochs, SHARE)), rng.split("dreams"));
        Sequential network = belief.classifier(new Linear(Init.zeros(10, 2000), Init.zeros(10)), 0,
                HIDDEN_DROPOUT, rng.split("dropout"));
        Comparison comparison = new Comparison(this, session, images);
        double error = comparison.train("fine-tuning", network,
                new Trainer(network, new AdversarialLoss(network, new CrossEntropy(), EPSILON),
                        new Adam(network, RATE)).batchSize(100).epochs(epochs).schedule(Schedule.oneCycle()));
        session.save(network, Model.Input.image(1, 28, 28), images.train(), this);
        if (session.folder() != null) {
            report(session, belief, greedy, comparison.history("fine-tuning"), error);
        }
        return new Result(error, comparison.baseline());
    }

    private void report(Session session, DeepBelief belief, Map<String, History> greedy, History tuning,
            double error) {
        int steps = session.quick() ? 100 : 1000;
        Tensor fields = belief.machines().getFirst().weight().detach().narrow(0, 0, FIELDS);
        new Gallery(this, session)
                .rows("dreams", "What the top machine dreams of, when it is told the digit",
                        "Ten dreams for each label, from noise, after %,d steps of Gibbs sampling in the top machine with the label held; the layers below turn them into pixels."
                                .formatted(steps),
                        dreams(belief, steps, session.rng().split("dreams")), 2)
                .picture("fields", "What the first machine looks for",
                        "Weights between the pixels and its first %d hidden units, before fine-tuning."
                                .formatted(FIELDS),
                        () -> Sheet.of(fields.reshape(FIELDS, 28, 28), List.of(), 20, 1, true))
                .picture("accuracy", "Fine-tuning",
                        "Accuracy by epoch; the images watched are among those learned from.",
                        () -> Charts.metric(Map.of("", tuning), new Accuracy().name()))
                .losses(Map.of("", tuning))
                .write(String.format(Locale.ROOT,
                        "test error %.2f %%, after %d epochs for each of %d machines and %d of fine-tuning",
                        error, greedy.values().iterator().next().epochs().size(), greedy.size(),
                        tuning.epochs().size()));
    }

    private static Map<String, Tensor> dreams(DeepBelief belief, int steps, Rng rng) {
        double[] labels = new double[100];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i / 10;
        }
        Tensor dreamt = belief.dream(Tensor.of(labels), steps, rng).reshape(Shape.of(100, 1, 28, 28));
        Map<String, Tensor> rows = new LinkedHashMap<>();
        for (int digit = 0; digit < 10; digit++) {
            rows.put(String.valueOf(digit), dreamt.narrow(0, 10 * digit, 10));
        }
        return rows;
    }
}
