package io.cajal.loss;

import io.cajal.tensor.Tensor;

/**
 * Huber's loss (1964): ½e² for |e| ≤ δ, else δ(|e| − ½δ), with e = y − t. Quadratic near 0, linear for
 * outliers.
 */
public record Huber(double delta, Reduction reduction) implements Loss {
    /** The mean over all elements. */
    public Huber(double delta) {
        this(delta, Reduction.MEAN);
    }

    /** With δ = 1. */
    public Huber() {
        this(1);
    }

    public Huber {
        Checks.positive("huber: delta", delta);
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        Loss.sameShape("huber", output, target);
        Tensor error = output.sub(target).abs();
        Tensor inside = error.clamp(0, delta); // ½ min(|e|, δ)² + δ (|e| − min(|e|, δ)) is both branches in one
        return reduction.of(inside.square().mul(0.5).add(error.sub(inside).mul(delta)));
    }
}
