package io.cajal.series;

import io.cajal.base.CajalException;

/**
 * Tests a forecaster as it would have been used: from a first origin on it forecasts the next {@code horizon} values
 * from all values before, then the origin moves one value on (rolling origin with an expanding window, Tashman 2000).
 * A forecaster is only ever handed the values before the origin, so that it cannot look ahead.
 *
 * @param first the place of the first value that is forecast; what lies before is the training part
 * @param horizon how many values each origin forecasts
 * @param refit origins after which the forecaster learns anew from all that is known by then; 0 for never
 */
public record Backtest(int first, int horizon, int refit) {
    public Backtest {
        if (first < 1 || horizon < 1 || refit < 0) {
            throw new CajalException(
                    "backtest: expected a first origin and a horizon of 1 or more and refitting "
                            + "after 0 or more, got %d, %d and %d".formatted(first, horizon, refit));
        }
    }

    /** One-step forecasts of the values from {@code first} on by what was learned before it. */
    public static Backtest from(int first) {
        return new Backtest(first, 1, 0);
    }

    public Backtest horizon(int steps) {
        return new Backtest(first, steps, refit);
    }

    public Backtest refitEvery(int origins) {
        return new Backtest(first, horizon, origins);
    }

    /** Forecasts from every origin whose {@code horizon} values are all known. */
    public Forecasts run(Forecaster forecaster, Series series) {
        int origins = series.length() - horizon - first + 1;
        if (origins < 1) {
            throw new CajalException("backtest: %d values are too few for a forecast of %d from place %d on"
                    .formatted(series.length(), horizon, first));
        }
        double[][] predicted = new double[origins][];
        Forecaster.Fitted fitted = null;
        for (int i = 0; i < origins; i++) {
            if (fitted == null || refit > 0 && i % refit == 0) {
                fitted = forecaster.fit(series.before(first + i));
            }
            predicted[i] = fitted.forecast(series.before(first + i), horizon);
            if (predicted[i].length != horizon) {
                throw new CajalException(
                        "backtest: %s gave %d values, expected %d".formatted(forecaster.name(),
                                predicted[i].length, horizon));
            }
        }
        return new Forecasts(forecaster.name(), series, first, predicted);
    }
}
