package io.cajal.series;

import io.cajal.base.CajalException;

/** The line from the first value to the last goes on: ŷ[t + h] = y[t] + h·(y[t] − y[0])/t. */
public record Drift() implements Forecaster {
    @Override
    public String name() {
        return "drift";
    }

    @Override
    public Fitted fit(double[] past) {
        if (past.length < 2) {
            throw new CajalException("drift: expected 2 values or more, got " + past.length);
        }
        return (values, horizon) -> {
            double last = values[values.length - 1];
            double slope = (last - values[0]) / (values.length - 1);
            double[] forecast = new double[horizon];
            for (int h = 0; h < horizon; h++) {
                forecast[h] = last + (h + 1) * slope;
            }
            return forecast;
        };
    }
}
