package io.cajal.series;

import io.cajal.base.CajalException;

/**
 * As a season ago: ŷ[t + h] = y[t + h − ks], s the season's length and k the least for which that lies in the past.
 */
public record SeasonalNaive(int season) implements Forecaster {
    public SeasonalNaive {
        if (season < 1) {
            throw new CajalException("seasonal naive: the season must be 1 or more, got " + season);
        }
    }

    @Override
    public String name() {
        return "seasonal naive";
    }

    @Override
    public Fitted fit(double[] past) {
        if (past.length < season) {
            throw new CajalException("seasonal naive: expected a season of %d values or more, got %d"
                    .formatted(season, past.length));
        }
        return (values, horizon) -> {
            double[] forecast = new double[horizon];
            for (int h = 0; h < horizon; h++) {
                forecast[h] = values[values.length - season + h % season];
            }
            return forecast;
        };
    }
}
