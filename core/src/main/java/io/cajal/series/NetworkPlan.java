package io.cajal.series;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Tanh;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * How a network for a series is built and trained.
 *
 * @param scale on which the series is learned
 * @param season of the differences that are learned: 1, or the season's length; 0 for levels
 * @param lags how many differences the network sees
 * @param horizon how many values it gives
 * @param hidden the widths of the hidden layers; none make a linear model
 * @param steps of the optimizer, each on all windows
 * @param decay of the weights, decoupled
 * @param members networks with different first weights, whose mean is the forecast
 */
public record NetworkPlan(ForecastNet.Scale scale, int season, int lags, int horizon, List<Integer> hidden,
        int steps,
        double decay, int members) {
    public NetworkPlan {
        hidden = List.copyOf(hidden);
        if (season < 0 || lags < 1 || horizon < 1 || steps < 1 || members < 1
                || hidden.stream().anyMatch(width -> width < 1)) {
            throw new CajalException(
                    "network for a series: the season must be 0 or more, lags, horizon, widths, steps and members "
                            + "1 or more, got " + this);
        }
    }

    /** Values that a forecast needs. */
    public int length() {
        return lags + season;
    }

    public NetworkPlan horizon(int values) {
        return new NetworkPlan(scale, season, lags, values, hidden, steps, decay, members);
    }

    /**
     * A linear model of the differences, plus what hidden layers add to it; they begin with adding nothing, so that
     * the network starts as an autoregression and learns what that one misses.
     */
    Layer body(Rng rng) {
        Layer straight = Linear.of(lags, horizon, rng.split("straight"));
        if (hidden.isEmpty()) {
            return straight;
        }
        List<Layer> layers = new ArrayList<>();
        int in = lags;
        for (int i = 0; i < hidden.size(); i++) {
            layers.add(Linear.of(in, hidden.get(i), rng.split(i)));
            layers.add(new Tanh());
            in = hidden.get(i);
        }
        layers.add(new Linear(Param.of(Tensor.zeros(horizon, in)), Param.of(Tensor.zeros(horizon))));
        return new Residual(new Sequential(layers), straight);
    }
}
