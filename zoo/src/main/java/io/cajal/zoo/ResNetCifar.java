package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Split;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.AdaptiveAvgPool2d;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Init;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.RandomFlip;
import io.cajal.nn.RandomShift;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.Standardize;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.AdamW;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Cifar10;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * A residual network (He, Zhang, Ren and Sun 2016) of eight layers on CIFAR-10: a convolution, three blocks of
 * two convolutions with a shortcut, with 16, 32 and 64 channels, the mean of each map, ten outputs. Images are
 * shifted by up to 4 pixels and mirrored in training. Without the whole set at hand it learns from its first
 * 4,000 training images, and the goal is for that part; He et al. report 91.25 % for 20 layers on all 50,000.
 */
public final class ResNetCifar implements Recipe {
    @Override
    public About about() {
        return new About("resnet-cifar", "4",
                "a residual network on CIFAR-10, or on the part of it at hand",
                Goal.atMost(40, "test error %, 4,000 training images", Double.NaN, ""),
                60);
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng().split("weights");
        Split cifar = Cifar10.split(session.data());
        Sequential model = Sequential.of(
                standardized(),
                RandomShift.of(4, rng.split("shift")), RandomFlip.of(0.5, rng.split("flip")),
                conv(3, 16, 3, 1, rng.split("conv")), BatchNorm2d.of(16), new Relu(),
                block(16, 16, 1, true, rng.split("block1")), new Relu(),
                block(16, 32, 2, true, rng.split("block2")), new Relu(),
                block(32, 64, 2, true, rng.split("block3")), new Relu(),
                AdaptiveAvgPool2d.of(1), new Flatten(), Linear.of(64, 10, rng.split("out")));
        Trainer trainer = new Trainer(model, new CrossEntropy(), new AdamW(model, 1e-2))
                .epochs(session.epochs(epochs())).batchSize(64).schedule(Schedule.oneCycle());
        return Classification.on(cifar, this, session, model, trainer);
    }

    /** By the mean and the deviation of each colour over the training images. */
    static Standardize standardized() {
        return Standardize.of(colours(0.4914, 0.4822, 0.4465), colours(0.2470, 0.2435, 0.2616));
    }

    private static Tensor colours(double red, double green, double blue) {
        return Tensor.of(Shape.of(3, 1, 1), red, green, blue);
    }

    /** Two convolutions and a shortcut, which is a convolution itself where the shape changes; or without one. */
    static Layer block(int in, int out, int stride, boolean shortcut, Rng rng) {
        Sequential body = Sequential.of(
                conv(in, out, 3, stride, rng.split(1)), BatchNorm2d.of(out), new Relu(),
                conv(out, out, 3, 1, rng.split(2)), BatchNorm2d.of(out));
        if (!shortcut) {
            return body;
        }
        return new Residual(body, in == out ? null
                : Sequential.of(conv(in, out, 1, stride, rng.split(3)), BatchNorm2d.of(out)));
    }

    /** Without a bias, as a normalisation follows. */
    static Conv2d conv(int in, int out, int kernel, int stride, Rng rng) {
        return new Conv2d(Init.kaimingNormal(Math.sqrt(2), Init.Fan.OUT, rng, out, in, kernel, kernel), null,
                Window.of(kernel).stride(stride).padding(kernel / 2), 1);
    }
}
