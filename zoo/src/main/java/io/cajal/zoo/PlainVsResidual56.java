package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.nn.Layer;
import io.cajal.nn.Sequential;
import io.cajal.data.Split;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.AdaptiveAvgPool2d;
import io.cajal.nn.AvgPool2d;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Schedule;
import io.cajal.optim.Sgd;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Cifar10;
import io.cajal.zoo.kit.Comparison;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The observation that led to residual networks (He, Zhang, Ren and Sun 2016, figures 1 and 6): a plain network of 56
 * layers learns its training images worse than one of 20, though it could copy it and do nothing in the other
 * 36 layers. With a shortcut around every two layers the deep one is the better one. CIFAR-10, pictures halved to
 * 16 × 16 so that four trainings take minutes; the same weights, order and rates with and without shortcuts. The
 * figure is how many of two facts hold: plain-56 has a higher training loss than plain-20, and residual-56 a lower one
 * than both.
 */
public final class PlainVsResidual56 implements Recipe {
    @Override
    public About about() {
        return new About("plain-vs-residual-56", "4",
                "deeper is worse without shortcuts, and better with them",
                Goal.atLeast(2, "facts of 2", 2, "He et al. 2016, figure 6"), 20);
    }

    @Override
    public Result run(Session session) {
        Split cifar = Cifar10.split(session.data());
        Comparison all = new Comparison(this, session, cifar);
        double plain20 = loss(session, all, "plain-20", 3, false);
        double plain56 = loss(session, all, "plain-56", 9, false);
        double residual20 = loss(session, all, "residual-20", 3, true);
        double residual56 = loss(session, all, "residual-56", 9, true);
        session.say(String.format(Locale.ROOT,
                "training loss: plain-20 %.3f, plain-56 %.3f; residual-20 %.3f, residual-56 %.3f", plain20,
                plain56,
                residual20, residual56));
        all.report();
        int facts = Result.facts(plain56 > plain20, residual56 < Math.min(plain20, plain56));
        return new Result(facts, 0);
    }

    /** Of the last epoch. */
    private double loss(Session session, Comparison all, String name, int blocks, boolean shortcuts) {
        Sequential model = network(blocks, shortcuts, session.rng().split("weights"));
        Trainer trainer = new Trainer(model, new CrossEntropy(),
                new Sgd(model, 0.1).momentum(0.9).weightDecay(1e-4))
                .epochs(session.epochs(epochs())).batchSize(64).schedule(Schedule.oneCycle());
        all.train(name, model, trainer);
        return all.history(name).last().trainLoss();
    }

    /** A convolution, three stages of that many blocks of two convolutions, and a linear layer: 6 n + 2 layers. */
    static Sequential network(int blocks, boolean shortcuts, Rng rng) {
        List<Layer> layers = new ArrayList<>(List.of(ResNetCifar.standardized(), AvgPool2d.of(2),
                ResNetCifar.conv(3, 16, 3, 1, rng.split("conv")), BatchNorm2d.of(16), new Relu()));
        int in = 16;
        for (int stage = 0; stage < 3; stage++) {
            int out = 16 << stage;
            for (int i = 0; i < blocks; i++) {
                int stride = i == 0 && stage > 0 ? 2 : 1;
                layers.add(ResNetCifar.block(in, out, stride, shortcuts, rng.split(stage).split(i)));
                layers.add(new Relu());
                in = out;
            }
        }
        layers.addAll(List.of(AdaptiveAvgPool2d.of(1), new Flatten(), Linear.of(64, 10, rng.split("out"))));
        return new Sequential(layers);
    }
}
