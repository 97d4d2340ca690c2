package io.cajal.series;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.data.TensorDataset;
import io.cajal.tensor.Tensor;

/**
 * Cuts a series into examples: the {@code length} values up to a time, oldest first, and the {@code horizon} values
 * that follow.
 */
public record Windows(int length, int horizon) {
    public Windows {
        if (length < 1 || horizon < 1) {
            throw new CajalException("windows: length and horizon must be 1 or more, got %d and %d"
                    .formatted(length, horizon));
        }
    }

    /** How many examples there are in so many values. */
    public int count(int values) {
        return Math.max(0, values - length - horizon + 1);
    }

    /** x [N × length], y [N × horizon]: every window of the values. */
    public Dataset of(double[] values) {
        return of(values, length);
    }

    /** Of those windows the ones whose answers begin at place {@code from} or later. */
    public Dataset of(double[] values, int from) {
        int first = Math.max(from, length);
        int n = values.length - horizon - first + 1;
        if (n < 1) {
            throw new CajalException("windows: %d values are too few for one of %d and the %d that follow"
                    .formatted(values.length - first + length, length, horizon));
        }
        double[] x = new double[n * length];
        double[] y = new double[n * horizon];
        for (int i = 0; i < n; i++) {
            System.arraycopy(values, first + i - length, x, i * length, length);
            System.arraycopy(values, first + i, y, i * horizon, horizon);
        }
        return new TensorDataset(Tensor.of(Shape.of(n, length), x), Tensor.of(Shape.of(n, horizon), y));
    }
}
