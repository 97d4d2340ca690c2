package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.data.Digits;
import io.cajal.data.Split;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Dropout;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.RandomShift;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * The first command: a multilayer perceptron learns handwritten digits from the 8,000 examples that travel
 * with the library, and shows what it learned. 784 inputs, two hidden layers of 256 rectified units with
 * dropout, 10 outputs; in training the images are moved by up to two pixels.
 */
public final class DigitsRecipe implements Recipe {
    @Override
    public About about() {
        return new About("digits", "0, 2, 3",
                "handwritten digits learned from the data in the library",
                Goal.atLeast(96.5, "test accuracy %", Double.NaN, ""),
                30);
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng().split("weights");
        Split digits = Digits.split();
        Sequential model = Sequential.of(
                RandomShift.of(2, rng.split("shift")),          // [N × 1 × 28 × 28]
                new Flatten(),                                 // [N × 784]
                Linear.of(784, 256, rng.split("hidden1")), new Relu(), Dropout.of(0.2, rng.split("drop1")),
                Linear.of(256, 256, rng.split("hidden2")), new Relu(), Dropout.of(0.2, rng.split("drop2")),
                Linear.of(256, 10, rng.split("out")));         // [N × 10]
        Trainer trainer = new Trainer(model, new CrossEntropy(), new Adam(model, 3e-3))
                .epochs(session.epochs(epochs())).batchSize(100).schedule(Schedule.oneCycle());
        Result errors = Classification.on(digits, this, session, model, trainer);
        return new Result(100 - errors.value(), 100 - errors.baseline());
    }
}
