package io.cajal.loss;

import io.cajal.tensor.Tensor;

/**
 * Negative log-likelihood of counts t under a Poisson distribution: e^z − t·z for the logarithm z of its
 * rate, λ − t ln(λ + ε) for the rate λ itself, without the constant ln t!. As PyTorch's PoissonNLLLoss.
 *
 * @param logInput whether the output is z, else λ
 * @param full whether Stirling's approximation of ln t!, t ln t − t + ½ ln(2πt), is added where t &gt; 1
 * @param epsilon ε
 */
public record PoissonNll(boolean logInput, boolean full, double epsilon, Reduction reduction)
        implements
            Loss {
    /** On logarithms of rates, without the constant, the mean over all elements. */
    public PoissonNll() {
        this(true, false, 1e-8, Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        Loss.sameShape("poissonNll", output, target);
        Tensor losses = logInput ? output.exp().sub(target.mul(output))
                : output.sub(target.mul(output.add(epsilon).log()));
        return reduction.of(full ? losses.add(stirling(target)) : losses);
    }

    private static Tensor stirling(Tensor t) {
        Tensor above1 = t.gt(1);
        Tensor n = Tensor.where(above1, t, t.filled(1));
        return n.mul(n.log()).sub(n).add(n.mul(2 * Math.PI).log().mul(0.5)).mul(above1);
    }
}
