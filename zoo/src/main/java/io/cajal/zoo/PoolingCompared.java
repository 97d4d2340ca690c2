package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.nn.AvgPool2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.MinPool2d;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Tanh;
import io.cajal.tensor.Window;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Comparison;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Four ways to halve a map, in LeNet-5 on MNIST: the largest, the mean or the smallest of four neighbours, or, in
 * pooling's place, a convolution that moves by 2 (Springenberg, Dosovitskiy, Brox and Riedmiller 2015). They hardly
 * differ: what matters is that the resolution falls. Units are tanh, as in the LeNet-5 of 1998: an odd function, under
 * which the smallest is as good as the largest, whereas the smallest of four rectified units is mostly 0. In
 * training, images are distorted as for {@link LeNet5Distorted}. The figure is the worst of the four.
 */
public final class PoolingCompared implements Recipe {
    @Override
    public About about() {
        return new About("pooling-compared", "3",
                "LeNet-5 with max, average and min pooling, and with strides instead",
                Goal.atMost(0.9, "worst test error %", Double.NaN, ""),
                60);
    }

    /** What halves so many maps. */
    interface Halving {
        Layer of(int maps, Rng rng);
    }

    @Override
    public Result run(Session session) {
        Map<String, Halving> ways = new LinkedHashMap<>();
        ways.put("largest", (_, _) -> MaxPool2d.of(2));
        ways.put("mean", (_, _) -> AvgPool2d.of(2));
        ways.put("smallest", (_, _) -> MinPool2d.of(2));
        ways.put("strides", (maps, rng) -> Sequential.of(new Tanh(),
                Conv2d.of(maps, maps, Window.of(2).stride(2), 1, rng)));
        Comparison all = new Comparison(this, session, Mnist.whole(session.data()));
        double worst = 0;
        for (Map.Entry<String, Halving> way : ways.entrySet()) {
            Sequential model = network(way.getValue(), session.rng().split("weights"));
            Trainer trainer = LeNet5.trainer(model).epochs(session.epochs(epochs()));
            worst = Math.max(worst, all.train(way.getKey(), model, trainer));
        }
        all.report();
        return new Result(worst, all.baseline());
    }

    static Sequential network(Halving halving, Rng rng) {
        return Sequential.of(LeNet5Distorted.distortions(rng.split("distortions")),
                Conv2d.of(1, 6, Window.of(5).padding(2), 1, rng.split("conv1")),
                halving.of(6, rng.split("half1")),
                new Tanh(),
                Conv2d.of(6, 16, 5, rng.split("conv2")), halving.of(16, rng.split("half2")), new Tanh(),
                new Flatten(),
                Linear.of(400, 120, rng.split("hidden1")), new Tanh(),
                Linear.of(120, 84, rng.split("hidden2")), new Tanh(),
                Linear.of(84, 10, rng.split("out")));
    }
}
