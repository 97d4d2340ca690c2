package io.cajal.zoo.bayes;

import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;

/**
 * What is held of a weight before any data: π N(0, σ₁²) + (1 − π) N(0, σ₂²) with σ₁ &gt; σ₂ (Blundell, Cornebise,
 * Kavukcuoglu and Wierstra 2015). The narrow part draws most weights to 0, the wide one lets some be large. Its scales
 * stay as they are: learned ones would follow the weights at once.
 *
 * @param share π
 * @param wide σ₁
 * @param narrow σ₂
 */
record ScaleMixture(double share, double wide, double narrow) {
    private static final double LOG_ROOT_TWO_PI = StrictMath.log(2 * Math.PI) / 2;

    ScaleMixture {
        if (!(share > 0 && share < 1 && narrow > 0 && wide >= narrow)) {
            throw new CajalException(
                    "scale mixture: needs a share between 0 and 1 and deviations σ₁ ≥ σ₂ > 0, got "
                            + "%s, %s and %s".formatted(share, wide, narrow));
        }
    }

    /** Σ ln p(w) over all numbers of w. */
    Tensor logProb(Tensor w) {
        // ln(eᵃ + eᵇ) = a + ln(1 + eᵇ⁻ᵃ) with a the wide part's share and b the narrow one's, both linear in w²
        double flat = -1 / (2 * wide * wide);
        double steep = -1 / (2 * narrow * narrow);
        double a = StrictMath.log(share / wide) - LOG_ROOT_TWO_PI;
        double b = StrictMath.log((1 - share) / narrow) - LOG_ROOT_TWO_PI;
        Tensor squares = w.square();
        Tensor narrower = squares.mul(steep - flat).add(b - a).softplus();
        return squares.sum().mul(flat).add(narrower.sum()).add(a * w.shape().elements());
    }
}
