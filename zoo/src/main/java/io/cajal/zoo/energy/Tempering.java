package io.cajal.zoo.energy;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.distribution.Bernoulli;
import io.cajal.tensor.Tensor;
import java.util.stream.IntStream;

/**
 * Parallel tempering of an {@link Rbm} (Desjardins, Courville, Bengio, Vincent and Delalleau 2010; Cho, Raiko
 * and Ilin 2010): its chains are caught by the valleys that it learns, so that others run beside them at
 * energies β E with smaller β, where valleys are shallow. Neighbours a, b change places with probability
 *
 * <pre>  min(1, pₐ(v_b) p_b(vₐ) / (pₐ(vₐ) p_b(v_b))),   p_β(v) ∝ exp(β b·v) Πⱼ (1 + exp(β(Wv + c)ⱼ)),</pre>
 *
 * which leaves the odds at each β as they are. The first rows of the states belong to β = 1, then come those
 * of the next smaller β; the last ones are nearly free.
 *
 * @param levels how many β there are: 1, 1 − 1/levels, …, 1/levels
 */
record Tempering(Rbm rbm, int levels) {

    /** States [levels · M × visible] k steps on. */
    Tensor steps(Tensor states, int k, Rng rng) {
        int chains = states.size(0) / levels;
        Tensor level = Tensor.arange(states.size(0)).div(chains).floor();
        Tensor beta = level.div(-levels).add(1).unsqueeze(1); // [levels · M × 1]
        Tensor v = states;
        for (int step = 0; step < k; step++) {
            Rng own = rng.split(step);
            Tensor told = v.linear(rbm.weight(), rbm.hiddenBias());
            Tensor h = Bernoulli.draw(told.mul(beta).sigmoid(), own.split("hidden"));
            Tensor logits = h.matmul(rbm.weight()).add(rbm.visibleBias()).mul(beta);
            v = exchanged(Bernoulli.draw(logits.sigmoid(), own.split("visible")), beta, chains,
                    own.split("places").bits() & 1, own.split("exchange"));
        }
        return v;
    }

    /** Neighbours change places: those of levels 0 and 1, 2 and 3, …, or of 1 and 2, 3 and 4, …. */
    private Tensor exchanged(Tensor v, Tensor beta, int chains, int first, Rng rng) {
        Tensor told = v.linear(rbm.weight(), rbm.hiddenBias());
        Tensor biased = v.mul(rbm.visibleBias()).sum(1);
        double[] here = odds(told, biased, beta);
        double[] colder = odds(told, biased, beta.add(1.0 / levels));
        double[] hotter = odds(told, biased, beta.sub(1.0 / levels));
        int[] order = IntStream.range(0, v.size(0)).toArray();
        for (int level = first; level + 1 < levels; level += 2) {
            for (int i = level * chains; i < (level + 1) * chains; i++) {
                int j = i + chains;
                if (rng.uniform() < StrictMath.exp(colder[j] + hotter[i] - here[i] - here[j])) {
                    order[i] = j;
                    order[j] = i;
                }
            }
        }
        return v.indexSelect(0, order);
    }

    /** ln p_β(v), without its Z. */
    private static double[] odds(Tensor told, Tensor biased, Tensor beta) {
        return told.mul(beta).softplus().sum(1).add(biased.mul(beta.squeeze(1))).toDoubles();
    }

    /** States to begin with, of so many chains for each level. */
    static Tensor start(int levels, int chains, int visible, Rng rng) {
        return Tensor.uniform(Shape.of(levels * chains, visible), 0, 1, rng).ge(0.5);
    }
}
