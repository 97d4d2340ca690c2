package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
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
 * LeNet-4 (LeCun et al. 1998, section III.C): 4 and 16 maps, each pair followed by pooling, then 120 hidden
 * units and ten outputs. 51,050 parameters, as each of the 16 maps sees all 4 here; units are rectified and
 * pooling takes the largest.
 */
public final class LeNet4 implements Recipe {
    @Override
    public About about() {
        return new About("lenet-4", "3",
                "the convolutional network LeNet-4 on MNIST",
                Goal.atMost(1.0, "test error %", 1.1, "LeCun et al. 1998, LeNet-4"),
                20);
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng().split("weights");
        Sequential model = Sequential.of(
                Conv2d.of(1, 4, Window.of(5).padding(2), 1, rng.split("conv1")), new Relu(), MaxPool2d.of(2),
                Conv2d.of(4, 16, 5, rng.split("conv2")), new Relu(), MaxPool2d.of(2),
                new Flatten(), Linear.of(400, 120, rng.split("hidden")), new Relu(),
                Linear.of(120, 10, rng.split("out")));
        Trainer trainer = new Trainer(model, new CrossEntropy(), new Adam(model, 3e-3))
                .epochs(session.epochs(epochs())).batchSize(128).schedule(Schedule.oneCycle());
        return Classification.onMnist(this, session, model, trainer);
    }
}
