package io.cajal.distribution;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/**
 * The normal distribution N(μ, σ²), element by element, written with ln σ²: any number is allowed there, so a
 * network can give it. Its draws are <i>reparameterised</i> (Kingma and Welling 2014; Rezende, Mohamed and
 * Wierstra 2014): z = μ + σ ε, where ε comes from N(0, 1) and does not depend on the parameters, so that the gradient
 * of anything computed from z flows to μ and to σ.
 *
 * @param loc μ [… ]
 * @param logVariance ln σ², of the same shape
 */
public record Normal(Tensor loc, Tensor logVariance) implements Distribution {
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    public Normal {
        if (!loc.shape().equals(logVariance.shape())) {
            throw new ShapeException("normal: means %s and log-variances %s differ in shape"
                    .formatted(loc.shape(), logVariance.shape()));
        }
    }

    /** By its standard deviation, above 0. */
    public static Normal of(Tensor loc, Tensor scale) {
        if (scale.le(0).sum().item() > 0) {
            throw new CajalException(
                    "normal: a standard deviation must be above 0, got " + scale.amin().item());
        }
        return new Normal(loc, scale.log().mul(2));
    }

    /** N(0, 1) for every element of a shape. */
    public static Normal standard(Shape shape) {
        return new Normal(Tensor.full(shape, 0), Tensor.full(shape, 0));
    }

    /** σ. */
    public Tensor scale() {
        return logVariance.mul(0.5).exp();
    }

    /** A draw μ + σ ε, through which gradients flow. */
    public Tensor rsample(Rng rng) {
        return loc.add(scale().mul(Draws.like(loc, rng, Rng::normal)));
    }

    /** So many draws [count × …] with gradients. */
    public Tensor rsample(int count, Rng rng) {
        Shape shape = Shape.of(count).concat(loc.shape());
        return loc.add(scale().mul(Draws.of(shape, loc, rng, Rng::normal)));
    }

    @Override
    public Tensor sample(Rng rng) {
        return rsample(rng).detach();
    }

    /** −½ (ln 2π + ln σ² + (x − μ)²/σ²). */
    @Override
    public Tensor logProb(Tensor values) {
        Tensor distance = values.sub(loc).square().mul(logVariance.neg().exp());
        return distance.add(logVariance).add(LOG_TWO_PI).mul(-0.5);
    }

    /** ½ (1 + ln 2π + ln σ²). */
    @Override
    public Tensor entropy() {
        return logVariance.add(1 + LOG_TWO_PI).mul(0.5);
    }

    /** KL(this ‖ other) = ½ (σ²/τ² + (μ − ν)²/τ² − 1 − ln σ²/τ²), where the other is N(ν, τ²). */
    public Tensor kl(Normal other) {
        Tensor precision = other.logVariance.neg().exp();
        Tensor ratio = logVariance.sub(other.logVariance);
        Tensor apart = loc.sub(other.loc).square().mul(precision);
        return ratio.exp().sub(ratio).add(apart).sub(1).mul(0.5);
    }

    /** KL(this ‖ N(0, 1)) = ½ (σ² + μ² − 1 − ln σ²). */
    public Tensor klToStandard() {
        return logVariance.exp().add(loc.square()).sub(logVariance).sub(1).mul(0.5);
    }
}
