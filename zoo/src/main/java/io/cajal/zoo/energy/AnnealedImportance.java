package io.cajal.zoo.energy;

import io.cajal.backend.Arena;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.distribution.Bernoulli;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;

/**
 * Annealed importance sampling (Neal 2001; Salakhutdinov and Murray 2008): ln Z of an {@link Rbm}, which is a
 * sum over too many states. It starts from a machine A without weights, whose Z is known and whose units are
 * on as often as the data's, and goes over to the machine in question in many small steps,
 *
 * <pre>  p_β(v) ∝ exp((1 − β) a·v) · exp(β b·v) Πⱼ (1 + exp(β(Wv + c)ⱼ)),   β = 0 … 1.</pre>
 *
 * A run draws v from A; then, at each β, its weight is multiplied by how much likelier v became, and v takes
 * one step of Gibbs sampling at the new β. The mean of the weights is Z/Z_A without bias; that of their
 * logarithm is too small, so that probabilities come out too large when there are few runs or few steps. How
 * much the runs differ says how far to trust it.
 *
 * @param logZ the estimate
 * @param low logarithm of the mean weight minus three standard errors, times Z_A; −∞ where the runs say
 *     nothing
 * @param high the same plus three
 */
public record AnnealedImportance(double logZ, double low, double high) {

    /**
     * @param base a [visible], see {@link #baseRates}
     * @param runs side by side
     * @param steps from A to the machine, evenly spaced
     */
    public static AnnealedImportance of(Rbm rbm, Tensor base, int runs, int steps, Rng rng) {
        if (runs < 2 || steps < 1) {
            throw new CajalException(
                    "annealed importance sampling: 2 runs and 1 step or more are needed, got %d and %d"
                            .formatted(runs, steps));
        }
        double[] logWeights = new double[runs];
        sample(rbm, base, runs, steps, rng, logWeights);
        double known = rbm.hiddenUnits() * Math.log(2) + base.softplus().sum().item();
        return of(known, logWeights);
    }

    /** States [runs × visible] at the end of as many annealings: nearly draws from the machine. */
    static Tensor draws(Rbm rbm, Tensor base, int runs, int steps, Rng rng) {
        return sample(rbm, base, runs, steps, rng, new double[runs]);
    }

    private static Tensor sample(Rbm rbm, Tensor base, int runs, int steps, Rng rng, double[] logWeights) {
        Arena arena = rbm.weight().device().arena();
        return Run.recording(false).call(() -> {
            Tensor v = Bernoulli.draw(base.sigmoid().expand(Shape.of(runs, rbm.visibleUnits())),
                    rng.split("start"));
            for (int k = 1; k <= steps; k++) {
                Tensor from = v;
                double before = (k - 1.0) / steps;
                double beta = (double) k / steps;
                Rng own = rng.split(k);
                v = arena.step(() -> {
                    Tensor told = from.linear(rbm.weight(), rbm.hiddenBias());
                    double[] gains = gain(from, told, rbm.visibleBias().sub(base), before, beta).toDoubles();
                    Arrays.setAll(logWeights, i -> logWeights[i] + gains[i]);
                    return step(rbm, told, base, beta, own).keep();
                });
            }
            return v;
        });
    }

    /** ln p_β(v) − ln p_β'(v), without their Z. */
    private static Tensor gain(Tensor v, Tensor told, Tensor biases, double before, double beta) {
        Tensor hidden = told.mul(beta).softplus().sub(told.mul(before).softplus()).sum(1); // [runs]
        return v.mul(biases).sum(1).mul(beta - before).add(hidden);
    }

    /** A step of Gibbs sampling at β. */
    private static Tensor step(Rbm rbm, Tensor told, Tensor base, double beta, Rng rng) {
        Tensor h = Bernoulli.draw(told.mul(beta).sigmoid(), rng.split("hidden"));
        Tensor logits = h.matmul(rbm.weight()).add(rbm.visibleBias()).mul(beta).add(base.mul(1 - beta));
        return Bernoulli.draw(logits.sigmoid(), rng.split("visible"));
    }

    private static AnnealedImportance of(double known, double[] logWeights) {
        double most = Arrays.stream(logWeights).max().orElseThrow();
        double[] weights = Arrays.stream(logWeights).map(w -> StrictMath.exp(w - most)).toArray();
        double mean = Arrays.stream(weights).average().orElseThrow();
        double squares = Arrays.stream(weights).map(w -> (w - mean) * (w - mean)).sum();
        double error = Math.sqrt(squares / (weights.length - 1) / weights.length);
        double scale = known + most;
        return new AnnealedImportance(scale + StrictMath.log(mean),
                scale + StrictMath.log(Math.max(0, mean - 3 * error)),
                scale + StrictMath.log(mean + 3 * error));
    }

    /**
     * The biases a of machine A for examples that are on as often as this mean [visible] says, drawn a little
     * towards ½ so that none is never or always on.
     */
    public static Tensor baseRates(Tensor mean) {
        Tensor p = mean.mul(0.98).add(0.01);
        return p.log().sub(p.neg().add(1).log());
    }

    /** The mean of ln p(v) over examples [N × visible], in nats. */
    public double logLikelihood(Rbm rbm, Tensor examples) {
        return -Run.recording(false).call(() -> rbm.freeEnergy(examples).mean().item()) - logZ;
    }
}
