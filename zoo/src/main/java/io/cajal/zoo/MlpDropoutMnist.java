package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Dropout;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
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
 * A multilayer perceptron 784-512-512-10 with dropout (Srivastava et al. 2014) on MNIST: a fifth of the
 * inputs and half of the hidden units fall out at random in each step.
 */
public final class MlpDropoutMnist implements Recipe {
    @Override
    public About about() {
        return new About("mlp-dropout-mnist", "3, 4",
                "two hidden layers of 512 units with dropout on MNIST",
                Goal.atMost(1.5, "test error %", 1.60,
                        "Keras example mnist_mlp, 2 × 512 with dropout, 98.40 %"),
                30);
    }

    @Override
    public Result run(Session session) {
        Sequential model = network(session.rng().split("weights"));
        Trainer trainer = new Trainer(model, new CrossEntropy(), new Adam(model, 2e-3))
                .epochs(session.epochs(epochs())).batchSize(128).schedule(Schedule.oneCycle());
        return Classification.onMnist(this, session, model, trainer);
    }

    static Sequential network(Rng rng) {
        return Sequential.of(
                new Flatten(),
                Dropout.of(0.2, rng.split("drop0")),
                Linear.of(784, 512, rng.split("hidden1")), new Relu(), Dropout.of(0.5, rng.split("drop1")),
                Linear.of(512, 512, rng.split("hidden2")), new Relu(), Dropout.of(0.5, rng.split("drop2")),
                Linear.of(512, 10, rng.split("out")));
    }
}
