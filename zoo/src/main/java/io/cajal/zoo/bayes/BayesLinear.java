package io.cajal.zoo.bayes;

import io.cajal.base.Rng;
import io.cajal.base.ShapeException;
import io.cajal.distribution.Draws;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * A fully connected layer that knows no weight for certain (Blundell, Cornebise, Kavukcuoglu and Wierstra 2015,
 * "Weight uncertainty in neural networks"): each is a normal distribution N(μ, σ²) of its own, with σ = ln(1 + eᵖ) above 0
 * for any ρ. What learns is μ and ρ, down the variational free energy
 * <pre>
 * F = KL(q(w) ‖ p(w)) − E_q ln p(data | w)
 * </pre>
 * the price of saying more than the {@linkplain ScaleMixture prior} did, less what the data gain by it. Weights that the
 * data do not need keep a wide σ, and can be cut.
 *
 * <p>The paper draws the weights of a batch once, for all its examples. Here the sums are drawn instead (Kingma, Salimans
 * and Welling 2015, the <i>local reparameterisation</i>): with independent normal weights x·w + b is normal too, with mean
 * x·μ and variance x²·σ², for each example by itself. The gradient has the same mean and varies far less. Only the prior's
 * part of KL needs weights, and draws them once.
 *
 * <p>In training the sums are drawn; in evaluation the weights are their means, a network like any other. For odds that
 * take all weights into account see {@link Sampled}.
 *
 * @param weight μ of the weights [out × in]
 * @param weightRho ρ of the weights
 * @param bias μ of the biases [out]
 * @param biasRho ρ of the biases
 * @param stream tells this layer's draws from those of others
 */
public record BayesLinear(Param weight, Param weightRho, Param bias, Param biasRho, long stream)
        implements
            Layer {
    /** So that the root of a variance of 0, as of an input that is 0 throughout, has a slope. */
    private static final double LEAST_VARIANCE = 1e-12;
    private static final double LOG_TWO_PI_E = StrictMath.log(2 * Math.PI) + 1;

    public BayesLinear {
        if (weight.rank() != 2 || !weight.shape().equals(weightRho.shape())
                || bias.shape().elements() != weight.size(0) || !bias.shape().equals(biasRho.shape())) {
            throw new ShapeException(
                    "bayesLinear: needs weights [out × in] and biases [out], each with ρ of its shape, got "
                            + "%s and %s, %s and %s".formatted(weight.shape(), weightRho.shape(),
                                    bias.shape(),
                                    biasRho.shape()));
        }
    }

    /** @param rho at the start: −5 is a deviation of 0.0067 */
    static BayesLinear of(int in, int out, double rho, Rng rng) {
        Linear linear = Linear.of(in, out, rng);
        return new BayesLinear(linear.weight(), Param.of(linear.weight().filled(rho)), linear.bias(),
                Param.of(linear.bias().filled(rho)), rng.bits64());
    }

    @Override
    public Tensor forward(Tensor x) { // [N × in]
        Tensor mean = x.linear(weight, bias);
        if (!Run.current().training()) {
            return mean;
        }
        Tensor variance = x.square().linear(weightRho.softplus().square(), biasRho.softplus().square());
        Tensor noise = Draws.like(mean, Run.current().rng("bayesLinear").split(stream), Rng::normal);
        return mean.add(variance.add(LEAST_VARIANCE).sqrt().mul(noise)); // [N × out]
    }

    /** KL(q ‖ p) in nats: the entropy of q exactly, ln p by one draw of the weights. */
    Tensor complexity(ScaleMixture prior, Rng rng) {
        return complexity(weight, weightRho, prior, rng.split(stream).split("weight"))
                .add(complexity(bias, biasRho, prior, rng.split(stream).split("bias")));
    }

    private static Tensor complexity(Tensor mean, Tensor rho, ScaleMixture prior, Rng rng) {
        Tensor deviation = rho.softplus();
        Tensor drawn = mean.add(deviation.mul(Draws.like(mean, rng, Rng::normal)));
        Tensor entropy = deviation.log().sum().add(LOG_TWO_PI_E / 2 * mean.shape().elements());
        return prior.logProb(drawn).add(entropy).neg();
    }

    /** |μ|/σ of the weights: how far each stands out of its own noise. */
    Tensor signalToNoise() {
        return weight.detach().abs().div(weightRho.detach().softplus());
    }
}
