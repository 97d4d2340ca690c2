package io.cajal.series;

import io.cajal.base.CajalException;
import java.util.Arrays;
import java.util.List;

/**
 * Brings a series into a form that is easier to forecast, and forecasts back. What is undone equals what was there up
 * to rounding: {@code undo(apply(all) after n, first n of all)} are the values after the first n.
 */
public sealed interface Transform {

    /** The values in the new form; the first {@link #lost} have none. */
    double[] apply(double[] values);

    /** How many values at the beginning only serve to transform later ones. */
    int lost();

    /**
     * Forecasts in the new form, back in the old one.
     *
     * @param before the values, in the old form, right before the first forecast; at least {@link #lost} of them
     */
    double[] undo(double[] forecasts, double[] before);

    /** With what it must know of the data, from these values alone: give it the training part. */
    default Transform fitted(double[] training) {
        return this;
    }

    /** One after the other. */
    static Transform of(Transform... steps) {
        return new Chain(List.of(steps));
    }

    /** ln x: makes what grows by shares grow by sums, and swings that grow with the level even. */
    record Log() implements Transform {
        @Override
        public double[] apply(double[] values) {
            for (double value : values) {
                if (!(value > 0)) {
                    throw new CajalException("log: expected values above 0, got " + value);
                }
            }
            return Arrays.stream(values).map(StrictMath::log).toArray();
        }

        @Override
        public int lost() {
            return 0;
        }

        @Override
        public double[] undo(double[] forecasts, double[] before) {
            return Arrays.stream(forecasts).map(StrictMath::exp).toArray();
        }
    }

    /** √x: evens out the noise of counts. A forecast below 0 becomes 0. */
    record SquareRoot() implements Transform {
        @Override
        public double[] apply(double[] values) {
            for (double value : values) {
                if (!(value >= 0)) {
                    throw new CajalException("square root: expected values of 0 or more, got " + value);
                }
            }
            return Arrays.stream(values).map(Math::sqrt).toArray();
        }

        @Override
        public int lost() {
            return 0;
        }

        @Override
        public double[] undo(double[] forecasts, double[] before) {
            return Arrays.stream(forecasts).map(z -> z > 0 ? z * z : 0).toArray();
        }
    }

    /** x[t] − x[t − lag]: of lag 1 it removes a trend, of a season's length the season. */
    record Difference(int lag) implements Transform {
        public Difference {
            if (lag < 1) {
                throw new CajalException("difference: the lag must be 1 or more, got " + lag);
            }
        }

        @Override
        public double[] apply(double[] values) {
            if (values.length <= lag) {
                throw new CajalException("difference of lag %d: expected more than %d values, got %d"
                        .formatted(lag, lag, values.length));
            }
            double[] differences = new double[values.length - lag];
            for (int i = 0; i < differences.length; i++) {
                differences[i] = values[i + lag] - values[i];
            }
            return differences;
        }

        @Override
        public int lost() {
            return lag;
        }

        @Override
        public double[] undo(double[] forecasts, double[] before) {
            double[] values = new double[forecasts.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = forecasts[i] + (i < lag ? before[before.length - lag + i] : values[i - lag]);
            }
            return values;
        }
    }

    /** (x − mean)/deviation of the training part. */
    record Standardise(double mean, double deviation) implements Transform {
        /** To be fitted. */
        public Standardise() {
            this(0, 1);
        }

        @Override
        public Transform fitted(double[] training) {
            double mean = Arrays.stream(training).average().orElse(0);
            double variance = Arrays.stream(training).map(x -> (x - mean) * (x - mean)).average().orElse(0);
            return new Standardise(mean, variance > 0 ? Math.sqrt(variance) : 1);
        }

        @Override
        public double[] apply(double[] values) {
            return Arrays.stream(values).map(x -> (x - mean) / deviation).toArray();
        }

        @Override
        public int lost() {
            return 0;
        }

        @Override
        public double[] undo(double[] forecasts, double[] before) {
            return Arrays.stream(forecasts).map(z -> z * deviation + mean).toArray();
        }
    }

    /** One after the other; undone from the last to the first. */
    record Chain(List<Transform> steps) implements Transform {
        public Chain {
            steps = List.copyOf(steps);
        }

        @Override
        public Transform fitted(double[] training) {
            Transform[] fitted = new Transform[steps.size()];
            double[] values = training;
            for (int i = 0; i < fitted.length; i++) {
                fitted[i] = steps.get(i).fitted(values);
                values = fitted[i].apply(values);
            }
            return Transform.of(fitted);
        }

        @Override
        public double[] apply(double[] values) {
            double[] result = values.clone();
            for (Transform step : steps) {
                result = step.apply(result);
            }
            return result;
        }

        @Override
        public int lost() {
            return steps.stream().mapToInt(Transform::lost).sum();
        }

        @Override
        public double[] undo(double[] forecasts, double[] before) {
            double[][] stages = new double[steps.size()][];
            double[] values = before;
            for (int i = 0; i < stages.length; i++) {
                stages[i] = values;
                // the last step's result is not needed, and may be empty
                values = i + 1 < stages.length ? steps.get(i).apply(values) : values;
            }
            double[] result = forecasts.clone();
            for (int i = stages.length - 1; i >= 0; i--) {
                result = steps.get(i).undo(result, stages[i]);
            }
            return result;
        }
    }
}
