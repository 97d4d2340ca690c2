package io.cajal.zoo;

import io.cajal.data.Batch;
import io.cajal.data.Generators;
import io.cajal.loss.BceWithLogits;
import io.cajal.loss.Loss;
import io.cajal.nn.Linear;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Sgd;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.Locale;

/**
 * One logistic unit on two Gaussians N(±1, 1) with equal priors (Jordan 1995; deck 0). The posterior of class
 * 1 is the logistic function of w·x + b with w = (μ₁ − μ₀)/σ² = 2 and b = 0; so training must come to w = 2,
 * and to the Bayes error of 15.866 %. (Deck 0 prints 1/(1 + e^{−2x}) for "unit Gaussians": that slope belongs
 * to means ±1.) Found twice: by gradient descent on the binary cross-entropy, and by Newton's method.
 */
public final class LogisticNeuron implements Recipe {
    private static final int POINTS = 1_000_000;

    @Override
    public About about() {
        return new About("logistic-neuron", "0, 4",
                "one logistic unit finds the posterior of two Gaussians",
                Goal.atMost(0.3575, "BCE", 0.35632, "the integral over both densities"));
    }

    @Override
    public Result run(Session session) {
        Batch data = Generators.twoGaussians(POINTS, 1, 1, session.rng().split("points")).all();
        Tensor x = data.x();                        // [N × 1]
        Tensor y = data.y().unsqueeze(1);           // [N × 1]
        Linear descended = Linear.of(1, 1, session.rng().split("weights"));
        Loss loss = new BceWithLogits();
        Optimizer descent = new Sgd(descended, 4);
        for (int step = 0; step < 60; step++) {
            descent.step(loss.of(descended.apply(x), y).backward());
        }
        report(session, "gradient descent", descended, x, y);
        Linear newton = Linear.of(1, 1, session.rng().split("weights"));
        for (int step = 0; step < 8; step++) {
            newtonStep(newton, x, y);
        }
        double bce = report(session, "Newton's method", newton, x, y);
        session.say("theory            w = 2, b = 0, BCE 0.35632, error 15.866 %");
        double w = newton.weight().item();
        // Without the right weight the loss would not do either; both must hold.
        return Result.provided(Math.abs(w - 2) <= 0.01, bce, Math.log(2));
    }

    private static double report(Session session, String method, Linear unit, Tensor x, Tensor y) {
        return Run.evaluation().call(() -> {
            Tensor z = unit.apply(x);
            double bce = new BceWithLogits().of(z, y).item();
            double error = 100 * z.gt(0).ne(y).mean().item();
            session.say(
                    String.format(Locale.ROOT, "%-17s w = %.4f, b = %+.4f, BCE %.5f, error %.3f %%", method,
                            unit.weight().item(), unit.bias().item(), bce, error));
            return bce;
        });
    }

    /** (w, b) ← (w, b) − H⁻¹ g with g = Σ (p − y)(x, 1) and H = Σ p (1 − p) (x, 1)(x, 1)ᵀ. */
    private static void newtonStep(Linear unit, Tensor x, Tensor y) {
        Run.evaluation().run(() -> {
            Tensor p = unit.apply(x).sigmoid();
            Tensor difference = p.sub(y);
            Tensor curvature = p.mul(p.neg().add(1));
            double gw = difference.mul(x).mean().item();
            double gb = difference.mean().item();
            double ww = curvature.mul(x.square()).mean().item();
            double wb = curvature.mul(x).mean().item();
            double bb = curvature.mean().item();
            double determinant = ww * bb - wb * wb;
            unit.weight().set(unit.weight().sub((bb * gw - wb * gb) / determinant));
            unit.bias().set(unit.bias().sub((ww * gb - wb * gw) / determinant));
        });
    }
}
