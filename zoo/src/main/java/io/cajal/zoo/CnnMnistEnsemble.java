package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Dropout;
import io.cajal.nn.Ensemble;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.tensor.Window;
import io.cajal.zoo.kit.Comparison;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A committee: five convolutional networks that look at a digit through windows of different sizes, and make the
 * picture smaller in different ways, each on distortions of its own. The mean of their probabilities decides. Members of one
 * design err on much the same images: five of {@link CnnMnistAugmented} were together no better than one of them, 0.37 %.
 * Ciresan, Meier, Gambardella and Schmidhuber (2011) made members differ by the width to which digits are stretched; here such members
 * had errors of 0.43 to 0.64 %, and 0.41 % together.
 */
public final class CnnMnistEnsemble implements Recipe {
    private static final double DROP = 0.4;

    /** How one member looks at the 28 × 28 pixels. */
    record Design(String name, Function<Rng, Layer> network) {
    }

    @Override
    public About about() {
        return new About("cnn-mnist-ensemble", "4",
                "five different convolutional networks that vote on MNIST digits",
                Goal.atMost(0.27, "test error %", 0.27, "Ciresan et al. 2011, a committee of seven networks"),
                10);
    }

    static List<Design> designs() {
        return List.of(
                new Design("5 x 5 windows, pooled", rng -> CnnMnist.network(28, rng)),
                new Design("3 x 3 windows, pooled", CnnMnistEnsemble::pooled),
                new Design("windows in steps of 2", CnnMnistEnsemble::strided),
                new Design("7 x 7 windows alone", rng -> plain(7, new int[] {24, 48, 72, 96}, rng)),
                new Design("5 x 5 windows alone", rng -> plain(5, new int[] {16, 32, 48, 64, 80}, rng)));
    }

    @Override
    public Result run(Session session) {
        Comparison all = new Comparison(this, session, Mnist.whole(session.data()));
        List<Layer> members = new ArrayList<>();
        for (Design design : designs()) {
            Rng rng = session.rng().split(members.size());
            Layer model = Sequential.of(CnnMnistAugmented.distortions(rng),
                    design.network().apply(rng.split("weights")));
            all.train(design.name(), model, CnnMnist.trainer(model).epochs(session.epochs(epochs())));
            members.add(model);
        }
        double error = all.test("all " + members.size() + " together", new Ensemble(members));
        all.report();
        return new Result(error, all.baseline());
    }

    /** Pairs of 3 × 3 convolutions, and the largest of four (Simonyan and Zisserman 2015). */
    private static Layer pooled(Rng rng) {
        Window inside = Window.of(3);
        Window same = Window.of(3).padding(1);
        return Sequential.of(
                conv(1, 32, inside, rng.split(1)), conv(32, 32, inside, rng.split(2)), MaxPool2d.of(2), // 12 × 12
                Dropout.of(0.25, rng.split("drop1")),
                conv(32, 64, same, rng.split(3)), conv(64, 64, same, rng.split(4)), MaxPool2d.of(2), // 6 × 6
                Dropout.of(0.25, rng.split("drop2")),
                conv(64, 128, inside, rng.split(5)), Dropout.of(0.25, rng.split("drop3")), // 4 × 4
                head(128 * 16, rng));
    }

    /** Convolutions in steps of 2 in place of pooling (Springenberg, Dosovitskiy, Brox and Riedmiller 2015). */
    private static Layer strided(Rng rng) {
        Window inside = Window.of(3);
        Window half = Window.of(5).padding(2).stride(2);
        return Sequential.of(
                conv(1, 32, inside, rng.split(1)), conv(32, 32, inside, rng.split(2)),
                conv(32, 32, half, rng.split(3)), Dropout.of(DROP, rng.split("drop1")), // 12 × 12
                conv(32, 64, inside, rng.split(4)), conv(64, 64, inside, rng.split(5)),
                conv(64, 64, half, rng.split(6)), Dropout.of(DROP, rng.split("drop2")), // 4 × 4
                head(64 * 16, rng));
    }

    /**
     * Nothing but convolutions, one for each number of channels, half as many as in the paper: windows of 7 × 7 leave
     * 28, 22, 16, 10, 4 pixels of the width, of 5 × 5 28, 24, 20, 16, 12, 8 (An, Lee, Park, Yang and So 2020).
     */
    private static Layer plain(int size, int[] channels, Rng rng) {
        List<Layer> layers = new ArrayList<>();
        int in = 1;
        int width = 28;
        for (int out : channels) {
            layers.add(conv(in, out, Window.of(size), rng.split(layers.size() + 1)));
            in = out;
            width -= size - 1;
        }
        layers.addAll(List.of(new Flatten(), Linear.of(in * width * width, 10, rng.split("out")),
                BatchNorm1d.of(10)));
        return new Sequential(layers);
    }

    private static Layer conv(int in, int out, Window window, Rng rng) {
        return Sequential.of(Conv2d.of(in, out, window, 1, rng), new Relu(), BatchNorm2d.of(out));
    }

    private static Layer head(int in, Rng rng) {
        return Sequential.of(new Flatten(), Linear.of(in, 128, rng.split("hidden")), new Relu(),
                BatchNorm1d.of(128), Dropout.of(DROP, rng.split("drop")),
                Linear.of(128, 10, rng.split("out")));
    }
}
