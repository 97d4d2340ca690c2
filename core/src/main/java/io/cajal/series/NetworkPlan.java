package io.cajal.series;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Tanh;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
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
 * @param solved whether the linear part is the solution of least squares and stays it, or is trained with the rest, which
 *     for few values holds it back
 */
public record NetworkPlan(ForecastNet.Scale scale, int season, int lags, int horizon, List<Integer> hidden,
        int steps,
        double decay, int members, boolean solved) {
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
        return new NetworkPlan(scale, season, lags, values, hidden, steps, decay, members, solved);
    }

    /**
     * What the body is made of: a linear model, and what hidden layers add to it.
     *
     * @param straight the linear model, an autoregression
     * @param correction null where there are no hidden layers
     */
    record Parts(Linear straight, Layer correction) {
        Layer body() {
            return correction == null ? straight : new Residual(correction, straight);
        }
    }

    /**
     * The hidden layers begin with adding nothing, so that the network starts as an autoregression and learns what that
     * one misses.
     *
     * @param examples with which a linear model that is to be solved is solved
     */
    Parts parts(Dataset examples, Rng rng) {
        Linear straight = straight(examples, rng);
        if (hidden.isEmpty()) {
            return new Parts(straight, null);
        }
        List<Layer> layers = new ArrayList<>();
        int in = lags;
        for (int i = 0; i < hidden.size(); i++) {
            layers.add(Linear.of(in, hidden.get(i), rng.split(i)));
            layers.add(new Tanh());
            in = hidden.get(i);
        }
        layers.add(new Linear(Param.of(Tensor.zeros(horizon, in)), Param.of(Tensor.zeros(horizon))));
        return new Parts(straight, new Sequential(layers));
    }

    /** The linear part as it is before the training. */
    public Linear straight(Dataset examples, Rng rng) {
        return solved ? solution(examples) : Linear.of(lags, horizon, rng.split("straight"));
    }

    private Linear solution(Dataset examples) {
        Batch all = examples.all();
        double[] x = all.x().toDoubles();
        double[] y = all.y().toDoubles();
        double[][] rows = new double[examples.size()][lags + 1];
        double[][] answers = new double[horizon][examples.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i][lags] = 1;
            System.arraycopy(x, i * lags, rows[i], 0, lags);
            for (int h = 0; h < horizon; h++) {
                answers[h][i] = y[i * horizon + h];
            }
        }
        double[][] beta = LeastSquares.solve(rows, answers);
        double[][] weight = Arrays.stream(beta).map(b -> Arrays.copyOf(b, lags)).toArray(double[][]::new);
        return new Linear(Param.of(Tensor.of(weight)),
                Param.of(Tensor.of(Arrays.stream(beta).mapToDouble(b -> b[lags]).toArray())));
    }
}
