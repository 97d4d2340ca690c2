package io.cajal.cli.train;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Split;
import io.cajal.nn.Dropout;
import io.cajal.nn.LastStep;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.Unflatten;
import io.cajal.nn.activation.Activations;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Schedule;
import io.cajal.series.ForecastNet;
import io.cajal.series.NetworkForecaster;
import io.cajal.series.SeriesView;
import io.cajal.series.Windows;
import io.cajal.table.Choices;
import io.cajal.table.Plan;
import io.cajal.table.Task;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * To say what a solved linear model of a series misses: its examples are departures and what follows them, as the body of a
 * {@link ForecastNet} sees them, in the order of time.
 *
 * @param linear whose body the network corrects
 * @param cell {@code gru} or {@code lstm} for a network that reads the last values in their order, else null
 */
record SeriesTask(Split split, ForecastNet linear, int horizon, String cell) implements Task {
    private static final int PATIENCE = 30;
    private static final int MOST_BATCH = 64;
    private static final List<List<Integer>> LAYERS = List.of(List.of(8), List.of(16), List.of(32),
            List.of(64),
            List.of(16, 16), List.of(32, 32));
    private static final List<Double> DROPOUTS = List.of(0.0, 0.0, 0.1, 0.2);

    /**
     * @param watched where the part that is watched begins
     * @param test where the last part begins
     */
    static SeriesTask of(double[] values, SeriesView view, int watched, int test, int horizon, String cell) {
        double[] past = Arrays.copyOf(values, watched);
        ForecastNet linear = (ForecastNet) view.linear(past, horizon);
        Windows windows = new Windows(view.length(), horizon);
        return new SeriesTask(new Split(NetworkForecaster.examples(linear, windows.of(past)),
                NetworkForecaster.examples(linear, windows.of(Arrays.copyOf(values, test), watched)),
                NetworkForecaster.examples(linear, windows.of(values, test))), linear, horizon, cell);
    }

    @Override
    public boolean isClasses() {
        return false;
    }

    @Override
    public Plan plan() {
        int examples = split.train().size();
        int batch = Math.clamp(Integer.highestOneBit(Math.max(1, examples / 10)), 8, MOST_BATCH);
        return Plan.of(examples, 0, false).layers(List.of(16)).activation(cell == null ? "Tanh" : "Relu")
                .dropout(0).rate(3e-3).weightDecay(0.1).batchSize(batch).epochs(200);
    }

    @Override
    public Choices choices() {
        return cell == null ? new Choices(LAYERS, Choices.ACTIVATIONS, DROPOUTS, 5)
                : new Choices(LAYERS, List.of(), DROPOUTS, 5);
    }

    /** From departures to what follows them: the linear model with a correction that adds nothing at first. */
    @Override
    public Residual network(Plan plan, Rng rng) {
        return new Residual(correction(plan, rng), linear.body());
    }

    private Layer correction(Plan plan, Rng rng) {
        if (cell != null) {
            RecurrentPlan recurrent = new RecurrentPlan(plan, cell);
            return Sequential.of(new Unflatten(Shape.of(linear.lags(), 1)),
                    recurrent.body(1, false, rng.split(cell)), new LastStep(), nothing(recurrent.width()));
        }
        List<Layer> layers = new ArrayList<>();
        int in = linear.lags();
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

    /** The linear model stays as it was solved. */
    @Override
    public Optimizer optimizer(Layer network, Plan plan) {
        return plan.optimizerOf(((Residual) network).body());
    }

    @Override
    public Trainer trainer(Layer network, Plan plan) {
        return new Trainer(network, loss(plan), optimizer(network, plan)).epochs(plan.epochs())
                .batchSize(batchSize(plan)).schedule(Schedule.cosine(0)).validation(split.validation())
                .earlyStopping(PATIENCE).keepBest();
    }

    /** This one alone: nothing is learned from what comes after that by which it is judged. */
    @Override
    public List<SeriesTask> inner(int k, Rng rng) {
        return List.of(this);
    }
}
