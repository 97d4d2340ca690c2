package io.cajal.zoo;

import io.cajal.series.Autoregressive;
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
 * The monthly sunspot numbers from 1749 to 1983, on which Yule (1927) invented the autoregressive model. Their cycle is
 * near 11 years but never the same, rises faster than it falls, and has no trend: a linear model cannot say all of that.
 * The last tenth is forecast from what was learned before it.
 *
 * <p>The network is an autoregression of the levels, solved by least squares, plus what 16 hidden units add to it. How
 * far it looks back, and whether a second one that sees 150 months of square roots joins in, is chosen inside the first
 * nine tenths. It must do better than the autoregressions, whose order Akaike's criterion chooses, both one month and 1
 * to 12 months ahead: the figure is the worse of the two errors, as a share of the better autoregression's.
 */
public final class SunspotsForecast implements Recipe {
    private static final int CYCLE = 132;
    private static final int HORIZON = 12;
    private static final int MOST = 40;
    private static final String NETWORK = "network";

    @Override
    public About about() {
        return new About("sunspots-forecast", "4", "a network sees in a cycle what a linear model cannot",
                Goal.atMost(1, "worse error, as a share of the AR's", Double.NaN,
                        ""));
    }

    @Override
    public Result run(Session session) {
        Series series = Forecasting.read(session, DataSets.MONTHLY_SUNSPOTS, "Month", "Sunspots");
        int first = series.length() * 9 / 10;
        Forecasting models = new Forecasting(this, session, series, first, HORIZON, 1);
        List<NetworkPlan> plans = models.chosen(candidates(), 1, first * 7 / 9, first * 8 / 9);
        models.header();
        String[] linear = {"AR", "AR of square roots"};
        double naive = models.test(new Naive());
        models.test(new SeasonalNaive(CYCLE));
        double best = Math.min(models.test(Autoregressive.byAic(MOST, Transform.of()).named(linear[0])),
                models.test(Autoregressive.byAic(MOST, new Transform.SquareRoot()).named(linear[1])));
        double bestFar = Math.min(models.far(linear[0]), models.far(linear[1]));
        NetworkForecaster network = new NetworkForecaster(NETWORK, plans, session.rng());
        double one = models.test(network) / best;
        double far = models.far(NETWORK) / bestFar;
        session.say("");
        session.say(String.format(Locale.ROOT,
                "of the better autoregression's error: %.1f %% one step ahead, %.1f %% 1 to 12 steps ahead",
                100 * one,
                100 * far));
        if (session.folder() != null) {
            models.leave(network.train(models.training()), network.length(), "Month",
                    "an autoregression that a network corrects", List.of("naive", linear[0], NETWORK));
        }
        return new Result(Math.max(one, far), Math.max(naive / best, models.far("naive") / bestFar));
    }

    private static Map<String, List<NetworkPlan>> candidates() {
        Map<String, List<NetworkPlan>> candidates = new LinkedHashMap<>();
        for (int months : new int[] {24, 36, 48}) {
            candidates.put("levels of %d months".formatted(months), List.of(plan(Scale.PLAIN, months)));
        }
        candidates.put("levels of 36 months, square roots of 150",
                List.of(plan(Scale.PLAIN, 36), plan(Scale.ROOT, 150)));
        return candidates;
    }

    private static NetworkPlan plan(Scale scale, int months) {
        return new NetworkPlan(scale, 0, months, HORIZON, List.of(16), 200, 1, 2, true);
    }
}
