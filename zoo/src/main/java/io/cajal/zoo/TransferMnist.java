package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Dropout;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import io.cajal.train.Accuracy;
import io.cajal.train.ErrorRate;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import io.cajal.train.Trainer;
import io.cajal.nn.Layer;
import io.cajal.tensor.Run;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Transfer learning (Pratt 1993; the Keras example {@code mnist_transfer_cnn}): a network learns the digits 0–4, its
 * convolutions are frozen, and only a new head learns 5–9 from what they see. Three facts: the digits 0–4 are
 * told apart, so are 5–9 by frozen features, and with ten labelled images a class frozen features beat a network
 * that starts from scratch by five percentage points.
 */
public final class TransferMnist implements Recipe {
    private static final int HALF = 5;
    private static final int FEW = 10;
    private static final int FEW_EPOCHS = 60;

    @Override
    public About about() {
        return new About("transfer-mnist", "4", "what was learned on the digits 0–4 serves 5–9",
                Goal.atLeast(3, "facts of 3", 3, "Keras example mnist_transfer_cnn, 99.8 % and 99.2 %"), 12);
    }

    /** Some of the images, the labels beginning at 0. */
    private record Part(Dataset images, int[] which, int first) implements Dataset {
        static Part of(Dataset images, int first) {
            float[] labels = images.targets();
            return new Part(images, IntStream.range(0, labels.length)
                    .filter(i -> labels[i] >= first && labels[i] < first + HALF).toArray(), first);
        }

        /** The first so many of each class. */
        Part few(int each) {
            float[] labels = targets();
            int[] seen = new int[HALF];
            return new Part(images, IntStream.range(0, which.length)
                    .filter(i -> seen[(int) labels[i]]++ < each).map(i -> which[i]).toArray(), first);
        }

        @Override
        public int size() {
            return which.length;
        }

        @Override
        public Batch batch(int... numbers) {
            Batch batch = images.batch(Arrays.stream(numbers).map(i -> which[i]).toArray());
            return new Batch(batch.x(), batch.y().sub(first));
        }

        @Override
        public List<String> classes() {
            return images.classes().subList(first, first + HALF);
        }
    }

    @Override
    public Result run(Session session) {
        Split mnist = Mnist.split(session.data());
        Rng rng = session.rng();
        int epochs = session.epochs(epochs());
        Map<String, History> histories = new LinkedHashMap<>();
        Sequential eyes = features(rng.split("features"));
        Sequential low = Sequential.of(eyes, head(rng.split("low")));
        Split lowDigits = new Split(Part.of(mnist.train(), 0), Part.of(mnist.validation(), 0),
                Part.of(mnist.test(), 0));
        double first = accuracy(session, histories, "digits 0–4", low, low, epochs, 128, lowDigits);

        Split highDigits = new Split(Part.of(mnist.train(), HALF), Part.of(mnist.validation(), HALF),
                Part.of(mnist.test(), HALF));
        Sequential head = head(rng.split("high"));
        Sequential high = Sequential.of(new Frozen(eyes), head);
        double second = accuracy(session, histories, "digits 5–9, frozen features", high, head, epochs, 128,
                highDigits);

        Split few = new Split(((Part) highDigits.train()).few(FEW), highDigits.validation(),
                highDigits.test());
        Sequential fewHead = head(rng.split("few"));
        double moved = accuracy(session, histories, "digits 5–9 from 50 images, frozen features",
                Sequential.of(new Frozen(eyes), fewHead), fewHead, FEW_EPOCHS, FEW, few);
        Sequential scratch = Sequential.of(features(rng.split("scratch")), head(rng.split("scratch head")));
        double alone = accuracy(session, histories, "digits 5–9 from 50 images, from scratch", scratch,
                scratch, FEW_EPOCHS,
                FEW, few);
        int facts = Result.facts(first >= 99.85, second >= 99.4, moved - alone >= 5);
        Classification.leave(this, session, high, histories, highDigits,
                Evaluation.of(high, highDigits.test()));
        return new Result(facts, 0);
    }

    /** Layers that are used and not changed: always as in evaluation, and without gradients. */
    private record Frozen(Sequential body) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return Run.evaluation().call(() -> body.apply(x));
        }
    }

    private static Sequential features(Rng rng) {
        return Sequential.of(
                Conv2d.of(1, 32, Window.of(3), 1, rng.split("conv1")), new Relu(), BatchNorm2d.of(32),
                Conv2d.of(32, 32, Window.of(3), 1, rng.split("conv2")), new Relu(), MaxPool2d.of(2),
                BatchNorm2d.of(32), Dropout.of(0.25, rng.split("drop")), new Flatten());
    }

    private static Sequential head(Rng rng) {
        return Sequential.of(Linear.of(32 * 12 * 12, 128, rng.split("hidden")), new Relu(),
                Dropout.of(0.5, rng.split("drop")), Linear.of(128, HALF, rng.split("out")));
    }

    /** Trains {@code learning}, a part of the model or all of it; the percentage right on the test images. */
    private static double accuracy(Session session, Map<String, History> histories, String what,
            Sequential model, Sequential learning, int epochs,
            int batch, Split data) {
        session.say(what);
        Trainer trainer = new Trainer(model, new CrossEntropy(), new Adam(learning, 1e-3)).epochs(epochs)
                .batchSize(batch).schedule(Schedule.oneCycle()).validation(data.validation())
                .metric(new Accuracy());
        histories.put(what, session.fit(what, trainer, data.train()));
        double right = 100 - Evaluation.of(model, data.test()).of(new ErrorRate());
        session.say(String.format(Locale.ROOT, "%s: %.2f %% of the test images are right", what, right));
        return right;
    }
}
