package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.AdamW;
import io.cajal.optim.Schedule;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * A multilayer perceptron 784-300-10 on MNIST, with rectified units and Adam. LeCun, Bottou, Bengio and
 * Haffner (1998, figure 9) report 4.7 % for 300 hidden units; what has changed since are the activation, the
 * optimizer and the schedule.
 */
public final class MlpMnist implements Recipe {
    @Override
    public About about() {
        return new About("mlp-mnist", "0–4",
                "one hidden layer of 300 units on MNIST",
                Goal.atMost(1.8, "test error %", 4.7, "LeCun et al. 1998, 300 hidden units"),
                30);
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng().split("weights");
        Sequential model = Sequential.of(
                new Flatten(),
                Linear.of(784, 300, rng.split("hidden")), new Relu(),
                Linear.of(300, 10, rng.split("out")));
        Trainer trainer = new Trainer(model, new CrossEntropy().withSmoothing(0.1),
                new AdamW(model, 2e-3).weightDecay(0.3))
                .epochs(session.epochs(epochs())).batchSize(128).schedule(Schedule.oneCycle());
        return Classification.onMnist(this, session, model, trainer);
    }
}
