package io.cajal.table;

import io.cajal.data.Column;
import io.cajal.nn.Layer;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Brings the rows of a table into the form in which networks learn well, as their first layer, so that a saved model
 * takes rows as they are. Numbers come first in a row, then categories, as their places, −1 for none.
 *
 * <p>A number, or a date, is shifted and scaled to mean 0 and deviation 1 over the training rows, after log(1 + |x|)
 * with x's sign where the column is very skewed, and held within ±{@value #FAR}. A missing one becomes 0, the mean, and
 * a column that misses some has a second feature that says so. Dates also have the phase of the year and of
 * the week. A category becomes one feature each, 1 for the one it is (Suits 1957); a category never seen in
 * training has none of them.
 *
 * @param numbers how many columns are numbers
 * @param dates which of them are dates
 * @param flagged which of them say that they are missing
 * @param logarithmic 1 for those that are very skewed
 * @param categories the sizes of the columns behind
 */
public record Features(int numbers, int[] dates, int[] flagged, Buffer logarithmic, Buffer mean,
        Buffer deviation,
        int[] categories) implements Layer {
    /** Deviations beyond which a number counts as no further away. */
    public static final int FAR = 10;
    /** Days. */
    public static final double YEAR = 365.2425;
    /** Days. */
    public static final double WEEK = 7;
    private static final double SKEWED = 2;

    /** x [N × columns] to [N × features]. */
    @Override
    public Tensor forward(Tensor x) {
        List<Tensor> parts = new ArrayList<>();
        if (numbers > 0) {
            Tensor raw = x.narrow(1, 0, numbers);
            Tensor missing = raw.ne(raw);
            Tensor known = raw.maskedFill(missing, 0);
            Tensor value = Tensor.where(logarithmic, known.sign().mul(known.abs().log1p()), known);
            parts.add(value.sub(mean).div(deviation).maskedFill(missing, 0).clamp(-FAR, FAR));
            if (flagged.length > 0) {
                parts.add(missing.indexSelect(1, flagged));
            }
            if (dates.length > 0) {
                Tensor days = known.indexSelect(1, dates);
                for (double period : new double[] {YEAR, WEEK}) {
                    Tensor phase = days.mul(2 * Math.PI / period);
                    parts.add(phase.sin());
                    parts.add(phase.cos());
                }
            }
        }
        for (int i = 0; i < categories.length; i++) {
            Tensor place = x.narrow(1, numbers + i, 1).reshape(x.size(0)).add(1);
            parts.add(place.oneHot(categories[i] + 1).narrow(1, 1, categories[i]));
        }
        return Tensor.cat(1, parts.toArray(Tensor[]::new));
    }

    /** Of the first columns alone, which are all the numbers and some of the categories. */
    Features first(int columns) {
        return new Features(numbers, dates, flagged, logarithmic, mean, deviation,
                Arrays.copyOf(categories, columns - numbers));
    }

    /** Features of a row. */
    public int width() {
        int width = numbers + flagged.length + 4 * dates.length;
        for (int size : categories) {
            width += size;
        }
        return width;
    }

    /** For these columns, numbers first, from the training rows' values by column. */
    static Features fit(List<Column> columns, List<float[]> values) {
        List<Moments> raw = new ArrayList<>();
        List<Integer> dates = new ArrayList<>();
        List<Integer> flagged = new ArrayList<>();
        List<Integer> categories = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (column.kind() == Column.Kind.CATEGORY) {
                categories.add(column.categories().size());
                continue;
            }
            if (column.kind() == Column.Kind.DATE) {
                dates.add(i);
            }
            Moments moments = Moments.of(values.get(i), false);
            if (moments.missing() > 0) {
                flagged.add(i);
            }
            raw.add(moments);
        }
        int numbers = raw.size();
        double[] logarithmic = new double[numbers];
        double[] mean = new double[numbers];
        double[] deviation = new double[numbers];
        for (int i = 0; i < numbers; i++) {
            Moments moments = raw.get(i);
            if (Math.abs(moments.skewness()) > SKEWED) {
                logarithmic[i] = 1;
                moments = Moments.of(values.get(i), true);
            }
            mean[i] = moments.mean();
            deviation[i] = moments.deviation() > 0 ? moments.deviation() : 1;
        }
        return new Features(numbers, ints(dates), ints(flagged), buffer(logarithmic), buffer(mean),
                buffer(deviation), ints(categories));
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(i -> i).toArray();
    }

    private static Buffer buffer(double[] values) {
        return Buffer.of(Tensor.of(values));
    }

    /** What is known of a column, but for the missing. */
    private record Moments(int missing, double mean, double deviation, double skewness) {
        static Moments of(float[] values, boolean logarithmic) {
            int n = 0;
            double sum = 0;
            for (float value : values) {
                if (!Float.isNaN(value)) {
                    sum += at(value, logarithmic);
                    n++;
                }
            }
            double mean = n == 0 ? 0 : sum / n;
            double squares = 0;
            double cubes = 0;
            for (float value : values) {
                if (!Float.isNaN(value)) {
                    double d = at(value, logarithmic) - mean;
                    squares += d * d;
                    cubes += d * d * d;
                }
            }
            double deviation = n == 0 ? 0 : Math.sqrt(squares / n);
            double skewness = deviation == 0 ? 0 : cubes / n / (deviation * deviation * deviation);
            return new Moments(values.length - n, mean, deviation, skewness);
        }

        private static double at(float value, boolean logarithmic) {
            return logarithmic ? Math.signum(value) * StrictMath.log1p(Math.abs(value)) : value;
        }
    }
}
