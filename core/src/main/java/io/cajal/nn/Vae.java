package io.cajal.nn;

import io.cajal.backend.Arena;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.distribution.Bernoulli;
import io.cajal.distribution.Normal;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The variational autoencoder (Kingma and Welling 2014; Rezende, Mohamed and Wierstra 2014) of examples x whose numbers
 * are 0 or 1, or lie between. A code z comes from p(z) = N(0, 1), and the decoder says how likely each number of
 * x is then, p(x|z). Which z an x came from, p(z|x), nobody can compute; the encoder guesses it, q(z|x) = N(μ(x), σ²(x)).
 * Both learn to make the <i>evidence lower bound</i> large:
 *
 * <pre>ln p(x) ≥ E_q[ln p(x|z)] − KL(q(z|x) ‖ p(z))</pre>
 *
 * The first term wants good reconstructions, the second wants the codes of all x together to fill p(z), so that a code
 * drawn from p(z) decodes to something new. The gap is KL(q(z|x) ‖ p(z|x)): the guess may be as wrong as that. With
 * k draws from q it closes (Burda, Grosse and Salakhutdinov 2016, the importance-weighted autoencoder):
 *
 * <pre>ln p(x) ≥ E[ln 1/k Σ wᵢ], wᵢ = p(x|zᵢ) p(zᵢ)/q(zᵢ|x)</pre>
 *
 * which rises with k towards ln p(x), and asks of the guess only that some of k draws are good.
 *
 * @param encoder from x [N × …] to μ and ln σ² beside each other [N × 2·latent]
 * @param decoder from z [N × latent] to logits of the shape of x
 * @param latent how many numbers a code has
 */
public record Vae(Layer encoder, Layer decoder, int latent) implements GenerativeModel {
    private static final int ROWS = 1000;
    /** Of ln σ²: so far out a guess is wrong anyway, and one wild step of a training must not make its exponential infinite. */
    private static final double LEAST = -30;
    private static final double MOST = 20;

    public Vae {
        if (latent < 1) {
            throw new CajalException("vae: a code needs 1 number or more, got " + latent);
        }
    }

    /** The reconstruction: how likely each number of x is, decoded from the mean code. */
    @Override
    public Tensor forward(Tensor x) { // [N × …]
        return decode(encode(x).loc()).probs(); // [N × …]
    }

    /** q(z|x) [N × latent], with ln σ² held within −30 … 20. */
    public Normal encode(Tensor x) {
        Tensor both = encoder.apply(x); // [N × 2·latent]
        if (both.rank() != 2 || both.size(1) != 2 * latent) {
            throw new ShapeException(
                    "vae: the encoder must give means and log-variances [N × %d] for codes of %d numbers, got %s"
                            .formatted(2 * latent, latent, both.shape()));
        }
        return new Normal(both.narrow(1, 0, latent), both.narrow(1, latent, latent).clamp(LEAST, MOST));
    }

    /** p(x|z) [N × …] of codes z [N × latent]. */
    public Bernoulli decode(Tensor z) {
        return new Bernoulli(decoder.apply(z));
    }

    /** The lower bound on ln p(x) of each example [N] in nats, with one draw from q(z|x) and the KL in closed form. */
    public Tensor elbo(Tensor x, Rng rng) {
        Normal code = encode(x);
        Tensor likely = decode(code.rsample(rng)).logProb(x).flatten(1).sum(1);
        return likely.sub(code.klToStandard().sum(1));
    }

    /** The importance-weighted bound on ln p(x) of each example [N] in nats, with k draws from q(z|x). */
    public Tensor bound(Tensor x, int k, Rng rng) {
        if (k < 1) {
            throw new CajalException("vae: the bound needs 1 draw or more, got " + k);
        }
        Normal code = encode(x); // once for all draws
        return bound(x, code, k, rng);
    }

    private Tensor bound(Tensor x, Normal code, int k, Rng rng) {
        Tensor z = code.rsample(k, rng); // [k × N × latent]
        int n = x.size(0);
        Tensor logits = decode(z.reshape(k * n, latent)).logits().reshape(k, n, -1);
        Tensor likely = new Bernoulli(logits).logProb(x.reshape(n, -1)).sum(2); // [k × N]
        Tensor prior = Normal.standard(Shape.of(n, latent)).logProb(z).sum(2);
        return likely.add(prior).sub(code.logProb(z).sum(2)).logMeanExp(0); // [N]
    }

    /**
     * An estimate of ln p(x) of each example [N] by importance sampling: the bound with many draws, in pieces that need
     * little memory. It is too small on average, the less the more draws.
     */
    public Tensor logLikelihood(Tensor x, int draws, Rng rng) {
        if (draws < 1) {
            throw new CajalException("vae: the likelihood needs 1 draw or more, got " + draws);
        }
        return Run.recording(false).call(() -> {
            Normal code = encode(x);
            int together = Math.max(1, ROWS / x.size(0));
            Arena arena = x.device().arena();
            List<Tensor> parts = new ArrayList<>();
            for (int done = 0; done < draws; done += together) {
                int k = Math.min(together, draws - done);
                Rng own = rng.split(parts.size());
                Tensor part = arena.step(() -> bound(x, code, k, own).keep());
                parts.add(part.add(Math.log((double) k / draws)));
            }
            return Tensor.stack(0, parts.toArray(Tensor[]::new)).logSumExp(0);
        });
    }

    /** Decoded from codes of N(0, 1): probabilities, which look better than pictures drawn from them. */
    @Override
    public Tensor generate(int count, Rng rng) {
        return new Latent(z -> decode(z).probs(), Prior.GAUSSIAN, latent).generate(count, rng);
    }
}
