package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.nn.Layer;
import io.cajal.nn.RandomAffine;
import io.cajal.nn.Sequential;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * The network of {@link CnnMnist} on digits that are turned, moved, zoomed and slanted a little, anew every time. Bending
 * them as for {@link LeNet5Distorted}, and stronger distortions, were worse on the validation images.
 */
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
        return Sequential.of(distortions(rng), CnnMnist.network(28, rng.split("weights")));
    }

    static Layer distortions(Rng rng) {
        return RandomAffine.of(8, rng.split("distortions")).shift(0.06).scale(0.92, 1.08).shear(3);
    }
}
