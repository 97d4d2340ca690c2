package io.cajal.train;

import io.cajal.data.Batch;
import io.cajal.tensor.Tensor;

/**
 * What a training makes small, as a scalar of a whole batch: for losses that ask more than a model's output and a
 * target, such as the lower bound of a variational autoencoder. What it draws comes from {@link
 * io.cajal.tensor.Run#rng}, in scoring too.
 */
@FunctionalInterface
public interface BatchLoss {
    /** The mean over the examples of the batch. */
    Tensor of(Batch batch);
}
