package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Adam;
import io.cajal.tensor.Tensor;
import io.cajal.train.Accuracy;
import io.cajal.train.ErrorRate;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Early stopping (Prechelt 1998) on 1,000 labelled digits of which one in five has a wrong label, as hand-labelled data
 * may have. A network of 256 and 256 units first learns what digits look like and then, by heart, the wrong labels.
 * Stopping when the accuracy on other images has not risen for a while, and keeping the best weights so far, costs a
 * fraction of the full training and generalises better. Ten starts, on another 1,000 digits each; a start is
 * good when the stopped network errs no more on the test images than the one that trained to the end, in at
 * most half of the epochs.
 *
 * <p>With right labels only, it is the epochs that are saved: the errors at both ends differ by chance, as a
 * network of this size that has learned 1,000 digits by heart gets no worse from going on. Both are printed.
 */
public final class EarlyStoppingMnist implements Recipe {
    private static final int STARTS = 10;
    private static final int LABELS = 1_000;
    private static final int PATIENCE = 10;

    @Override
    public About about() {
        return new About("early-stopping", "4", "when to stop, on 1,000 digits with wrong labels among them",
                Goal.atLeast(9, "good starts of 10", Double.NaN, ""), 100);
    }

    /** The same images, some with another label. */
    private record Mislabelled(Dataset data, float[] labels) implements Dataset {
        static Mislabelled of(Dataset data, double share, Rng rng) {
            float[] labels = data.targets();
            for (int i = 0; i < labels.length; i++) {
                boolean wrong = rng.uniform() < share;
                int by = 1 + rng.below(9);
                labels[i] = wrong ? (labels[i] + by) % 10 : labels[i];
            }
            return new Mislabelled(data, labels);
        }

        @Override
        public int size() {
            return data.size();
        }

        @Override
        public Batch batch(int... numbers) {
            float[] some = new float[numbers.length];
            for (int i = 0; i < some.length; i++) {
                some[i] = labels[numbers[i]];
            }
            return new Batch(data.batch(numbers).x(), Tensor.of(Shape.of(some.length), some));
        }

        @Override
        public List<String> classes() {
            return data.classes();
        }
    }

    @Override
    public Result run(Session session) {
        Split mnist = Mnist.split(session.data());
        int epochs = session.epochs(epochs());
        session.say("all labels right");
        int right = goodStarts(session, mnist, epochs, 0);
        session.say(
                String.format(Locale.ROOT, "%d good starts of %d%n%nOne label in five wrong", right, STARTS));
        return new Result(goodStarts(session, mnist, epochs, 0.2), 0);
    }

    private int goodStarts(Session session, Split mnist, int epochs, double wrong) {
        int good = 0;
        int labels = session.examples(LABELS);
        for (int i = 0; i < STARTS; i++) {
            Rng rng = session.rng().split(i);
            Dataset some = Mislabelled.of(mnist.train().range(i * labels, (i + 1) * labels), wrong,
                    rng.split("labels"));
            Sequential patient = network(rng.split("weights"));
            History whole = trainer(patient, epochs, mnist).fit(some, rng.split("training"));
            double full = Evaluation.of(patient, mnist.test()).of(new ErrorRate());
            Sequential stopped = network(rng.split("weights"));
            History begun = trainer(stopped, epochs, mnist).earlyStopping(PATIENCE).keepBest()
                    .fit(some, rng.split("training"));
            int used = begun.epochs().size();
            Evaluation scored = Evaluation.of(stopped, mnist.test());
            double early = scored.of(new ErrorRate());
            good += early <= full && 2 * used <= epochs ? 1 : 0;
            session.say(String.format(Locale.ROOT,
                    "start %2d: stopped after %3d of %d epochs with %.2f %% test errors, the full training has %.2f %%",
                    i + 1, used, epochs, early, full));
            if (i == STARTS - 1 && wrong > 0) {
                Classification.leave(this, session, stopped, Map.of("to the end", whole, "stopped", begun),
                        new Split(some, mnist.validation(), mnist.test()), scored);
            }
        }
        return good;
    }

    private static Sequential network(Rng rng) {
        return Sequential.of(new Flatten(), Linear.of(784, 256, rng.split(1)), new Relu(),
                Linear.of(256, 256, rng.split(2)), new Relu(), Linear.of(256, 10, rng.split(3)));
    }

    private static Trainer trainer(Sequential model, int epochs, Split mnist) {
        return new Trainer(model, new CrossEntropy(), new Adam(model, 3e-3)).epochs(epochs).batchSize(20)
                .validation(mnist.validation()).metric(new Accuracy());
    }
}
