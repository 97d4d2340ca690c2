package io.cajal.nn;

import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/** Some channels of the input [N × C × …], in that order: [N × which.length × …]. */
public record Channels(int... which) implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        for (int channel : which) {
            if (x.rank() < 2 || channel < 0 || channel >= x.size(1)) {
                throw new ShapeException(
                        "channels: the input %s has no channel %d".formatted(x.shape(), channel));
            }
        }
        return x.indexSelect(1, which);
    }
}
