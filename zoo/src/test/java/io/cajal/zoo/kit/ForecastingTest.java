package io.cajal.zoo.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.runs.Console;
import io.cajal.series.Autoregressive;
import io.cajal.series.ForecastNet.Scale;
import io.cajal.series.NetworkForecaster;
import io.cajal.series.NetworkPlan;
import io.cajal.series.SeasonalNaive;
import io.cajal.series.Series;
import io.cajal.series.TimeAxis;
import io.cajal.series.Transform;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForecastingTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Session session = new Session(1, 0, null,
            new Console(new PrintStream(said, true, StandardCharsets.UTF_8), false),
            DataStore.standard(System.out));
    /** Comes round every 4 steps, and grows. */
    private final Series series = new Series("sold", new TimeAxis.Numbered(0, 1),
            IntStream.range(0, 48).mapToDouble(t -> 50 + t + 5 * (t % 4)).toArray());

    @Test
    void nearIsOneStepAheadAndFarAreAll() {
        Forecasting models = new Forecasting(null, session, series, 40, 4, 4);
        double near = models.test(new SeasonalNaive(4));
        assertEquals(4, near, 1e-9); // it misses the growth of a season
        assertEquals(near, models.near("seasonal naive"));
        assertEquals(4, models.far("seasonal naive"), 1e-9);
        models.test(Autoregressive.of(5, Transform.of()));
        assertEquals(0, models.far("AR(5)"), 1e-6);
    }

    @Test
    void settingsAreChosenInTheTrainingPart() {
        Forecasting models = new Forecasting(null, session, series, 40, 4, 4);
        Map<String, List<NetworkPlan>> plans = new LinkedHashMap<>();
        plans.put("steps", List.of(linear(1, 1)));
        plans.put("seasons", List.of(linear(4, 1)));
        assertEquals(4, models.chosen(plans, 4, 20, 30).getFirst().season());
        assertTrue(said.toString(StandardCharsets.UTF_8).contains("1 to 4 steps ahead"));
        models.test(new NetworkForecaster("network", linear(4, 1), session.rng()));
        assertEquals(0, models.far("network"), 1e-3);
    }

    private static NetworkPlan linear(int season, int lags) {
        return new NetworkPlan(Scale.PLAIN, season, lags, 1, List.of(), 1, 0, 1, true);
    }
}
