package io.cajal.loss;

import io.cajal.tensor.Tensor;

/**
 * Deck 3's ½ Σ_k (y_k − t_k)², summed over the outputs k and averaged over the batch. With it ∂L/∂y = (y −
 * t)/N has no factor 2, and deck 4's δ⁽³⁾ = f′ ⊙ (y − t) is exact. Output and target are [N × …].
 */
public record HalfSquaredError() implements Loss {
    @Override
    public Tensor of(Tensor output, Tensor target) {
        Loss.sameShape("halfSquaredError", output, target);
        int examples = output.rank() == 0 ? 1 : output.size(0);
        return output.sub(target).square().sum().mul(0.5 / examples);
    }
}
