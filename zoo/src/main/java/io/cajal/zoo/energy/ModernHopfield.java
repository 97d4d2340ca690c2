package io.cajal.zoo.energy;

import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;

/**
 * The modern Hopfield network (Ramsauer et al. 2020): states s of any numbers, and an energy whose valleys
 * are so steep that patterns x_μ, the rows of X, are told apart in one step, however many there are: their
 * number may grow exponentially with N.
 *
 * <pre>  E(s) = −1/β ln Σ_μ exp(β x_μ·s) + ½ s·s,   s ← Xᵀ softmax(β X s).</pre>
 *
 * The step is the attention of a transformer, with s as its query and the patterns as keys and values; it
 * never raises the energy. With a small β it does not decide: the state goes to the mean of patterns that are
 * near each other, and with none at all to the mean of all.
 *
 * @param patterns X [P × N]
 * @param beta β, how sharply it decides
 */
public record ModernHopfield(Tensor patterns, double beta) {
    public ModernHopfield {
        if (patterns.rank() != 2 || !(beta > 0)) {
            throw new CajalException("hopfield: patterns [P × N] and a β above 0 are expected, got %s and %s"
                    .formatted(patterns.shape(), beta));
        }
    }

    /** One step of all states [M × N]. */
    public Tensor step(Tensor states) {
        return states.matmulTransposed(patterns).mul(beta).softmax(1).matmul(patterns); // [M × N]
    }

    /** E of each of the states [M × N]: [M]. */
    public Tensor energy(Tensor states) {
        Tensor near = states.matmulTransposed(patterns).mul(beta).logSumExp(1).div(beta); // [M]
        return states.square().sum(1).div(2).sub(near);
    }
}
