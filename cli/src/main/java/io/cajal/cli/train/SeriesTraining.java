package io.cajal.cli.train;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.io.CsvStyle;
import io.cajal.loss.Mse;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.report.ForecastReport;
import io.cajal.report.TextTable;
import io.cajal.runs.RunFolder;
import io.cajal.series.Autoregressive;
import io.cajal.series.Backtest;
import io.cajal.series.ForecastError;
import io.cajal.series.Forecaster;
import io.cajal.series.Forecasts;
import io.cajal.series.Naive;
import io.cajal.series.NetworkForecaster;
import io.cajal.series.SeasonalNaive;
import io.cajal.series.Series;
import io.cajal.series.SeriesModel;
import io.cajal.series.SeriesView;
import io.cajal.series.Windows;
import io.cajal.table.Plan;
import io.cajal.table.Task;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A training on a series: a linear model of it, solved, and a network that learns what that one misses. The last tenth
 * is the test, from every place in it, and the tenth before it says how to look at the series and when to stop.
 *
 * @param season null for what the step of the times suggests
 * @param cell {@code gru} or {@code lstm} for a network that reads the last values in their order, else null
 */
public record SeriesTraining(Path data, CsvStyle style, String time, String target, int horizon,
        Integer season,
        String cell, Course course) {
    private static final int LEAST = 20;
    private static final String LINEAR = "autoregression";
    /** Values of a series that is told to have a season, in seasons. */
    private static final int LEAST_SEASONS = 3;

    /** Where the watched and the test part begin. */
    private record Cut(int watched, int test) {
    }

    /** Trains and leaves everything in the folder; what is returned stands in its {@code run.json}. */
    public Map<String, Object> run(RunFolder folder, BooleanSupplier stop) throws IOException {
        long start = System.nanoTime();
        Series series = Series.read(data, style, time, target);
        Cut cut = cut(series);
        int round = season(series, cut);
        folder.say("%s: %,d values of %s, %s, %s to %s".formatted(data, series.length(), target,
                series.axis().step(), series.time(0), series.time(series.length() - 1)));
        folder.say(
                "%,d to learn from, %,d to watch, %,d for the test, from %s on; %s".formatted(cut.watched(),
                        cut.test() - cut.watched(), series.length() - cut.test(), series.time(cut.test()),
                        round > 1 ? "a season of " + round : "no season"));
        SeriesView view = SeriesView.best(series.values(), cut.watched(), cut.test(), round, horizon);
        folder.say("looks at %s, on which a linear model did best in the watched part".formatted(view));
        SeriesTask task = SeriesTask.of(series.values(), view, cut.watched(), cut.test(), horizon, cell);
        Rng rng = Rng.of(course.seed()).split("training");
        Plan plan = course.plan(task, this::words, rng, folder, stop);
        folder.say("%,d parameters; %s".formatted(Parts.count(task.network(plan, Rng.of(0))), words(plan)));
        if (course.tries().seeds() > 1) {
            folder.say("");
            folder.say(course.overSeeds(root -> test(series, cut, view, round, network(task, plan,
                    root.split("training"), trainer -> trainer.stopWhen(stop)).network()).errors())
                    .toString());
        }
        folder.say("");
        Task.Trained trained = network(task, plan, rng, trainer -> folder.watched(trainer, stop));
        folder.say("");
        Test test = test(series, cut, view, round, trained.network());
        folder.say(table("1 step ahead", test.near(), round));
        if (horizon > 1) {
            folder.say("");
            folder.say(table("1 to %d steps ahead, from %d places".formatted(horizon,
                    test.far().get(Tested.NETWORK).predicted().length), test.far(), round));
        }
        folder.say("");
        folder.say("report: " + ForecastReport.write(folder.page(), data + ": " + target, words(plan),
                trained.network(), trained.history(), test.near(), test.far(),
                List.copyOf(test.near().keySet()),
                round));
        Origin origin = new Origin(data, target, course.seed(), words(plan));
        Map<String, Object> record = origin.record(test.errors(), folder, start);
        record.put("time", time);
        record.put("horizon", horizon);
        Map<String, String> provenance = origin.provenance("Mse", new Windows(view.length(), horizon)
                .of(Arrays.copyOf(series.values(), cut.watched())));
        provenance.putAll(SeriesModel.provenance(time, target, horizon, round));
        return folder.finish(trained.history(), record,
                new Model(trained.network(), SeriesModel.input(view.length()),
                        List.of(), provenance));
    }

    private String words(Plan plan) {
        return cell == null ? plan.toString() : new RecurrentPlan(plan, cell).toString();
    }

    /** A network that takes values of the series as they are. */
    private static Task.Trained network(SeriesTask task, Plan plan, Rng rng, Task.Setup setup) {
        Task.Trained body = task.train(plan, rng.split("network"), setup);
        return new Task.Trained(task.linear().body(body.network()), body.history());
    }

    /** Forecasts of the test part by model, the network's last. */
    private record Test(Map<String, Forecasts> near, Map<String, Forecasts> far) {

        /** Under the names by which trainings of all kinds are compared. */
        Map<String, Map<String, Double>> errors() {
            Map<String, Map<String, Double>> errors = new LinkedHashMap<>();
            errors.put("RMSE", errors(far));
            errors.put("RMSE 1 step ahead", errors(near));
            return errors;
        }

        private static Map<String, Double> errors(Map<String, Forecasts> models) {
            Map<String, Double> errors = new LinkedHashMap<>();
            models.forEach((name, forecasts) -> errors.put(name.equals(LINEAR) ? Tested.LINEAR : name,
                    forecasts.error(1).rmse()));
            return errors;
        }
    }

    private Test test(Series series, Cut cut, SeriesView view, int round, Layer network) {
        List<Forecaster> all = new ArrayList<>(List.of(new Naive()));
        if (round > 1) {
            all.add(new SeasonalNaive(round));
        }
        all.add(Autoregressive.byAic(view.length(), view.transform()).named(LINEAR));
        all.add(NetworkForecaster.trained(Tested.NETWORK, network, view.length()));
        Test test = new Test(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (Forecaster forecaster : all) {
            test.near().put(forecaster.name(), Backtest.from(cut.test()).run(forecaster, series));
            test.far().put(forecaster.name(),
                    Backtest.from(cut.test()).horizon(horizon).run(forecaster, series));
        }
        return test;
    }

    private Cut cut(Series series) {
        int n = series.length();
        int tenth = Math.max(n / 10, horizon);
        if (n - 2 * tenth < Math.max(LEAST, 2 * horizon)) {
            throw new CajalException(
                    "%s: %d values are too few to learn forecasts of %d: expected %d or more, or a smaller --horizon"
                            .formatted(data, n, horizon, Math.max(LEAST, 2 * horizon) + 2 * horizon));
        }
        return new Cut(n - 2 * tenth, n - tenth);
    }

    private int season(Series series, Cut cut) {
        if (season != null && LEAST_SEASONS * season > cut.watched()) {
            throw new CajalException(
                    "--season %d: expected %d seasons or more among the %d values to learn from"
                            .formatted(season, LEAST_SEASONS, cut.watched()));
        }
        int usual = season != null ? season : series.axis().season();
        return LEAST_SEASONS * usual > cut.watched() ? 1 : usual;
    }

    private static String table(String title, Map<String, Forecasts> models, int round) {
        TextTable table = new TextTable(title, "RMSE", "MAE", "MAPE %", "MASE");
        models.forEach((name, forecasts) -> {
            ForecastError e = forecasts.error(round);
            table.row(name, number(e.rmse()), number(e.mae()), number(e.mape()), number(e.mase()));
        });
        return table.toString();
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.4g", value);
    }
}
