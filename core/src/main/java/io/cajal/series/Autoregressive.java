package io.cajal.series;

import io.cajal.base.CajalException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The autoregressive model (Yule 1927): z[t] = c + Σ a[k]·z[t − k] + e[t] over some lags k, of a transformed series z,
 * with c and a by least squares. Further steps are forecast from the forecasts of the steps before.
 *
 * @param name as tables have it
 * @param transform fitted again with each fit
 * @param lags rising; empty for all from 1 to the order that {@link #order} chooses
 * @param most the largest order to choose from; 0 where lags are given
 */
public record Autoregressive(String name, Transform transform, List<Integer> lags, int most)
        implements
            Forecaster {

    public Autoregressive {
        lags = List.copyOf(lags);
        if (lags.stream().anyMatch(lag -> lag < 1) || lags.isEmpty() && most < 1) {
            throw new CajalException("autoregressive: expected lags of 1 or more, got " + lags);
        }
    }

    /** With the lags 1 … order. */
    public static Autoregressive of(int order, Transform transform) {
        return new Autoregressive("AR(%d)".formatted(order), transform,
                IntStream.rangeClosed(1, order).boxed().toList(), 0);
    }

    /** Chooses its order up to {@code most} by Akaike's criterion, anew with each fit. */
    public static Autoregressive byAic(int most, Transform transform) {
        return new Autoregressive("AR by AIC", transform, List.of(), most);
    }

    public Autoregressive named(String other) {
        return new Autoregressive(other, transform, lags, most);
    }

    @Override
    public Fitted fit(double[] past) {
        Transform fitted = transform.fitted(past);
        double[] z = fitted.apply(past);
        int[] used = lags.isEmpty() ? IntStream.rangeClosed(1, order(z)).toArray()
                : lags.stream().mapToInt(i -> i).toArray();
        double[] beta = coefficients(z, used, used[used.length - 1]);
        return (values, horizon) -> fitted.undo(ahead(fitted.apply(values), used, beta, horizon), values);
    }

    /**
     * The order p with the least n·ln(Σe²/n) + 2(p + 1) (Akaike 1974), all orders fitted to the same n values, as
     * otherwise the figures could not be compared.
     */
    private int order(double[] z) {
        int largest = Math.min(most, (z.length - 2) / 3);
        if (largest < 1) {
            throw new CajalException(
                    "autoregressive: %d values are too few to choose an order".formatted(z.length));
        }
        int best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int p = 1; p <= largest; p++) {
            int[] used = IntStream.rangeClosed(1, p).toArray();
            double[] beta = coefficients(z, used, largest);
            double squares = 0;
            for (int t = largest; t < z.length; t++) {
                double e = z[t] - value(z, t, used, beta);
                squares += e * e;
            }
            int n = z.length - largest;
            double criterion = n * Math.log(squares / n) + 2 * (p + 1);
            if (criterion < least) {
                least = criterion;
                best = p;
            }
        }
        return best;
    }

    /** c, then a, from the values at place {@code from} and later. */
    private static double[] coefficients(double[] z, int[] lags, int from) {
        int n = z.length - from;
        if (n < lags.length + 1) {
            throw new CajalException("autoregressive: %d values are too few for %d lags up to %d"
                    .formatted(z.length, lags.length, from));
        }
        double[][] rows = new double[n][lags.length + 1];
        for (int i = 0; i < n; i++) {
            rows[i][0] = 1;
            for (int j = 0; j < lags.length; j++) {
                rows[i][j + 1] = z[from + i - lags[j]];
            }
        }
        return LeastSquares.solve(rows, Arrays.copyOfRange(z, from, z.length));
    }

    private static double[] ahead(double[] z, int[] lags, double[] beta, int horizon) {
        double[] all = Arrays.copyOf(z, z.length + horizon);
        for (int t = z.length; t < all.length; t++) {
            all[t] = value(all, t, lags, beta);
        }
        return Arrays.copyOfRange(all, z.length, all.length);
    }

    private static double value(double[] z, int t, int[] lags, double[] beta) {
        double sum = beta[0];
        for (int j = 0; j < lags.length; j++) {
            sum += beta[j + 1] * z[t - lags[j]];
        }
        return sum;
    }
}
