package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.AvgPool2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Tanh;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * LeNet-1 (LeCun et al. 1998, section III.C): two pairs of a 5 × 5 convolution and a mean over 2 × 2, with 4
 * and 12 channels, and ten outputs straight from the last maps. 3,246 parameters, a twentieth of LeNet-5's, as
 * here each of the 12 maps sees all 4; the picture stays 28 × 28.
 */
public final class LeNet1 implements Recipe {
    @Override
    public About about() {
        return new About("lenet-1", "3",
                "the small convolutional network LeNet-1 on MNIST",
                Goal.atMost(1.5, "test error %", 1.7, "LeCun et al. 1998, LeNet-1"),
                20);
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng().split("weights");
        Sequential model = Sequential.of(
                Conv2d.of(1, 4, 5, rng.split("conv1")), new Tanh(), AvgPool2d.of(2),
                Conv2d.of(4, 12, 5, rng.split("conv2")), new Tanh(), AvgPool2d.of(2),
                new Flatten(), Linear.of(192, 10, rng.split("out")));
        Trainer trainer = new Trainer(model, new CrossEntropy(), new Adam(model, 1e-2))
                .epochs(session.epochs(epochs())).batchSize(128).schedule(Schedule.oneCycle());
        return Classification.onMnist(this, session, model, trainer);
    }
}
