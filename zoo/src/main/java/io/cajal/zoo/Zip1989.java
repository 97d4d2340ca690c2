package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.loss.Loss;
import io.cajal.loss.Mse;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Init;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Schedule;
import io.cajal.optim.Sdlm;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import io.cajal.zoo.kit.Usps;
import java.util.Arrays;
import java.util.Locale;

/**
 * The network that read ZIP codes (LeCun, Boser, Denker, Henderson, Howard, Hubbard and Jackel 1989,
 * "Backpropagation applied to handwritten zip code recognition"): the first convolutional network trained by
 * backpropagation. Two layers of 12 maps look through shared 5 × 5 kernels in steps of 2, with a bias of its
 * own for every unit; 30 hidden and 10 output units follow. 1,256 units, 64,660 connections, and thanks to the
 * shared weights only 9,760 parameters.
 *
 * <p>As in the paper: scaled tanh units, weights drawn from ±2.4/fan-in, targets ±1, mean squared error, one example a
 * step, 23 passes. The paper does not list which 8 of the 12 maps each map of the second layer sees; here
 * four maps each see the same neighbours in a ring. Its Newton-like rule is {@link Sdlm}; here its rate falls to 0, and
 * the weights' squares are penalised. Rate, damping and penalty were chosen by cross-validation in five parts of the
 * 7,291 training images, from all of which the network then learns.
 */
public final class Zip1989 implements Recipe {
    static final int CONNECTIONS = 64_660;
    private static final int MAPS = 12;
    private static final int SEEN = 8;
    /** Images from which the curvature is measured before each pass. */
    private static final int MEASURED = 500;
    private static final Window WINDOW = Window.of(5).stride(2);

    /** Paper, not zeros, around the picture: as wide as a 5 × 5 kernel reaches over the edge. */
    record Margin() implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x.pad(2, 2, 2, -1).pad(3, 2, 2, -1);
        }
    }

    /** 1.7159 · tanh(⅔ x): at the targets ±1 it is still far from flat. */
    record ScaledTanh() implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x.mul(2.0 / 3).tanh().mul(1.7159);
        }
    }

    /** A bias for every unit of every map, [maps × height × width]. */
    record UnitBias(Param bias) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x.add(bias);
        }
    }

    @Override
    public About about() {
        return new About("zip-1989", "0",
                "the first convolutional network, on ZIP-code digits",
                Goal.atMost(5, "test error %", 5, "LeCun et al. 1989"),
                23);
    }

    /** The network, 9,760 parameters. */
    static Sequential network(Rng rng) {
        int[][] table = new int[MAPS][SEEN];
        for (int map = 0; map < MAPS; map++) {
            for (int i = 0; i < SEEN; i++) {
                table[map][i] = (map / 4 * 4 + i) % MAPS; // maps 0–7, 4–11, or 8–11 and 0–3
            }
        }
        return Sequential.of(
                new Margin(),
                new Conv2d(Init.uniform(2.4 / (25 + 1), rng.split("h1"), MAPS, 1, 5, 5), null, WINDOW, 1),
                zeros(MAPS, 8, 8), new ScaledTanh(),
                new Margin(),
                TableConv.of(table, Init.uniform(2.4 / (SEEN * 25 + 1), rng.split("h2"), MAPS * SEEN, 5, 5),
                        null, WINDOW),
                zeros(MAPS, 4, 4), new ScaledTanh(),
                new Flatten(), linear(192, 30, rng.split("h3")), new ScaledTanh(),
                linear(30, 10, rng.split("out")), new ScaledTanh());
    }

    private static UnitBias zeros(int maps, int height, int width) {
        return new UnitBias(Init.zeros(maps, height, width));
    }

    private static Linear linear(int in, int out, Rng rng) {
        return new Linear(Init.uniform(2.4 / (in + 1), rng, out, in), Init.zeros(out));
    }

    /** The mean squared distance to 1 for the right class and −1 for the others. */
    private static Loss loss() {
        Mse mse = new Mse();
        return (y, labels) -> mse.of(y, labels.oneHot(10).mul(2).sub(1));
    }

    private static Tensor some(Dataset images, Rng rng) {
        return images.batch(Arrays.copyOf(rng.permutation(images.size()), Math.min(MEASURED, images.size())))
                .x();
    }

    @Override
    public Result run(Session session) {
        Sequential model = network(session.rng().split("weights"));
        session.say(String.format(Locale.ROOT, "%,d connections share %,d parameters", CONNECTIONS,
                Parts.count(model)));
        Split usps = Usps.whole(session.data());
        Optimizer optimizer = new Sdlm(model, 2e-3)
                .measured(usps.train().size(), model, rng -> some(usps.train(), rng)).weightDecay(2e-4);
        Trainer trainer = new Trainer(model, loss(), optimizer)
                .epochs(session.epochs(epochs())).batchSize(1).schedule(Schedule.polynomial(1));
        return Classification.on(usps, this, session, model, trainer);
    }
}
