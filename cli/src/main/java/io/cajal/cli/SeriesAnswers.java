package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.cli.train.Tested;
import io.cajal.io.Json;
import io.cajal.report.TextTable;
import io.cajal.series.Backtest;
import io.cajal.series.Forecaster;
import io.cajal.series.Forecasts;
import io.cajal.series.Naive;
import io.cajal.series.SeasonalNaive;
import io.cajal.series.Series;
import io.cajal.series.SeriesModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a saved model says of a series in a file, and how right it would have been so far. */
record SeriesAnswers(SeriesModel model, Path data) {

    /** Prints the values that follow the file's last, with their times. */
    void forecast(boolean json) throws IOException {
        Series series = model.read(data);
        double[] next = model.forecaster(Tested.NETWORK).fit(series.values()).forecast(series.values(),
                model.horizon());
        int width = series.time(series.length() + next.length - 1).length();
        for (int i = 0; i < next.length; i++) {
            String time = series.time(series.length() + i);
            if (json) {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("time", time);
                object.put(model.value(), next[i]);
                System.out.println(Json.write(object));
            } else {
                System.out.println(String.format(Locale.ROOT, "%-" + width + "s  %.6g", time, next[i]));
            }
        }
    }

    /** Prints the errors by how many steps ahead, from every origin that has enough before and behind it. */
    void test(boolean json) throws IOException {
        Series series = model.read(data);
        int first = Math.max(model.length(), model.season());
        if (first + model.horizon() > series.length()) {
            throw new CajalException(
                    "%s: a test needs the %d values that the model looks at and %d that follow, the series has %d"
                            .formatted(data, first, model.horizon(), series.length()));
        }
        List<Forecaster> models = new ArrayList<>(List.of(new Naive()));
        if (model.season() > 1) {
            models.add(new SeasonalNaive(model.season()));
        }
        models.add(model.forecaster(Tested.NETWORK));
        Backtest test = Backtest.from(first).horizon(model.horizon());
        List<Forecasts> tested = models.stream().map(forecaster -> test.run(forecaster, series)).toList();
        if (json) {
            System.out.println(Json.write(record(tested)));
            return;
        }
        System.out.println("%,d forecasts of %s, each of %d steps, the first from %s on".formatted(
                tested.getFirst().predicted().length, series.name(), model.horizon(), series.time(first)));
        List<String> header = new ArrayList<>(List.of("RMSE"));
        tested.forEach(forecasts -> header.add(forecasts.name()));
        TextTable table = new TextTable(header.toArray(String[]::new));
        for (int h = 1; h <= model.horizon(); h++) {
            int steps = h;
            table.row(cells(h == 1 ? "1 step ahead" : h + " steps ahead", tested,
                    forecasts -> forecasts.error(steps, 1).rmse()));
        }
        table.row(cells("together", tested, forecasts -> forecasts.error(1).rmse()));
        System.out.println(table);
    }

    private Map<String, Object> record(List<Forecasts> tested) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("forecasts", tested.getFirst().predicted().length);
        for (Forecasts forecasts : tested) {
            List<Object> errors = new ArrayList<>();
            for (int h = 1; h <= model.horizon(); h++) {
                errors.add(forecasts.error(h, 1).rmse());
            }
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("RMSE", forecasts.error(1).rmse());
            figures.put("RMSE by step", errors);
            record.put(forecasts.name(), figures);
        }
        return record;
    }

    private static String[] cells(String first, List<Forecasts> tested,
            ToDoubleFunction<Forecasts> figure) {
        List<String> cells = new ArrayList<>(List.of(first));
        tested.forEach(
                forecasts -> cells.add(String.format(Locale.ROOT, "%.4g", figure.applyAsDouble(forecasts))));
        return cells.toArray(String[]::new);
    }
}
