package io.cajal.series;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.TensorDataset;
import io.cajal.loss.Mse;
import io.cajal.nn.Averaged;
import io.cajal.nn.activation.Identity;
import io.cajal.nn.Layer;
import io.cajal.optim.AdamW;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The mean of some networks, each a {@link ForecastNet} with first weights of its own. Steps beyond what a network
 * gives are forecast from its forecasts.
 */
public record NetworkForecaster(String name, List<NetworkPlan> plans, Rng rng) implements Forecaster {
    private static final double RATE = 1e-2;

    public NetworkForecaster {
        plans = List.copyOf(plans);
    }

    public NetworkForecaster(String name, NetworkPlan plan, Rng rng) {
        this(name, List.of(plan), rng);
    }

    @Override
    public Fitted fit(double[] past) {
        return fitted(train(past), length());
    }

    /** Values that a forecast needs. */
    public int length() {
        return plans.stream().mapToInt(NetworkPlan::length).max().orElseThrow();
    }

    /** From the last values of a series [N × length or more] to the next ones. */
    public Layer train(double[] past) {
        List<Layer> members = new ArrayList<>();
        for (int p = 0; p < plans.size(); p++) {
            NetworkPlan plan = plans.get(p);
            Rng own = rng.split(p);
            ForecastNet scales = ForecastNet.fit(plan.scale(), plan.season(), plan.lags(), past,
                    new Identity());
            Dataset examples = examples(scales, new Windows(plan.length(), plan.horizon()).of(past));
            for (int i = 0; i < plan.members(); i++) {
                NetworkPlan.Parts parts = plan.parts(examples, own.split(i));
                Layer body = parts.body();
                Layer learning = plan.solved() ? parts.correction() : body;
                if (learning != null) {
                    new Trainer(body, new Mse(), new AdamW(learning, RATE).weightDecay(plan.decay()))
                            .epochs(plan.steps()).batchSize(examples.size()).schedule(Schedule.cosine(0))
                            .fit(examples, own.split("training").split(i));
                }
                members.add(scales.body(body));
            }
        }
        return new Averaged(members);
    }

    /** Windows of values as the net's body is trained on them. */
    public static Dataset examples(ForecastNet net, Dataset windows) {
        Batch all = windows.all();
        return new TensorDataset(net.departures(all.x()), net.answers(all.x(), all.y()));
    }

    /** One that has learned already: it takes any past as it is. */
    public static Forecaster trained(String name, Layer network, int length) {
        return new Forecaster() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Fitted fit(double[] past) {
                return fitted(network, length);
            }
        };
    }

    /** Forecasts by a network that takes {@code length} values. */
    public static Fitted fitted(Layer network, int length) {
        return (values, horizon) -> Run.evaluation().call(() -> {
            double[] all = Arrays.copyOf(values, values.length + horizon);
            for (int at = values.length; at < all.length;) {
                double[] next = network
                        .apply(Tensor.of(Shape.of(1, length), Arrays.copyOfRange(all, at - length, at)))
                        .toDoubles();
                int count = Math.min(next.length, all.length - at);
                System.arraycopy(next, 0, all, at, count);
                at += count;
            }
            return Arrays.copyOfRange(all, values.length, all.length);
        });
    }
}
