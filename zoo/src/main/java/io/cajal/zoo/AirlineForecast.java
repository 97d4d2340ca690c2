package io.cajal.zoo;

import io.cajal.nn.Layer;
import io.cajal.series.Autoregressive;
import io.cajal.series.Drift;
import io.cajal.series.ForecastNet.Scale;
import io.cajal.series.Naive;
import io.cajal.series.NetworkForecaster;
import io.cajal.series.NetworkPlan;
import io.cajal.series.SeasonalNaive;
import io.cajal.series.Series;
import io.cajal.series.Transform;
import io.cajal.zoo.kit.DataSets;
import io.cajal.zoo.kit.Forecasting;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The airline passengers of Box and Jenkins (1970): 144 months, of which the last 48 are forecast, each from all months
 * before it, by what was learned from the first 96 alone. The forecast that nothing changes has an error of 48.04, which
 * is what a widely copied LSTM reaches; a linear autoregression of the logarithm over 13 months has 14.05.
 *
 * <p>The network is the mean of small ones with residual form: a linear model of the changes of the logarithm, from month
 * to month or from year to year, plus what 8 hidden units add. How many changes they see, and whether both views are
 * mixed, is chosen inside the first 96 months: learned from 48, 60, 72 and 84 months, tested on the rest of the 96.
 */
public final class AirlineForecast implements Recipe {
    private static final int FIRST = 96;
    private static final int SEASON = 12;
    private static final int[] ORIGINS = {48, 60, 72, 84};
    private static final double ACCEPT_YEAR = 15;
    private static final String NETWORK = "network";

    @Override
    public About about() {
        return new About("airline-forecast", "4", "small networks forecast a series with trend and season",
                Goal.atMost(14, "one-step RMSE", 14.05, "autoregression of the logarithm over 13 months"));
    }

    @Override
    public Result run(Session session) {
        Series series = Forecasting.read(session, DataSets.AIRLINE_PASSENGERS, "Month", "Passengers");
        Forecasting models = new Forecasting(this, session, series, FIRST, SEASON, SEASON);
        List<NetworkPlan> plans = models.chosen(candidates(), 1, ORIGINS);
        models.header();
        double naive = models.test(new Naive());
        models.test(new SeasonalNaive(SEASON));
        models.test(new Drift());
        models.test(Autoregressive.of(13, new Transform.Log()).named("log-AR(13)"));
        NetworkForecaster network = new NetworkForecaster(NETWORK, plans, session.rng());
        double error = models.test(network);
        session.say("");
        double year = models.far(NETWORK);
        session.say(
                String.format(Locale.ROOT, "1 to 12 steps ahead: %.2f, wanted ≤ %.0f: %s", year, ACCEPT_YEAR,
                        year <= ACCEPT_YEAR ? "met" : "NOT met"));
        if (session.folder() != null) {
            Layer trained = network.train(models.training());
            models.leave(trained, network.length(), "Month",
                    "mean of small networks on changes of the logarithm",
                    List.of("naive", "log-AR(13)", NETWORK));
        }
        return new Result(error, naive);
    }

    private static Map<String, List<NetworkPlan>> candidates() {
        Map<String, List<NetworkPlan>> candidates = new LinkedHashMap<>();
        for (int months : new int[] {12, 13, 14}) {
            candidates.put("%d changes from month to month".formatted(months), List.of(plan(1, months)));
        }
        for (int years : new int[] {1, 2, 3}) {
            candidates.put("%d changes from year to year".formatted(years), List.of(plan(SEASON, years)));
        }
        for (int years : new int[] {1, 2, 3}) {
            candidates.put("13 from month to month and %d from year to year".formatted(years),
                    List.of(plan(1, 13), plan(SEASON, years)));
        }
        return candidates;
    }

    private static NetworkPlan plan(int season, int lags) {
        return new NetworkPlan(Scale.LOG, season, lags, 1, List.of(8), 100, 0.3, 5, false);
    }
}
