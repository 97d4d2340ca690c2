package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Digits;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Init;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.nn.activation.Sigmoid;
import io.cajal.nn.activation.Tanh;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Run;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Eight hidden layers of 64 units on digits (Hochreiter 1991; Glorot and Bengio 2010): each sigmoid multiplies
 * the gradient that goes back by at most ¼, so the first layers of a deep sigmoid network hardly learn. The
 * table shows the norm of each layer's weight gradient before the first step, and what cures it: tanh with
 * Xavier's weights, rectified units with He's (2015), batch normalisation, and shortcuts. The figure is the
 * smallest share among the cures, the baseline that of the plain sigmoid network.
 */
public final class VanishingGradients implements Recipe {
    @Override
    public About about() {
        return new About("vanishing-gradients", "2, 4",
                "how gradients fade in a deep sigmoid network, and what keeps them alive",
                Goal.atLeast(0.1, "first layer's gradient, as a share of the last's", Double.NaN, ""));
    }

    private static final int DEPTH = 8;
    private static final int WIDTH = 64;
    private static final int IMAGES = 256;

    /** A hidden layer from {@code in} units, given its generator. */
    private interface Hidden {
        Layer make(int in, Rng rng);
    }

    @Override
    public Result run(Session session) {
        Map<String, Hidden> ways = new LinkedHashMap<>();
        ways.put("sigmoid", (in, rng) -> Sequential.of(linear(1, in, rng), new Sigmoid()));
        ways.put("tanh, Xavier", (in, rng) -> Sequential.of(linear(1, in, rng), new Tanh()));
        ways.put("ReLU, He", (in, rng) -> Sequential.of(
                new Linear(Init.kaimingNormal(Math.sqrt(2), rng, WIDTH, in), Init.zeros(WIDTH)), new Relu()));
        ways.put("batch norm",
                (in, rng) -> Sequential.of(linear(1, in, rng), BatchNorm1d.of(WIDTH), new Sigmoid()));
        ways.put("shortcuts", (in, rng) -> in == WIDTH
                ? Residual.of(linear(1, in, rng), new Tanh()) : linear(1, in, rng));
        Batch batch = Digits.load().batch(IntStream.range(0, IMAGES).toArray());
        session.say("gradient norms by layer, first to last");
        double worst = Double.POSITIVE_INFINITY;
        double plain = 0;
        for (Map.Entry<String, Hidden> way : ways.entrySet()) {
            List<Double> norms = norms(network(way.getValue(), session.rng().split("weights")), batch);
            double share = norms.getFirst() / norms.getLast();
            session.say(String.format(Locale.ROOT, "%-14s %s   first/last %.2g", way.getKey(),
                    String.join(" ",
                            norms.stream().map(n -> String.format(Locale.ROOT, "%8.1e", n)).toList()),
                    share));
            if (plain == 0) {
                plain = share;
            } else {
                worst = Math.min(worst, share);
            }
        }
        return new Result(worst, plain);
    }

    private static Linear linear(double gain, int in, Rng rng) {
        return new Linear(Init.xavierNormal(gain, rng, WIDTH, in), Init.zeros(WIDTH));
    }

    private static Layer network(Hidden hidden, Rng rng) {
        List<Layer> layers = new ArrayList<>(List.of(new Flatten()));
        for (int i = 0; i < DEPTH; i++) {
            layers.add(hidden.make(i == 0 ? 784 : WIDTH, rng.split(i)));
        }
        layers.add(Linear.of(WIDTH, 10, rng.split("out")));
        return new Sequential(layers);
    }

    /** Of the weights of the hidden layers' linear parts. */
    private static List<Double> norms(Layer model, Batch batch) {
        return Run.training(Rng.of(1)).call(() -> {
            Gradients g = new CrossEntropy().of(model.apply(batch.x()), batch.y()).backward();
            List<Double> norms = new ArrayList<>();
            for (Layer layer : Parts.layers(model).values()) {
                if (layer instanceof Linear linear && linear.weight().size(0) == WIDTH) {
                    norms.add(g.get(linear.weight()).norm().item());
                }
            }
            return norms;
        });
    }
}
