package io.cajal.loss;

import io.cajal.tensor.Tensor;

/**
 * Negative log-likelihood of counts t under a Poisson distribution with logarithmic rate z: e^z − t·z, without the constant ln t!, as
 * PyTorch's PoissonNLLLoss.
 */
public record PoissonNll(Reduction reduction) implements Loss {
    /** The mean over all elements. */
    public PoissonNll() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        Loss.sameShape("poissonNll", output, target);
        return reduction.of(output.exp().sub(target.mul(output)));
    }
}
