package io.cajal.nn.activation;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.nn.Layer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.Locale;

/**
 * A function that goes from the logarithm over the identity to the exponential as its learned parameter α goes from −1 over 0 to 1
 * (Godfrey and Gashler 2015; deck 4): −ln(1 − α(x + α))/α for α &lt; 0, x for α = 0, (e^(αx) − 1)/α + α for α &gt; 0. ∂f/∂x is
 * 1/(1 − α(α + x)) for α &lt; 0, else e^(αx); ∂f/∂α at 0 is 1 + x²/2 from either side.
 *
 * <p>For α &lt; 0 it is defined only where x &gt; 1/α − α, which the deck leaves out; other inputs are an error.
 *
 * @param alpha [1]
 */
public record SoftExponential(Param alpha) implements Layer {

    public static SoftExponential of(double alpha) {
        return new SoftExponential(Param.of(Tensor.full(Shape.of(1), alpha)));
    }

    @Override
    public Tensor forward(Tensor x) {
        double a = alpha.item();
        if (a == 0) {
            return x.add(x.square().mul(0.5).add(1).mul(alpha)); // x, with the right slope in α
        }
        if (a > 0) {
            return x.mul(alpha).expm1().div(alpha).add(alpha);
        }
        double bound = 1 / a - a;
        double least = x.shape().elements() == 0 ? Double.POSITIVE_INFINITY : x.detach().amin().item();
        if (!(least > bound)) {
            throw new CajalException(String.format(Locale.ROOT,
                    "softExponential: with α = %.6g inputs must be above "
                            + "1/α − α = %.6g, got %.6g; normalise the inputs or start with α ≥ 0",
                    a, bound, least));
        }
        return x.add(alpha).mul(alpha).neg().log1p().div(alpha).neg();
    }
}
