package io.cajal.train;

/**
 * Stops when the watched figure has not got better by more than {@code minDelta} for {@code patience} epochs
 * (Prechelt 1998). The figure is the validation loss, unless the trainer watches a metric.
 */
public record EarlyStopping(int patience, double minDelta) {
    public static EarlyStopping of(int patience) {
        return new EarlyStopping(patience, 0);
    }
}
