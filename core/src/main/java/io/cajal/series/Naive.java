package io.cajal.series;

import java.util.Arrays;

/** Nothing changes: ŷ[t + h] = y[t]. What every forecast must beat; for a random walk nothing can. */
public record Naive() implements Forecaster {
    @Override
    public String name() {
        return "naive";
    }

    @Override
    public Fitted fit(double[] past) {
        return (values, horizon) -> {
            double[] forecast = new double[horizon];
            Arrays.fill(forecast, values[values.length - 1]);
            return forecast;
        };
    }
}
