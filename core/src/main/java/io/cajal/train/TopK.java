package io.cajal.train;

import io.cajal.tensor.Tensor;

/**
 * The share of examples whose class number [N] is among the k largest outputs [N × C].
 */
public record TopK(int k) implements Metric {
    @Override
    public String name() {
        return "top-" + k + " accuracy";
    }

    @Override
    public boolean lowerIsBetter() {
        return false;
    }

    @Override
    public double of(Tensor outputs, Tensor targets) {
        Tensor hits = outputs.topK(k, 1).positions().eq(targets.unsqueeze(1)).sum();
        return hits.item() / targets.size(0);
    }
}
