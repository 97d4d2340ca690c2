package io.cajal.loss;

import io.cajal.tensor.Tensor;

/**
 * Mean squared error, (1/n) Σ (y − t)² over all n elements of the batch, as PyTorch's MSELoss. Gradient 2(y −
 * t)/n. (Deck 2 writes "loss = predicted − desired", which has no minimum.)
 */
public record Mse(Reduction reduction) implements Loss {
    /** The mean over all elements. */
    public Mse() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        Loss.sameShape("mse", output, target);
        return reduction.of(output.sub(target).square());
    }
}
