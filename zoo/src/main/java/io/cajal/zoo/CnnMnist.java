package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Dropout;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.AdamW;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Window;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * What became of LeNet: rectified units, more channels, batch normalisation (Ioffe and Szegedy 2015) after
 * each pooling, dropout (Srivastava et al. 2014) before the output. 5 × 5 kernels, 32 and 64 channels, 256
 * hidden units; no augmentation. Targets are smoothed (Szegedy et al. 2016) and weights decay, so that the network does
 * not become surer than right.
 */
public final class CnnMnist implements Recipe {
    @Override
    public About about() {
        return new About("cnn-mnist", "3, 4",
                "a small modern convolutional network on MNIST",
                Goal.atMost(0.45, "test error %", 0.75, "Keras example mnist_convnet, 99.25 %"),
                20);
    }

    @Override
    public Result run(Session session) {
        Sequential model = network(28, session.rng().split("weights"));
        return Classification.on(Mnist.whole(session.data()), this, session, model,
                trainer(model).epochs(session.epochs(epochs())));
    }

    /** For grey images of size × size, a multiple of 4. */
    static Sequential network(int size, Rng rng) {
        return Sequential.of(
                Conv2d.of(1, 32, Window.of(5).padding(2), 1, rng.split("conv1")), new Relu(), MaxPool2d.of(2),
                BatchNorm2d.of(32),
                Conv2d.of(32, 64, Window.of(5).padding(2), 1, rng.split("conv2")), new Relu(),
                MaxPool2d.of(2),
                BatchNorm2d.of(64),
                new Flatten(), Dropout.of(0.4, rng.split("drop1")),
                Linear.of(64 * (size / 4) * (size / 4), 256, rng.split("hidden")), new Relu(),
                BatchNorm1d.of(256),
                Dropout.of(0.5, rng.split("drop2")),
                Linear.of(256, 10, rng.split("out")));
    }

    static Trainer trainer(Layer model) {
        return new Trainer(model, new CrossEntropy().withSmoothing(0.1),
                new AdamW(model, 3e-3).weightDecay(0.05)).batchSize(128)
                .schedule(Schedule.oneCycle());
    }
}
