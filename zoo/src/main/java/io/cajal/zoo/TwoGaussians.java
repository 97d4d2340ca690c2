package io.cajal.zoo;

import io.cajal.base.Shape;
import io.cajal.base.Special;
import io.cajal.data.Batch;
import io.cajal.data.Generators;
import io.cajal.loss.BceWithLogits;
import io.cajal.loss.Loss;
import io.cajal.loss.Mse;
import io.cajal.nn.Linear;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Sgd;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.Locale;

/**
 * Exercise 1 of deck 0: 100 points from two Gaussians N(±(1, 1), I) in the plane, labelled by the one they
 * came from; a net of two layers, first w·x + b, then the logistic function; its expected squared loss with
 * given weights; and better weights. The deck asks to guess them: here they are computed, learned from the
 * 100 points, and compared.
 *
 * <p>The expectation is not left to chance: for a class N(μ, I), z = w·x + b is itself a Gaussian N(w·μ + b,
 * ‖w‖²), so that E (σ(z) − t)² is an integral over one variable. The best weights are those of the posterior,
 * w = (2, 2), b = 0. (The deck pairs the Bernoulli output with the squared error; the loss that belongs to it
 * is the binary cross-entropy. Both are shown.)
 */
public final class TwoGaussians implements Recipe {
    private static final int POINTS = 100;
    /** The weights of the exercise's code, and the posterior's. */
    private static final double[] GIVEN = {1.45, -0.66, 0};
    private static final double[] BEST = {2, 2, 0};

    @Override
    public About about() {
        return new About("two-gaussians", "0 (Exercise 1)",
                "the expected loss of given weights, then better ones",
                Goal.atLeast(90, "avoidable loss removed %", 100,
                        "the Bayes posterior"));
    }

    @Override
    public Result run(Session session) {
        Batch data = Generators.twoGaussians(POINTS, 2, 1, session.rng().split("points")).all();
        Tensor x = data.x();                       // [100 × 2]
        Tensor y = data.y().unsqueeze(1);          // [100 × 1]
        Linear net = new Linear(Param.of(Tensor.of(Shape.of(1, 2), GIVEN[0], GIVEN[1])),
                Param.of(Tensor.zeros(1)));
        session.say(String.format(Locale.ROOT, "%-36s %10s %10s %12s %12s", "", "MSE", "BCE", "expected MSE",
                "expected BCE"));
        row(session, "given weights", net, x, y);
        Loss bce = new BceWithLogits();
        // 100 points alone would be fitted too well: a small L2 penalty stands for what else is known.
        Optimizer descent = new Sgd(net, 1).weightDecay(0.01);
        for (int step = 0; step < 500; step++) {
            descent.step(bce.of(net.apply(x), y).backward());
        }
        double learned = row(session, "learned from the 100 points", net, x, y);
        net.weight().set(Tensor.of(Shape.of(1, 2), BEST[0], BEST[1]));
        net.bias().set(Tensor.zeros(1));
        double best = row(session, "the posterior's, the best possible", net, x, y);
        double given = expected(GIVEN, true);
        return new Result(100 * (given - learned) / (given - best), 0);
    }

    /** Prints losses on the points and in expectation; returns the expected squared one. */
    private static double row(Session session, String name, Linear net, Tensor x, Tensor y) {
        return Run.evaluation().call(() -> {
            double[] weight = net.weight().toDoubles();
            double[] all = {weight[0], weight[1], net.bias().item()};
            Tensor z = net.apply(x);
            session.say(String.format(Locale.ROOT, "%-36s %10.4f %10.4f %12.4f %12.4f",
                    String.format(Locale.ROOT, "w = (%.2f, %.2f), b = %.2f", all[0], all[1], all[2]),
                    new Mse().of(z.sigmoid(), y).item(), new BceWithLogits().of(z, y).item(),
                    expected(all, true),
                    expected(all, false)));
            session.say("  " + name);
            return expected(all, true);
        });
    }

    /** E of the squared loss or of the cross-entropy, by Simpson's rule over ±10 deviations of z. */
    private static double expected(double[] w, boolean squared) {
        double deviation = Math.sqrt(w[0] * w[0] + w[1] * w[1]);
        int intervals = 2000;
        double h = 20.0 / intervals;
        double total = 0;
        for (int t = 0; t <= 1; t++) {
            double mean = (2 * t - 1) * (w[0] + w[1]) + w[2];
            double sum = 0;
            for (int i = 0; i <= intervals; i++) {
                double u = -10 + i * h;
                double z = mean + deviation * u;
                double miss = Special.logistic(z) - t;
                double loss = squared ? miss * miss : Special.softplus(z) - t * z;
                double density = StrictMath.exp(-u * u / 2) / Math.sqrt(2 * Math.PI);
                sum += loss * density * (i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2);
            }
            total += sum * h / 3 / 2; // both classes are equally likely
        }
        return total;
    }
}
