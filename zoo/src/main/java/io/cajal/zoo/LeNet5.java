package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Window;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * LeNet-5 (LeCun, Bottou, Bengio and Haffner 1998, "Gradient-based learning applied to document recognition")
 * on MNIST, in the form that is taught today, with 61,706 parameters: two pairs of a 5 × 5 convolution and a
 * pooling, 6 and 16 channels, then 120, 84 and 10 units. The first convolution pads the picture to the 32 × 32
 * of the paper. Each pair halves the resolution and widens the features: edges first, then parts of digits.
 *
 * <p>Unlike the paper's, every one of the 16 maps sees all 6, pooling takes the largest and has no weights,
 * units are rectified, and the output is a softmax instead of distances to drawn digits.
 */
public final class LeNet5 implements Recipe {
    @Override
    public About about() {
        return new About("lenet-5", "4",
                "the convolutional network LeNet-5 on MNIST",
                Goal.atMost(0.85, "test error %", 0.95, "LeCun et al. 1998, LeNet-5 without distortions"),
                20);
    }

    @Override
    public Result run(Session session) {
        Sequential model = network(session.rng().split("weights"));
        return Classification.onMnist(this, session, model, trainer(model).epochs(session.epochs(epochs())));
    }

    static Sequential network(Rng rng) {
        return Sequential.of(
                Conv2d.of(1, 6, Window.of(5).padding(2), 1, rng.split("conv1")), new Relu(), MaxPool2d.of(2),
                Conv2d.of(6, 16, 5, rng.split("conv2")), new Relu(), MaxPool2d.of(2),
                new Flatten(),
                Linear.of(400, 120, rng.split("hidden1")), new Relu(),
                Linear.of(120, 84, rng.split("hidden2")), new Relu(),
                Linear.of(84, 10, rng.split("out")));
    }

    static Trainer trainer(Layer model) {
        return new Trainer(model, new CrossEntropy(), new Adam(model, 3e-3)).batchSize(128)
                .schedule(Schedule.oneCycle());
    }
}
