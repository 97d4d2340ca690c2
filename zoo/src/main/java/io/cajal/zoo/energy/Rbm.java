package io.cajal.zoo.energy;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.distribution.Bernoulli;
import io.cajal.nn.Init;
import io.cajal.nn.Layer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;

/**
 * The restricted Boltzmann machine (Smolensky 1986; Hinton 2002): visible units v, which are what is seen,
 * and hidden units h, which explain it, all 0 or 1, with links only between the two layers. A pair of states
 * is the likelier the lower its energy,
 *
 * <pre>  p(v, h) = exp(−E(v, h))/Z,   E(v, h) = −hᵀWv − b·v − c·h.</pre>
 *
 * As no two units of a layer are linked, a layer is drawn at once when the other is known, and the sum over
 * all states h is a product, which leaves the free energy F:
 *
 * <pre>  p(hⱼ = 1|v) = σ(Wv + c)ⱼ,   p(vᵢ = 1|h) = σ(Wᵀh + b)ᵢ,
 *   p(v) = exp(−F(v))/Z,   F(v) = −b·v − Σⱼ ln(1 + exp(Wv + c)ⱼ).</pre>
 *
 * The gradient of −ln p(v) is that of F at the data minus that of F at what the machine itself draws:
 * {@link Contrast} learns so. Only Z, a sum over all states, cannot be computed but for small machines;
 * {@link AnnealedImportance} estimates it.
 *
 * <p>Not for where labels abound: networks trained straight through are simpler and better there. And its
 * draws come one from the other, so that it takes many steps to get from one digit to the next.
 *
 * @param weight W [hidden × visible]
 * @param hiddenBias c [hidden]
 * @param visibleBias b [visible]
 */
public record Rbm(Param weight, Param hiddenBias, Param visibleBias) implements Layer {
    /** Layers of up to so many units are summed over. */
    private static final int MOST_SUMMED = 20;

    public Rbm {
        if (!weight.shape().equals(Shape.of(hiddenBias.size(0), visibleBias.size(0)))) {
            throw new ShapeException("rbm: weights [hidden × visible] and biases do not fit: %s, %s, %s"
                    .formatted(weight.shape(), hiddenBias.shape(), visibleBias.shape()));
        }
    }

    /** Small weights and no biases. */
    public static Rbm of(int visible, int hidden, Rng rng) {
        return new Rbm(Init.normal(0.01, rng, hidden, visible), Init.zeros(hidden), Init.zeros(visible));
    }

    public int visibleUnits() {
        return weight.size(1);
    }

    public int hiddenUnits() {
        return weight.size(0);
    }

    /** What the hidden units make of x [N × …]: their probabilities [N × hidden]. */
    @Override
    public Tensor forward(Tensor x) {
        return hidden(x.flatten(1));
    }

    /** p(h = 1|v) [N × hidden]. */
    public Tensor hidden(Tensor v) {
        return v.linear(weight, hiddenBias).sigmoid();
    }

    /** p(v = 1|h) [N × visible]. */
    public Tensor visible(Tensor h) {
        return h.matmul(weight).add(visibleBias).sigmoid();
    }

    /** F(v) [N]. */
    public Tensor freeEnergy(Tensor v) {
        Tensor told = v.linear(weight, hiddenBias); // [N × hidden]
        return v.mul(visibleBias).sum(1).add(told.softplus().sum(1)).neg();
    }

    /** States of the visible units [N × visible] k steps on: h is drawn from v, and v from h. */
    public Tensor gibbs(Tensor v, int k, Rng rng) {
        Tensor state = v;
        for (int step = 0; step < k; step++) {
            Rng own = rng.split(step);
            Tensor h = Bernoulli.draw(hidden(state), own.split("hidden"));
            state = Bernoulli.draw(visible(h), own.split("visible"));
        }
        return state;
    }

    /** What the visible units that are not known may be: known ones keep their states in each of k steps. */
    public Tensor fill(Tensor v, Tensor known, int k, Rng rng) {
        Tensor state = v;
        for (int step = 0; step < k; step++) {
            state = Tensor.where(known, v, gibbs(state, 1, rng.split(step)));
        }
        return state;
    }

    /** ln Z, by summing over all states of the smaller layer. */
    public double logPartition() {
        boolean overVisible = visibleUnits() <= hiddenUnits();
        int units = overVisible ? visibleUnits() : hiddenUnits();
        if (units > MOST_SUMMED) {
            throw new CajalException(
                    "rbm: ln Z is a sum over 2^%d states, which is done up to 2^%d; AnnealedImportance estimates it"
                            .formatted(units, MOST_SUMMED));
        }
        Tensor states = allStates(units);
        return (overVisible ? freeEnergy(states) : turned().freeEnergy(states)).neg().logSumExp(0).item();
    }

    /** The same machine with its layers exchanged. */
    private Rbm turned() {
        return new Rbm(Param.of(weight.t()), Param.of(visibleBias), Param.of(hiddenBias));
    }

    /** All states of so many units [2ⁿ × n]: row r has the binary digits of r. */
    static Tensor allStates(int n) {
        float[] states = new float[n << n];
        for (int i = 0; i < states.length; i++) {
            states[i] = i / n >> i % n & 1;
        }
        return Tensor.of(Shape.of(1 << n, n), states);
    }
}
