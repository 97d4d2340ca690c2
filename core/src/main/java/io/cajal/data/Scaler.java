package io.cajal.data;

import io.cajal.base.ShapeException;
import io.cajal.nn.Standardize;
import io.cajal.tensor.Tensor;

/**
 * Brings features to a common scale: (x − shift)/scale, with both fitted on the training part and then
 * applied to all parts alike; fitting on the test part would let it leak into the training. Deck 1
 * standardises, deck 3 scales to [0, 1].
 *
 * @param shift of each feature
 * @param scale of each feature; 1 where a feature does not vary
 */
public record Scaler(Tensor shift, Tensor scale) {

    /** To mean 0 and deviation 1; x is the training part [N × …]. */
    public static Scaler standard(Tensor x) {
        check(x);
        return new Scaler(x.mean(0).detach(), varying(x.variance(0, 0).sqrt().detach()));
    }

    /** To 0 … 1; x is the training part [N × …]. Later inputs may fall outside. */
    public static Scaler minMax(Tensor x) {
        check(x);
        Tensor least = x.amin(0).detach();
        return new Scaler(least, varying(x.amax(0).detach().sub(least)));
    }

    private static void check(Tensor x) {
        if (x.rank() < 1 || x.size(0) == 0) {
            throw new ShapeException("scaler: needs one example or more to fit, got shape " + x.shape());
        }
    }

    private static Tensor varying(Tensor scale) {
        return scale.maskedFill(scale.eq(0), 1);
    }

    public Tensor apply(Tensor x) {
        return x.sub(shift).div(scale);
    }

    /** Back to the scale of the data. */
    public Tensor invert(Tensor x) {
        return x.mul(scale).add(shift);
    }

    /** As a model's first layer, so that the saved model takes inputs as they are. */
    public Standardize layer() {
        return Standardize.of(shift, scale);
    }
}
