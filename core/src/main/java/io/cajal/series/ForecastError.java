package io.cajal.series;

import io.cajal.base.CajalException;

/**
 * How far forecasts ŷ lie from the values y.
 *
 * @param rmse √(mean (y − ŷ)²), in the unit of the values
 * @param mae mean |y − ŷ|, in the unit of the values
 * @param mape 100 · mean |y − ŷ|/|y|; NaN when some y is 0
 * @param mase mae/(mean |y[t] − y[t − s]| over the training part), s the season (Hyndman and Koehler 2006, "Another look
 *     at measures of forecast accuracy"): below 1 is better than the seasonal naive forecast, one step ahead, was in
 *     training; NaN when the training part repeats itself exactly
 */
public record ForecastError(double rmse, double mae, double mape, double mase) {

    /**
     * @param training the values that were learned from, for the scale of {@link #mase}
     * @param season 1 for a series without one
     */
    public static ForecastError of(double[] actual, double[] forecast, double[] training, int season) {
        if (actual.length != forecast.length || actual.length == 0) {
            throw new CajalException("forecast error: expected as many forecasts as values, got %d and %d"
                    .formatted(forecast.length, actual.length));
        }
        double squares = 0;
        double sum = 0;
        double shares = 0;
        for (int i = 0; i < actual.length; i++) {
            double e = Math.abs(actual[i] - forecast[i]);
            squares += e * e;
            sum += e;
            shares += e / Math.abs(actual[i]);
        }
        int n = actual.length;
        double mape = 100 * shares / n;
        double scale = scale(training, season);
        return new ForecastError(Math.sqrt(squares / n), sum / n, Double.isFinite(mape) ? mape : Double.NaN,
                scale > 0 ? sum / n / scale : Double.NaN);
    }

    private static double scale(double[] training, int season) {
        double sum = 0;
        for (int t = season; t < training.length; t++) {
            sum += Math.abs(training[t] - training[t - season]);
        }
        return training.length > season ? sum / (training.length - season) : Double.NaN;
    }
}
