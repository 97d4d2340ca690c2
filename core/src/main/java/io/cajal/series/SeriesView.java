package io.cajal.series;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.nn.Layer;
import io.cajal.nn.activation.Identity;
import io.cajal.series.ForecastNet.Scale;
import io.cajal.train.Evaluation;
import io.cajal.train.RootMeanSquaredError;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * How a series is looked at before anything is learned: on which scale, as changes from a season ago, from the value
 * before, or as levels, and how far back.
 *
 * @param season 0 for levels
 */
public record SeriesView(Scale scale, int season, int lags) {
    private static final List<Integer> LAGS = List.of(2, 6, 13, 24, 36);
    /** Examples that a linear model needs for each of its lags. */
    private static final int EXAMPLES_A_LAG = 3;

    /**
     * The view in which a linear model, solved on the values before {@code watched}, misses the values from there to
     * {@code end} least, 1 to {@code horizon} steps ahead.
     *
     * @param season of the series; 1 where it has none
     */
    public static SeriesView best(double[] values, int watched, int end, int season, int horizon) {
        double[] past = Arrays.copyOf(values, watched);
        double[] known = Arrays.copyOf(values, end);
        double lowest = Arrays.stream(known).min().orElse(0);
        SeriesView best = null;
        double least = Double.POSITIVE_INFINITY;
        TreeSet<Integer> lags = new TreeSet<>(LAGS);
        lags.add(season + 1);
        for (Scale scale : Scale.values()) {
            if (scale == Scale.LOG && lowest <= 0 || scale == Scale.ROOT && lowest < 0) {
                continue;
            }
            for (int lag : new TreeSet<>(List.of(0, 1, season))) {
                for (int count : lags) {
                    SeriesView view = new SeriesView(scale, lag, count);
                    Windows windows = new Windows(view.length(), horizon);
                    if (windows.count(watched) < EXAMPLES_A_LAG * (count + 1)) {
                        continue;
                    }
                    double error = Evaluation.of(view.linear(past, horizon), windows.of(known, watched))
                            .of(new RootMeanSquaredError());
                    if (error < least) {
                        least = error;
                        best = view;
                    }
                }
            }
        }
        if (best == null) {
            throw new CajalException(
                    "the series is too short: %d values to learn from are too few for forecasts of %d"
                            .formatted(watched, horizon));
        }
        return best;
    }

    /** Values that a forecast needs. */
    public int length() {
        return lags + season;
    }

    /** With the mean and deviation of these values, and nothing learned. */
    public ForecastNet net(double[] past) {
        return ForecastNet.fit(scale, season, lags, past, new Identity());
    }

    /** The linear model with the least squares on these values. */
    public Layer linear(double[] past, int horizon) {
        ForecastNet net = net(past);
        Dataset examples = NetworkForecaster.examples(net, new Windows(length(), horizon).of(past));
        return net.body(new NetworkPlan(scale, season, lags, horizon, List.of(), 1, 0, 1, true)
                .straight(examples, Rng.of(0)));
    }

    /** The same for an autoregression. */
    public Transform transform() {
        return season == 0 ? scale.transform()
                : Transform.of(scale.transform(), new Transform.Difference(season));
    }

    /** In words. */
    @Override
    public String toString() {
        String what = switch (scale) {
            case PLAIN -> "values";
            case ROOT -> "square roots";
            case LOG -> "logarithms";
        };
        return "the last %d ".formatted(lags) + (season == 0 ? what
                : season == 1 ? "changes of " + what + " from one to the next"
                        : "changes of %s over %d steps".formatted(what, season));
    }
}
