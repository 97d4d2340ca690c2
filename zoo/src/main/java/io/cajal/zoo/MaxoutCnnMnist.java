package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Dropout;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.Maxout;
import io.cajal.nn.Sequential;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * Convolutional maxout (Goodfellow, Warde-Farley, Mirza, Courville and Bengio 2013, section 5.1): every unit of a map is
 * the larger of two linear functions of its field. Two such layers and a dense one of maxout, with dropout between
 * them, as in the paper; batch normalisation, which came two years later, shortens the training.
 */
public final class MaxoutCnnMnist implements Recipe {
    private static final int PIECES = 2;

    @Override
    public About about() {
        return new About("maxout-cnn-mnist", "4",
                "convolutions that learn their own activation, with dropout",
                Goal.atMost(0.45, "test error %", 0.45, "Goodfellow et al. 2013, convolutional maxout"), 20);
    }

    /** The larger of two channels, which lie half of all channels apart: [N × 2C × H × W] to [N × C × H × W]. */
    record LargerChannels() implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            int half = x.size(1) / 2;
            return x.narrow(1, 0, half).maximum(x.narrow(1, half, half));
        }
    }

    @Override
    public Result run(Session session) {
        Sequential model = network(session.rng().split("weights"));
        return Classification.on(Mnist.whole(session.data()), this, session, model,
                CnnMnist.trainer(model).epochs(session.epochs(epochs())));
    }

    static Sequential network(Rng rng) {
        return Sequential.of(
                conv(1, 24, rng.split("conv1")), new LargerChannels(), MaxPool2d.of(2),
                BatchNorm2d.of(24),
                conv(24, 48, rng.split("conv2")), new LargerChannels(), MaxPool2d.of(2),
                BatchNorm2d.of(48),
                new Flatten(), Dropout.of(0.4, rng.split("drop1")),
                Maxout.of(2352, 128, PIECES, rng.split("hidden")), Dropout.of(0.5, rng.split("drop2")),
                Linear.of(128, 10, rng.split("out")));
    }

    private static Conv2d conv(int in, int out, Rng rng) {
        return Conv2d.of(in, PIECES * out, Window.of(5).padding(2), 1, rng);
    }
}
