package io.cajal.loss;

import io.cajal.tensor.Tensor;

/**
 * Huber's loss divided by β: ½e²/β for |e| &lt; β, else |e| − ½β, as PyTorch's SmoothL1Loss.
 */
public record SmoothL1(double beta, Reduction reduction) implements Loss {
    /** The mean over all elements. */
    public SmoothL1(double beta) {
        this(beta, Reduction.MEAN);
    }

    /** With β = 1. */
    public SmoothL1() {
        this(1);
    }

    public SmoothL1 {
        Checks.positive("smoothL1: beta", beta); // at 0 it would be L1
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        Loss.sameShape("smoothL1", output, target);
        return new Huber(beta, reduction).of(output, target).mul(1 / beta);
    }
}
