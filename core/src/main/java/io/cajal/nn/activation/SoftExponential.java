package io.cajal.nn.activation;

import io.cajal.base.CajalException;
import io.cajal.nn.Layer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;

/**
 * A function between logarithm, identity and exponential, which of them being learned (Godfrey and Gashler
 * 2015; deck 4). <pre>
 *   α &lt; 0:  f = −ln(1 − α(x + α))/α   ∂f/∂x = 1/(1 − α(x + α))   −1: ln x
 *   α = 0:  f = x                     ∂f/∂x = 1
 *   α &gt; 0:  f = (e^(αx) − 1)/α + α    ∂f/∂x = e^(αx)              1: eˣ
 * </pre> At α = 0, ∂f/∂α = 1 + x²/2 from either side, so that training passes through.
 *
 * <p>With it layers can multiply: a sum of logarithms, then an exponential. For small networks on scaled
 * inputs; for α &gt; 0 it grows as fast as its name says.
 *
 * <p>For α &lt; 0 it exists only where x &gt; 1/α − α, which the deck leaves out; other inputs are an error.
 *
 * @param alpha one number
 */
public record SoftExponential(Param alpha) implements Layer {
    /**
     * Nearer to 0 than this, f is x + α(1 + x²/2), its expansion to first order: the formulas divide what
     * vanishes by α, and the digits of ∂f/∂α go with it.
     */
    private static final double NEAR = 1e-4;

    public SoftExponential {
        if (alpha.shape().elements() != 1) {
            throw new CajalException("softExponential: alpha must be one number, got shape " + alpha.shape());
        }
    }

    public static SoftExponential of(double alpha) {
        return new SoftExponential(Param.of(Tensor.scalar(alpha)));
    }

    @Override
    public Tensor forward(Tensor x) {
        double a = alpha.item();
        if (a < 0) {
            checkDomain(a, x);
        }
        if (Math.abs(a) < NEAR) {
            return x.add(x.square().mul(0.5).add(1).mul(alpha));
        }
        return a < 0 ? x.add(alpha).mul(alpha).neg().log1p().div(alpha).neg()
                : x.mul(alpha).expm1().div(alpha).add(alpha);
    }

    private static void checkDomain(double a, Tensor x) {
        double bound = 1 / a - a;
        double least = x.shape().elements() == 0 ? Double.POSITIVE_INFINITY : x.detach().amin().item();
        if (least <= bound) {
            throw new CajalException("softExponential: for α = %s inputs must be above 1/α − α = %s, got %s; "
                    .formatted((float) a, (float) bound, (float) least)
                    + "scale the inputs, or start with α ≥ 0");
        }
    }
}
