package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Init;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Sigmoid;
import io.cajal.optim.Sgd;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Comparison;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The first experiment of Ioffe and Szegedy (2015): three hidden layers of 100 sigmoid units on MNIST, batches
 * of 60, once plain and once with batch normalisation before each sigmoid, both from the same small random weights
 * by plain gradient descent. The figure is the share of the plain network's steps after which the normalised one is as
 * good as the plain one ever gets, judged on the validation images every epoch.
 *
 * <p>Once trained, γ, β and the running statistics are constants and melt into the weights: the folded network
 * has no normalisation and gives the same outputs.
 */
public final class BatchNormSpeedup implements Recipe {
    private static final double RATE = 0.3;

    @Override
    public About about() {
        return new About("batchnorm-speedup", "4",
                "batch normalisation makes a sigmoid network learn several times faster",
                Goal.atMost(1.0 / 3, "share of the plain net's steps", Double.NaN,
                        "Ioffe and Szegedy 2015, figure 1"),
                50);
    }

    @Override
    public Result run(Session session) {
        Split mnist = Mnist.split(session.data());
        Comparison both = new Comparison(this, session, mnist);
        Sequential plain = network(false, session.rng().split("weights"));
        Sequential normal = network(true, session.rng().split("weights"));
        double best = accuracies(both, "plain", plain, session).stream().mapToDouble(a -> a).max()
                .orElseThrow();
        List<Double> fast = accuracies(both, "normalised", normal, session);
        int needed = 0;
        while (needed < fast.size() && fast.get(needed) < best) {
            needed++;
        }
        session.say(String.format(Locale.ROOT,
                "the plain network reaches %.2f %% of the validation images in %d "
                        + "epochs, the normalised one in %s",
                100 * best, fast.size(),
                needed < fast.size() ? String.valueOf(needed + 1) : "none"));
        both.report();
        session.say(String.format(Locale.ROOT, "folded into the weights, outputs differ by at most %.1e",
                difference(normal, folded(normal), mnist.test())));
        return new Result((needed + 1.0) / fast.size(), 1);
    }

    private static Sequential network(boolean normalised, Rng rng) {
        List<Layer> layers = new ArrayList<>(List.of(new Flatten()));
        for (int i = 0; i < 3; i++) {
            int in = i == 0 ? 784 : 100;
            layers.add(new Linear(Init.normal(0.1, rng.split(i), 100, in), Init.zeros(100)));
            if (normalised) {
                layers.add(BatchNorm1d.of(100));
            }
            layers.add(new Sigmoid());
        }
        layers.add(new Linear(Init.normal(0.1, rng.split("out"), 10, 100), Init.zeros(10)));
        return new Sequential(layers);
    }

    /** On the validation images, after each epoch. */
    private List<Double> accuracies(Comparison both, String name, Layer model, Session session) {
        both.train(name, model, new Trainer(model, new CrossEntropy(), new Sgd(model, RATE))
                .epochs(session.epochs(epochs())).batchSize(60));
        return both.history(name).epochs().stream().map(epoch -> epoch.metrics().get("accuracy")).toList();
    }

    /** The same function without normalisation: W′ = γ/√(σ² + ε) W, b′ = γ/√(σ² + ε) (b − μ) + β. */
    static Sequential folded(Sequential model) {
        List<Layer> layers = new ArrayList<>();
        for (Layer layer : model.layers()) {
            if (layer instanceof BatchNorm1d norm) {
                Linear before = (Linear) layers.removeLast();
                Tensor scale = norm.weight().detach().mul(norm.runningVar().add(norm.eps()).rsqrt());
                Tensor weight = before.weight().detach().mul(scale.unsqueeze(1));
                Tensor bias = before.bias().detach().sub(norm.runningMean()).mul(scale)
                        .add(norm.bias().detach());
                layers.add(new Linear(Param.of(weight), Param.of(bias)));
            } else {
                layers.add(layer);
            }
        }
        return new Sequential(layers);
    }

    static double difference(Layer a, Layer b, Dataset images) {
        Tensor x = images.batch(0, 1, 2, 3, 4, 5, 6, 7).x();
        return Run.evaluation().call(() -> a.apply(x).sub(b.apply(x)).abs().amax().item());
    }
}
