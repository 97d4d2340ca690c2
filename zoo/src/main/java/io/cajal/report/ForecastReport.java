package io.cajal.report;

import io.cajal.base.Version;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.series.ForecastError;
import io.cajal.series.Forecasts;
import io.cajal.series.Series;
import io.cajal.train.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report of a forecast: the series, what each forecaster said of its last part, and what they missed. */
public final class ForecastReport {
    private ForecastReport() {
    }

    /**
     * @param history of the training; null where none was kept
     * @param oneStep tested one step ahead, by name
     * @param far the same, tested all steps ahead
     * @param shown the names of those to draw, the last is the network's
     * @param season of the series, for the scaled errors
     */
    public static Path write(Page page, String title, String plan, Layer network, History history,
            Map<String, Forecasts> oneStep, Map<String, Forecasts> far, List<String> shown, int season)
            throws IOException {
        Forecasts tested = oneStep.get(shown.getLast());
        Series series = tested.series();
        Map<String, Forecasts> near = some(oneStep, shown);
        Map<String, Forecasts> ahead = some(far, shown);
        int horizon = ahead.values().iterator().next().horizon();
        table(page, "Errors one step ahead", oneStep, season);
        page.picture("series", "The series",
                "%s, %s; the forecasts of the test part were made one step before"
                        .formatted(series.name(), series.axis().step()),
                () -> SeriesCharts.whole(tested));
        page.picture("forecasts", "The test part, one step ahead", "", () -> SeriesCharts.test(near));
        page.picture("residuals", "What was missed one step ahead",
                "around 0 and without a pattern, if nothing more could be learned",
                () -> SeriesCharts.residuals(some(oneStep,
                        shown.subList(Math.max(0, shown.size() - 2), shown.size()))));
        if (horizon > 1) {
            int last = ahead.get(shown.getLast()).predicted().length - 1;
            table(page, "Errors 1 to %d steps ahead, together".formatted(horizon), far, season);
            page.picture("ahead", "%d steps ahead".formatted(horizon),
                    "all from what was known at %s".formatted(series.time(tested.first() + last - 1)),
                    () -> SeriesCharts.ahead(ahead, last));
            page.picture("steps", "Errors by steps ahead", "", () -> SeriesCharts.bySteps(ahead));
        }
        if (history != null) {
            page.picture("curves", "Loss by epoch", "", () -> Charts.losses(Map.of("", history)));
        }
        return page.write(title, String.format(Locale.ROOT, "%s · %,d parameters · Cajal %s", plan,
                Parts.count(network), Version.TEXT));
    }

    private static Map<String, Forecasts> some(Map<String, Forecasts> all, List<String> names) {
        Map<String, Forecasts> some = new LinkedHashMap<>();
        names.forEach(name -> some.put(name, all.get(name)));
        return some;
    }

    private static void table(Page page, String title, Map<String, Forecasts> models, int season) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "RMSE", "MAE", "MAPE", "MASE"));
        models.forEach((name, forecasts) -> {
            ForecastError e = forecasts.error(season);
            rows.add(List.of(name, number(e.rmse(), ""), number(e.mae(), ""), number(e.mape(), " %"),
                    number(e.mase(), "")));
        });
        page.table(title, "MASE below 1: better than the %s was on the training part".formatted(
                season > 1 ? "seasonal naive forecast" : "naive forecast"), rows);
    }

    private static String number(double value, String unit) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.4g%s", value, unit);
    }
}
