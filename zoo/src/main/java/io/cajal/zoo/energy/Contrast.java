package io.cajal.zoo.energy;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.distribution.Bernoulli;
import io.cajal.nn.Layer;
import io.cajal.optim.Optimizer;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Step;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How an {@link Rbm} learns: it is awake, and makes the energy of what it sees lower; it dreams, and makes
 * that of what it dreams higher,
 *
 * <pre>  −∂ ln p(v)/∂θ = ⟨∂F/∂θ⟩ of the data − ⟨∂F/∂θ⟩ of the machine's own draws.</pre>
 *
 * True draws would take for ever. <i>Contrastive divergence</i>, CD-k (Hinton 2002), starts from the data and
 * goes k steps: enough to see in which direction the machine leaves them, which makes good features, but
 * valleys far from all data are never seen. <i>Persistent</i> contrastive divergence, PCD (Tieleman 2008),
 * goes on with its own fantasies from update to update: weights that change slowly let them keep up, and they
 * go wherever the machine puts its odds. It needs small steps towards the end.
 *
 * <p>The gradient is that of <i>centred</i> units (Montavon and Müller 2012; Melchior, Fischer and Wiskott
 * 2016), v − μ and h − λ in place of v and h, where μ and λ are running means over the data. Odds stay what
 * they are, but learning no longer depends on what is called 0 and what 1, and units that are nearly always
 * on no longer drown the others:
 *
 * <pre>  ∇'W = ∇W − ∇c μᵀ − λ ∇bᵀ,   ∇'b = ∇b − ∇'Wᵀλ,   ∇'c = ∇c − ∇'W μ.</pre>
 *
 * @param fantasies the persistent chains [M × visible]; [0 × visible] for plain CD
 * @param levels of {@link Tempering}, to which the fantasies belong; 1 without
 * @param visibleMean μ [visible]
 * @param hiddenMean λ [hidden]
 */
public record Contrast(Rbm rbm, Buffer fantasies, int levels, Buffer visibleMean,
        Buffer hiddenMean) implements Layer {
    private static final double FRESH = 0.01;

    /** CD: each update dreams from the data. */
    public static Contrast divergence(Rbm rbm) {
        return of(rbm, Tensor.zeros(0, rbm.visibleUnits()), 1);
    }

    /** PCD: dreams that begin with these states [M × visible] and go on. */
    public static Contrast persistent(Rbm rbm, Tensor fantasies) {
        return of(rbm, fantasies, 1);
    }

    /** PCD with so many chains at each of so many temperatures. */
    public static Contrast tempered(Rbm rbm, int levels, int chains, Rng rng) {
        return of(rbm, Tempering.start(levels, chains, rbm.visibleUnits(), rng), levels);
    }

    private static Contrast of(Rbm rbm, Tensor fantasies, int levels) {
        if (fantasies.rank() != 2 || fantasies.size(1) != rbm.visibleUnits()) {
            throw new CajalException(
                    "contrastive divergence: fantasies of %d visible units are expected, got %s"
                            .formatted(rbm.visibleUnits(), fantasies.shape()));
        }
        return new Contrast(rbm, Buffer.of(fantasies), levels, Buffer.of(rbm.visibleBias().sigmoid()),
                Buffer.of(Tensor.full(Shape.of(rbm.hiddenUnits()), 0.5)));
    }

    @Override
    public Tensor forward(Tensor x) {
        return rbm.forward(x);
    }

    /**
     * Learns from batches of examples with numbers in 0 … 1, which are drawn anew each time; its dreams go k
     * steps.
     */
    public Step step(Optimizer optimizer, int k) {
        return batch -> {
            Rng rng = Run.current().rng("contrastive divergence");
            Tensor v = Bernoulli.draw(batch.x().flatten(1), rng.split("pixels"));
            Tensor dreamt = Run.recording(false).call(() -> dreams(v, k, rng.split("dream")));
            Tensor awake = rbm.freeEnergy(v).mean();
            Tensor asleep = rbm.freeEnergy(dreamt).mean();
            Gradients seen = awake.backward();
            optimizer.step(Run.recording(false).call(() -> {
                follow(visibleMean, v.mean(0));
                follow(hiddenMean, seen.get(rbm.hiddenBias()).neg()); // ∂F/∂c = −p(h = 1|v)
                return centred(seen.plus(asleep.backward().times(-1)));
            }));
            return Step.Losses.of("free energy, data − fantasies", awake.item() - asleep.item());
        };
    }

    private Tensor dreams(Tensor data, int k, Rng rng) {
        if (fantasies.size(0) == 0) {
            return rbm.gibbs(data, k, rng);
        }
        fantasies.set(levels == 1 ? rbm.gibbs(fantasies, k, rng)
                : new Tempering(rbm, levels).steps(fantasies, k, rng));
        return fantasies.narrow(0, 0, fantasies.size(0) / levels);
    }

    private static void follow(Buffer mean, Tensor fresh) {
        mean.set(mean.add(fresh.sub(mean).mul(FRESH)));
    }

    Gradients centred(Gradients plain) {
        Tensor mu = visibleMean.unsqueeze(0);    // [1 × visible]
        Tensor lambda = hiddenMean.unsqueeze(1); // [hidden × 1]
        Tensor b = plain.get(rbm.visibleBias());
        Tensor c = plain.get(rbm.hiddenBias());
        Tensor w = plain.get(rbm.weight()).sub(c.unsqueeze(1).mul(mu)).sub(lambda.mul(b.unsqueeze(0)));
        Map<Tensor, Tensor> centred = new LinkedHashMap<>();
        centred.put(rbm.weight(), w);
        centred.put(rbm.visibleBias(), b.sub(w.mul(lambda).sum(0)));
        centred.put(rbm.hiddenBias(), c.sub(w.mul(mu).sum(1)));
        return Gradients.of(centred);
    }
}
