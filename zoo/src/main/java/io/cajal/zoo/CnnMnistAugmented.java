package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.nn.Sequential;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/** The network of {@link CnnMnist} on the distorted digits of {@link LeNet5Distorted}. */
public final class CnnMnistAugmented implements Recipe {
    @Override
    public About about() {
        return new About("cnn-mnist-augmented", "3, 4",
                "the convolutional network of cnn-mnist on digits that are distorted anew every epoch",
                Goal.atMost(0.35, "test error %", Double.NaN, ""), 30);
    }

    @Override
    public Result run(Session session) {
        Sequential model = network(session.rng());
        return Classification.on(Mnist.whole(session.data()), this, session, model,
                CnnMnist.trainer(model).epochs(session.epochs(epochs())));
    }

    static Sequential network(Rng rng) {
        return Sequential.of(LeNet5Distorted.distortions(rng.split("distortions")),
                CnnMnist.network(28, rng.split("weights")));
    }
}
