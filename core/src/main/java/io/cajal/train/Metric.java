package io.cajal.train;

import io.cajal.tensor.Tensor;

/** A figure of merit over a whole data set. */
public interface Metric {
    /** The name in tables: {@code accuracy}. */
    String name();

    boolean lowerIsBetter();

    /** The figure for outputs [N × …] and their targets. */
    double of(Tensor outputs, Tensor targets);
}
