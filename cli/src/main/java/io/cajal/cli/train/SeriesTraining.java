package io.cajal.cli.train;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.io.CsvStyle;
import io.cajal.loss.Mse;
import io.cajal.nn.Dropout;
import io.cajal.nn.LastStep;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.Unflatten;
import io.cajal.nn.activation.Activations;
import io.cajal.optim.Schedule;
import io.cajal.report.ForecastReport;
import io.cajal.report.TextTable;
import io.cajal.runs.RunFolder;
import io.cajal.series.Autoregressive;
import io.cajal.series.Backtest;
import io.cajal.series.ForecastError;
import io.cajal.series.ForecastNet;
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
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
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
        String cell, NetworkOptions options, long seed) {
    private static final int PATIENCE = 30;
    private static final int LEAST = 20;
    private static final int MOST_BATCH = 64;
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
        double[] past = Arrays.copyOf(series.values(), cut.watched());
        Windows windows = new Windows(view.length(), horizon);
        Dataset learned = windows.of(past);
        Plan plan = options.applied(plan(learned.size()));
        Rng rng = Rng.of(seed).split("training");
        ForecastNet linear = (ForecastNet) view.linear(past, horizon);
        Layer correction = correction(plan, view.lags(), rng.split("weights"));
        ForecastNet network = linear.body(new Residual(correction, linear.body()));
        folder.say("looks at %s, on which a linear model did best in the watched part".formatted(view));
        folder.say("%,d parameters; %s".formatted(Parts.count(network),
                cell == null ? plan : new RecurrentPlan(plan, cell)));
        folder.say("");
        Dataset watched = windows.of(Arrays.copyOf(series.values(), cut.test()), cut.watched());
        Dataset examples = NetworkForecaster.examples(network, learned);
        History history = folder.watched(new Trainer(network.body(), new Mse(), plan.optimizerOf(correction))
                .epochs(plan.epochs()).batchSize(Math.min(plan.batchSize(), examples.size()))
                .schedule(Schedule.cosine(0)).validation(NetworkForecaster.examples(network, watched))
                .earlyStopping(PATIENCE).keepBest(), stop).fit(examples, rng.split("network"));
        folder.say("");
        Map<String, Forecasts> near = new LinkedHashMap<>();
        Map<String, Forecasts> far = new LinkedHashMap<>();
        Map<String, String> provenance = new Origin(data, target, seed, plan).provenance("Mse", learned);
        provenance.putAll(SeriesModel.provenance(time, target, horizon, round));
        Model model = new Model(network, SeriesModel.input(view.length()), List.of(), provenance);
        for (Forecaster forecaster : forecasters(view, round, SeriesModel.of(model).orElseThrow())) {
            near.put(forecaster.name(), Backtest.from(cut.test()).run(forecaster, series));
            far.put(forecaster.name(), Backtest.from(cut.test()).horizon(horizon).run(forecaster, series));
        }
        folder.say(table("1 step ahead", near, round));
        if (horizon > 1) {
            folder.say("");
            folder.say(table("1 to %d steps ahead, from %d places".formatted(horizon,
                    far.get(Tested.NETWORK).predicted().length), far, round));
        }
        folder.say("");
        folder.say("report: " + ForecastReport.write(folder.page(), data + ": " + target, plan.toString(),
                network, history, near, far, List.copyOf(near.keySet()), round));
        Map<String, Object> record = record(near, far, plan, folder, start);
        return folder.finish(history, record, model);
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

    private Plan plan(int examples) {
        int batch = Math.clamp(Integer.highestOneBit(Math.max(1, examples / 10)), 8, MOST_BATCH);
        return Plan.of(examples, 0, false).layers(List.of(16)).activation(cell == null ? "Tanh" : "Relu")
                .dropout(0).rate(3e-3)
                .weightDecay(0.1).batchSize(batch).epochs(200);
    }

    /** Adds nothing at first. */
    private Layer correction(Plan plan, int lags, Rng rng) {
        List<Layer> layers = new ArrayList<>();
        if (cell != null) {
            RecurrentPlan recurrent = new RecurrentPlan(plan, cell);
            return Sequential.of(new Unflatten(Shape.of(lags, 1)), recurrent.body(1, false, rng.split(cell)),
                    new LastStep(), nothing(recurrent.width()));
        }
        int in = lags;
        for (int i = 0; i < plan.layers().size(); i++) {
            layers.add(Linear.of(in, plan.layers().get(i), rng.split(i)));
            layers.add(Activations.named(plan.activation()));
            if (plan.dropout() > 0) {
                layers.add(Dropout.of(plan.dropout(), rng.split("drop").split(i)));
            }
            in = plan.layers().get(i);
        }
        layers.add(nothing(in));
        return new Sequential(layers);
    }

    private Linear nothing(int in) {
        return new Linear(Param.of(Tensor.zeros(horizon, in)), Param.of(Tensor.zeros(horizon)));
    }

    /** The network comes last. */
    private static List<Forecaster> forecasters(SeriesView view, int round, SeriesModel model) {
        List<Forecaster> all = new ArrayList<>(List.of(new Naive()));
        if (round > 1) {
            all.add(new SeasonalNaive(round));
        }
        all.add(Autoregressive.byAic(view.length(), view.transform()).named("autoregression"));
        all.add(model.forecaster(Tested.NETWORK));
        return all;
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

    private Map<String, Object> record(Map<String, Forecasts> near, Map<String, Forecasts> far,
            Plan plan,
            RunFolder folder, long start) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("data", data.toString());
        record.put("target", target);
        record.put("time", time);
        record.put("horizon", horizon);
        record.put("seed", seed);
        record.put("plan", plan.toString());
        record.put("RMSE", errors(far));
        record.put("RMSE 1 step ahead", errors(near));
        record.put("model", folder.model().toString());
        record.put("seconds", Math.round((System.nanoTime() - start) * 1e-6) / 1000.0);
        return record;
    }

    /** Under the names by which trainings of all kinds are compared. */
    private static Map<String, Object> errors(Map<String, Forecasts> models) {
        Map<String, Object> errors = new LinkedHashMap<>();
        models.forEach((name, forecasts) -> errors.put(name.equals("autoregression") ? Tested.LINEAR : name,
                forecasts.error(1).rmse()));
        return errors;
    }
}
