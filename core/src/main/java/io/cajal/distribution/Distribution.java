package io.cajal.distribution;

import io.cajal.base.Rng;
import io.cajal.tensor.Tensor;

/**
 * Independent random quantities, one for each element of a shape. Every result has one number for each of
 * them: a vector's log density is {@code logProb(x).sum(-1)}. Values may have more axes in front than the
 * distribution, as k draws [k × …] have.
 */
public sealed interface Distribution permits Normal, Bernoulli, Categorical {

    /** One draw of each quantity, through which no gradient flows. */
    Tensor sample(Rng rng);

    /** The natural logarithm of the density, or of the probability, of these values. */
    Tensor logProb(Tensor values);

    /** −E[ln p], in nats. */
    Tensor entropy();
}
