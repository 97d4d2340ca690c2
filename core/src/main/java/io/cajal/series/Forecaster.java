package io.cajal.series;

/** A way to forecast: learns from the values up to some time, then says what follows. */
public interface Forecaster {
    /** As tables have it: {@code seasonal naive}. */
    String name();

    /** Learns from these values and no others. */
    Fitted fit(double[] past);

    /** One that has learned. */
    @FunctionalInterface
    interface Fitted {
        /**
         * The {@code horizon} values after {@code past}, which may go on beyond what was learned from.
         */
        double[] forecast(double[] past, int horizon);
    }
}
