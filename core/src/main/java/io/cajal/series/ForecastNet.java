package io.cajal.series;

import io.cajal.base.CajalException;
import io.cajal.base.ShapeException;
import io.cajal.nn.Layer;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Tensor;

/**
 * A network that takes the last values of a series as they are and gives the next ones, so that a saved model needs
 * nothing beside it. Inside, with z the values on a scale and s the season,
 *
 * <pre>
 * d[t] = (z[t] − z[t − s] − mean)/deviation     the departures from a season ago, what the body sees
 * ẑ[t + h] = z[t + h − ks] + body(d)[h]·deviation + mean     with the least k for which that is known
 * </pre>
 *
 * A body that gives zeros is the seasonal naive forecast with drift. With a season of 0 the body sees and gives the
 * levels z themselves: for series that always come back to their mean.
 *
 * @param scale on which changes are even
 * @param season the lag of the difference; 1 for changes from one value to the next, 0 for levels
 * @param lags how many differences the body sees; of longer inputs the last ones
 * @param mean of the differences of the training part
 * @param deviation of the differences of the training part
 * @param body from [N × lags] to [N × horizon]
 */
public record ForecastNet(Scale scale, int season, int lags, Buffer mean, Buffer deviation, Layer body)
        implements
            Layer {

    /** Where changes of a series are of the same size at every level. */
    public enum Scale {
        /** As it is. */
        PLAIN,
        /** √x, of counts. */
        ROOT,
        /** ln x, of what grows and swings by shares. */
        LOG;

        Tensor to(Tensor x) {
            return switch (this) {
                case PLAIN -> x;
                case ROOT -> x.clamp(0, Double.POSITIVE_INFINITY).sqrt();
                case LOG -> x.log();
            };
        }

        Tensor back(Tensor z) {
            return switch (this) {
                case PLAIN -> z;
                case ROOT -> z.relu().square();
                case LOG -> z.exp();
            };
        }

        /** The same for plain numbers. */
        public Transform transform() {
            return switch (this) {
                case PLAIN -> Transform.of();
                case ROOT -> new Transform.SquareRoot();
                case LOG -> new Transform.Log();
            };
        }
    }

    public ForecastNet {
        if (season < 0 || lags < 1) {
            throw new CajalException(
                    "forecast net: expected a season of 0 or more and lags of 1 or more, got %d and %d"
                            .formatted(season, lags));
        }
    }

    /** Around a body that is still to be trained on {@link #departures} and {@link #answers}. */
    public static ForecastNet fit(Scale scale, int season, int lags, double[] training, Layer body) {
        Transform change = season == 0 ? scale.transform()
                : Transform.of(scale.transform(), new Transform.Difference(season));
        double[] z = change.apply(training);
        Transform.Standardise fitted = (Transform.Standardise) new Transform.Standardise().fitted(z);
        return new ForecastNet(scale, season, lags, Buffer.of(Tensor.of(fitted.mean())),
                Buffer.of(Tensor.of(fitted.deviation())), body);
    }

    /** The same around another body. */
    public ForecastNet body(Layer other) {
        return new ForecastNet(scale, season, lags, mean, deviation, other);
    }

    @Override
    public Tensor forward(Tensor x) {                                        // [N × length]
        Tensor out = body.apply(departures(x));                              // [N × horizon]
        return scale.back(out.mul(deviation).add(mean).add(ago(scale.to(x), out.size(1))));
    }

    /** What the body sees of values [N × length]. */
    public Tensor departures(Tensor x) {
        if (x.rank() != 2 || x.size(1) < length()) {
            throw new ShapeException(
                    "forecast net: needs values of shape [N × %d] or more, got %s".formatted(length(),
                            x.shape()));
        }
        Tensor z = scale.to(x);
        int from = x.size(1) - lags;
        Tensor late = z.narrow(1, from, lags);
        return (season == 0 ? late : late.sub(z.narrow(1, from - season, lags))).sub(mean).div(deviation);
    }

    /** What the body should give for values x [N × length] that y [N × horizon] follow. */
    public Tensor answers(Tensor x, Tensor y) {
        return scale.to(y).sub(ago(scale.to(x), y.size(1))).sub(mean).div(deviation);
    }

    /** Values that it needs. */
    public int length() {
        return lags + season;
    }

    /** What the next values were a season ago; 0 where levels are learned. */
    private Tensor ago(Tensor z, int horizon) {
        if (season == 0) {
            return Tensor.zeros(z.size(0), horizon);
        }
        int[] places = new int[horizon];
        for (int h = 0; h < horizon; h++) {
            places[h] = z.size(1) - season + h % season;
        }
        return z.indexSelect(1, places);
    }
}
