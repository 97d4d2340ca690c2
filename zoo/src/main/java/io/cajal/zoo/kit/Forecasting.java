package io.cajal.zoo.kit;

import io.cajal.nn.Layer;
import io.cajal.report.ForecastReport;
import io.cajal.series.Backtest;
import io.cajal.series.Forecaster;
import io.cajal.series.Forecasts;
import io.cajal.series.ForecastError;
import io.cajal.series.NetworkForecaster;
import io.cajal.series.NetworkPlan;
import io.cajal.series.Series;
import io.cajal.series.SeriesModel;
import io.cajal.series.Windows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Forecasters of one series side by side: they learn from the part before {@code first} once, and are tested on the rest
 * one step and {@code horizon} steps ahead.
 */
public final class Forecasting {
    private final Recipe recipe;
    private final Session session;
    private final Series series;
    private final int first;
    private final int horizon;
    private final int season;
    private final Map<String, Forecasts> near = new LinkedHashMap<>();
    private final Map<String, Forecasts> far = new LinkedHashMap<>();

    public Forecasting(Recipe recipe, Session session, Series series, int first, int horizon, int season) {
        this.recipe = recipe;
        this.session = session;
        this.series = series;
        this.first = first;
        this.horizon = horizon;
        this.season = season;
    }

    /** Reads a series, and says what it is. */
    public static Series read(Session session, DataFile file, String time, String value) {
        try {
            Path path = session.data().get(file);
            return Series.read(path, time, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The values to learn from. */
    public double[] training() {
        return Arrays.copyOf(series.values(), first);
    }

    /**
     * The root mean squared error inside the training part, 1 to {@code steps} steps ahead: learned before each of the
     * origins, once, and tested from there to the part's end. Settings are chosen by it.
     */
    public double validated(Forecaster forecaster, int steps, int... origins) {
        Series known = new Series(series.name(), series.axis(), training());
        double squares = 0;
        int count = 0;
        for (int origin : origins) {
            if (origin + steps <= first) {
                Forecasts forecasts = Backtest.from(origin).horizon(steps).run(forecaster, known);
                double rmse = forecasts.error(season).rmse();
                squares += rmse * rmse * forecasts.predicted().length;
                count += forecasts.predicted().length;
            }
        }
        return Math.sqrt(squares / count);
    }

    /** Of networks with these plans the one with the least error so many steps ahead inside the training part. */
    public List<NetworkPlan> chosen(Map<String, List<NetworkPlan>> candidates, int steps, int... origins) {
        session.say("chosen inside the first %,d values, %s:".formatted(first,
                steps == 1 ? "one step ahead" : "1 to %d steps ahead".formatted(steps)));
        List<NetworkPlan> best = List.of();
        double least = Double.POSITIVE_INFINITY;
        for (Map.Entry<String, List<NetworkPlan>> entry : candidates.entrySet()) {
            double error = validated(
                    new NetworkForecaster(entry.getKey(), entry.getValue(), session.rng().split("chosen")),
                    steps,
                    origins);
            session.say(String.format(Locale.ROOT, "%8.2f  %s", error, entry.getKey()));
            if (error < least) {
                least = error;
                best = entry.getValue();
            }
        }
        session.say("");
        return best;
    }

    /** Prints what is in the columns of {@link #test}. */
    public void header() {
        session.say(String.format(Locale.ROOT,
                "%,d values of %s to learn from, to %s; %,d for the test, from %s on",
                first, series.name(), series.time(first - 1), series.length() - first, series.time(first)));
        session.say("");
        session.say(String.format(Locale.ROOT, "%-24s %10s %8s %8s %8s   %s", "one step ahead", "RMSE", "MAE",
                "MAPE %",
                "MASE", "RMSE 1 to %d steps ahead".formatted(horizon)));
    }

    /** Learns and is tested; returns the root mean squared error one step ahead. */
    public double test(Forecaster forecaster) {
        Forecasts one = Backtest.from(first).run(forecaster, series);
        Forecasts all = Backtest.from(first).horizon(horizon).run(forecaster, series);
        near.put(forecaster.name(), one);
        far.put(forecaster.name(), all);
        ForecastError error = one.error(season);
        session.say(String.format(Locale.ROOT, "%-24s %10.2f %8.2f %8s %8.3f   %10.2f", forecaster.name(),
                error.rmse(),
                error.mae(),
                Double.isNaN(error.mape()) ? "–" : String.format(Locale.ROOT, "%.2f", error.mape()),
                error.mase(), all.error(season).rmse()));
        return error.rmse();
    }

    /** The root mean squared error of a tested one, one step ahead. */
    public double near(String name) {
        return near.get(name).error(season).rmse();
    }

    /** That of a tested one over all steps ahead. */
    public double far(String name) {
        return far.get(name).error(season).rmse();
    }

    /**
     * Leaves report and model in the run folder, if there is one.
     *
     * @param length how many values the network takes
     * @param shown the names of the tested ones to draw, the network's last
     */
    public void leave(Layer network, int length, String time, String plan, List<String> shown) {
        if (session.folder() == null) {
            return;
        }
        try {
            session.say("report: " + ForecastReport.write(session.page(),
                    "%s: %s".formatted(recipe.name(), recipe.shows()),
                    "seed %d · %s".formatted(session.seed(), plan),
                    network, null, near, far, shown, season));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        session.save(network, SeriesModel.input(length), new Windows(length, 1).of(training()), recipe,
                SeriesModel.provenance(time, series.name(), horizon, season));
    }
}
