package io.cajal.nn;

import io.cajal.tensor.Buffer;
import io.cajal.tensor.Tensor;

/**
 * (x − mean)/deviation: a layer, so that a saved model takes inputs as they are. Fit it on the training part
 * alone; what it knows of the other parts is no longer unseen.
 *
 * @param mean of each feature, or of all; broadcast over the batch
 * @param deviation of each feature, or of all
 */
public record Standardize(Buffer mean, Buffer deviation) implements Layer {

    public static Standardize of(Tensor mean, Tensor deviation) {
        return new Standardize(Buffer.of(mean), Buffer.of(deviation));
    }

    /** Gives every feature of these rows [N × …] mean 0 and deviation 1; one that never changes becomes 0. */
    public static Standardize fit(Tensor rows) {
        return of(rows.mean(0), orOne(rows.variance(0, 0).sqrt()));
    }

    /** Gives every feature of these rows [N × …] the range [0, 1]; one that never changes becomes 0. */
    public static Standardize fitRange(Tensor rows) {
        Tensor least = rows.amin(0);
        return of(least, orOne(rows.amax(0).sub(least)));
    }

    private static Tensor orOne(Tensor deviation) {
        return deviation.maskedFill(deviation.eq(0), 1);
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.sub(mean).div(deviation);
    }
}
