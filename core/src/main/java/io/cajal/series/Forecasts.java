package io.cajal.series;

/**
 * What a forecaster said in a {@link Backtest}.
 *
 * @param first the place of the first origin's first value
 * @param predicted by origin, then by step ahead
 */
public record Forecasts(String name, Series series, int first, double[][] predicted) {

    public int horizon() {
        return predicted[0].length;
    }

    /** What was said of each value so many steps before, from 1. */
    public double[] ahead(int steps) {
        double[] values = new double[predicted.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = predicted[i][steps - 1];
        }
        return values;
    }

    /** What those values were. */
    public double[] actual(int steps) {
        double[] values = new double[predicted.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = series.values()[first + i + steps - 1];
        }
        return values;
    }

    /** The errors of all steps together. */
    public ForecastError error(int season) {
        int horizon = horizon();
        double[] actual = new double[predicted.length * horizon];
        double[] all = new double[actual.length];
        for (int h = 1; h <= horizon; h++) {
            System.arraycopy(actual(h), 0, actual, (h - 1) * predicted.length, predicted.length);
            System.arraycopy(ahead(h), 0, all, (h - 1) * predicted.length, predicted.length);
        }
        return ForecastError.of(actual, all, series.before(first), season);
    }

    /** The errors of the forecasts so many steps ahead. */
    public ForecastError error(int steps, int season) {
        return ForecastError.of(actual(steps), ahead(steps), series.before(first), season);
    }
}
