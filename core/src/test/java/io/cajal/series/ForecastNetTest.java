package io.cajal.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.data.Batch;
import io.cajal.nn.Layer;
import io.cajal.nn.activation.Identity;
import io.cajal.series.ForecastNet.Scale;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastNetTest {
    @TempDir
    private Path folder;

    private static double[] values(int n, boolean noisy) {
        Rng rng = Rng.of(9);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = (100 + i) * (1 + 0.2 * Math.sin(2 * Math.PI * i / 12)) + (noisy ? rng.normal() : 0);
        }
        return values;
    }

    /** A body that gives the right departures makes the right forecast: what goes in and what comes out agree. */
    @ParameterizedTest
    @CsvSource({"PLAIN, 0, 5", "PLAIN, 1, 5", "ROOT, 4, 3", "LOG, 12, 2", "LOG, 1, 13", "ROOT, 0, 2"})
    void takesAndGivesValuesAsTheyAre(Scale scale, int season, int lags) {
        double[] values = values(60, true);
        Batch all = new Windows(lags + season, 15).of(values).all();
        ForecastNet scales = ForecastNet.fit(scale, season, lags, values, new Identity());
        Tensor departures = scales.departures(all.x());
        assertEquals(Shape.of(all.x().size(0), lags), departures.shape());
        Tensor answers = scales.answers(all.x(), all.y());
        Layer knowing = x -> answers;
        assertArrayEquals(all.y().toDoubles(), scales.body(knowing).apply(all.x()).toDoubles(), 1e-2);
        assertThrows(ShapeException.class, () -> scales.apply(Tensor.ones(2, lags + season - 1)));
    }

    @Test
    void aViewIsFoundThatFits() {
        double[] values = values(120, false);
        SeriesView view = SeriesView.best(values, 90, 110, 12, 6);
        Layer linear = view.linear(Arrays.copyOf(values, 90), 6);
        double[] said = NetworkForecaster.fitted(linear, view.length()).forecast(Arrays.copyOf(values, 110),
                6);
        assertArrayEquals(Arrays.copyOfRange(values, 110, 116), said, 2, view.toString());
        assertThrows(CajalException.class, () -> SeriesView.best(values, 8, 20, 1, 6));
    }

    @Test
    void theSameSeedForecastsTheSameAndASavedModelToo() throws IOException {
        double[] values = values(80, true);
        NetworkPlan plan = new NetworkPlan(Scale.LOG, 12, 3, 1, List.of(4), 30, 0.1, 2, true);
        NetworkForecaster forecaster = new NetworkForecaster("network", plan, Rng.of(4));
        Layer network = forecaster.train(values);
        double[] said = NetworkForecaster.fitted(network, plan.length()).forecast(values, 24);
        assertArrayEquals(said, forecaster.fit(values).forecast(values, 24));
        Path path = folder.resolve("model.safetensors");
        Model model = new Model(network, SeriesModel.input(plan.length()), List.of(),
                SeriesModel.provenance("Month", "Passengers", 24, 12));
        model.save(path);
        SeriesModel read = SeriesModel.of(Model.load(path)).orElseThrow();
        assertEquals("Month Passengers 24 12 15", String.join(" ", read.time(), read.value(),
                Integer.toString(read.horizon()), Integer.toString(read.season()),
                Integer.toString(read.length())));
        assertArrayEquals(said, read.forecaster("network").fit(values).forecast(values, 24));
        assertTrue(SeriesModel.of(new Model(network, SeriesModel.input(15), List.of(), Map.of())).isEmpty());
    }
}
