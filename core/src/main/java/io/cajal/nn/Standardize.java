package io.cajal.nn;

import io.cajal.tensor.Buffer;
import io.cajal.tensor.Tensor;

/**
 * (x − mean)/deviation, with numbers fitted on the training part: a layer, so that a saved model takes inputs as they are.
 *
 * @param mean of each feature, broadcast over the batch
 * @param deviation of each feature
 */
public record Standardize(Buffer mean, Buffer deviation) implements Layer {

    public static Standardize of(Tensor mean, Tensor deviation) {
        return new Standardize(Buffer.of(mean), Buffer.of(deviation));
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.sub(mean).div(deviation);
    }
}
