package io.cajal.explain;

import io.cajal.base.ShapeException;
import io.cajal.data.Column;
import io.cajal.data.Layout;
import io.cajal.nn.Layer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far the output moves with each column, near the rows: for a number the mean of |∂f/∂x| over the rows times the
 * column's deviation, so that columns of different units compare (saliency by Simonyan, Vedaldi and Zisserman 2014, summed
 * over rows as in Yeh and Li 2005). A category has no gradient, and a date's follows the days of the week, which
 * says nothing of months: for these, and for texts, it is the mean over the rows of how far f goes from its lowest to its
 * highest when the cell takes each category, {@value #DATES} of the dates, or the first {@value #TEXTS} texts, in turn. f is the value, or the logit of the class
 * that the row is taken for. Needs no targets. Blind to what is saturated at the rows; {@link PermutationImportance} is
 * not.
 */
public final class GradientImportance {
    private static final int DATES = 16;
    private static final int TEXTS = 16;

    private GradientImportance() {
    }

    /**
     * By column, in units of the output.
     *
     * @param x rows [N × numbers], as the {@link Layout} of the columns has them; NaN where a number is missing
     * @param classes whether outputs are logits of classes; else the first output is the value
     */
    public static double[] of(Layer network, Tensor x, List<Column> columns, boolean classes) {
        Layout layout = Layout.of(columns);
        if (x.rank() != 2 || x.size(1) != layout.width()) {
            throw new ShapeException("gradient importance: needs rows [N × %d], got %s"
                    .formatted(layout.width(), x.shape()));
        }
        int n = x.size(0);
        int width = layout.width();
        double[] slopes = new double[width];
        double[] ranges = new double[columns.size()];
        List<float[]> tried = IntStream.range(0, columns.size())
                .mapToObj(c -> tried(columns.get(c), x, layout, c)).toList();
        for (int from = 0; from < n; from += Outcome.BATCH) {
            Tensor rows = x.narrow(0, from, Math.min(Outcome.BATCH, n - from));
            Tensor chosen = chosen(network, rows, classes);
            float[] gradient = gradient(network, rows, chosen);
            for (int i = 0; i < gradient.length; i++) {
                slopes[i % width] += Math.abs(gradient[i]) / n;
            }
            for (int c = 0; c < ranges.length; c++) {
                ranges[c] += range(network, rows, chosen, layout, c, tried.get(c)) / n;
            }
        }
        double[] deviations = deviations(x.toFloats(), width);
        double[] importance = new double[ranges.length];
        for (int c = 0; c < importance.length; c++) {
            int at = layout.start(c);
            importance[c] = isTried(columns.get(c)) ? ranges[c] : slopes[at] * deviations[at];
        }
        return importance;
    }

    private static boolean isTried(Column column) {
        return column.kind() == Column.Kind.CATEGORY || column.kind() == Column.Kind.DATE
                || column.kind() == Column.Kind.TEXT;
    }

    /** What the cells of a column are set to, one after the other. */
    private static float[] tried(Column column, Tensor x, Layout layout, int c) {
        float[] cells = new float[0];
        if (column.kind() == Column.Kind.CATEGORY) {
            cells = new float[column.categories().size()];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = i;
            }
        } else if (column.kind() == Column.Kind.DATE) {
            double[] dates = Arrays.stream(x.select(1, layout.start(c)).toDoubles())
                    .filter(date -> !Double.isNaN(date))
                    .distinct().sorted().toArray();
            cells = new float[Math.min(DATES, dates.length)];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = (float) dates[i * (dates.length - 1) / Math.max(1, cells.length - 1)];
            }
        } else if (column.kind() == Column.Kind.TEXT) {
            int count = Math.min(TEXTS, x.size(0));
            cells = x.narrow(0, 0, count).narrow(1, layout.start(c), layout.width(c)).toFloats();
        }
        return cells;
    }

    /** Ones [N × outputs] at the output that counts in each row. */
    private static Tensor chosen(Layer network, Tensor rows, boolean classes) {
        return Run.evaluation().call(() -> {
            Tensor outputs = network.apply(rows);
            Tensor places = classes ? outputs.argmax(1) : Tensor.zeros(rows.size(0));
            return places.oneHot(outputs.size(1));
        });
    }

    private static float[] gradient(Layer network, Tensor rows, Tensor chosen) {
        Tensor x = rows.tracked();
        return Run.evaluation().call(() -> Run.recording(true)
                .call(() -> network.apply(x).mul(chosen).sum().backward().get(x).toFloats()));
    }

    /** The sum over the rows of highest minus lowest output, when the cells of a column are set. */
    private static double range(Layer network, Tensor rows, Tensor chosen, Layout layout, int column,
            float[] tried) {
        int n = rows.size(0);
        int width = layout.width(column);
        float[] cells = rows.toFloats();
        double[] low = new double[n];
        double[] high = new double[n];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        for (int t = 0; t < tried.length; t += width) {
            for (int i = 0; i < n; i++) {
                System.arraycopy(tried, t, cells, i * layout.width() + layout.start(column), width);
            }
            Tensor asked = Tensor.of(rows.shape(), cells.clone());
            double[] outputs = Run.evaluation()
                    .call(() -> network.apply(asked).mul(chosen).sum(1).toDoubles());
            for (int i = 0; i < n; i++) {
                low[i] = Math.min(low[i], outputs[i]);
                high[i] = Math.max(high[i], outputs[i]);
            }
        }
        double sum = 0;
        for (int i = 0; i < n && tried.length > 0; i++) {
            sum += high[i] - low[i];
        }
        return sum;
    }

    /** By column, over the cells that are not missing. */
    private static double[] deviations(float[] cells, int width) {
        double[] deviations = new double[width];
        for (int c = 0; c < width; c++) {
            int n = 0;
            double sum = 0;
            for (int i = c; i < cells.length; i += width) {
                boolean known = !Float.isNaN(cells[i]);
                sum += known ? cells[i] : 0;
                n += known ? 1 : 0;
            }
            double mean = n == 0 ? 0 : sum / n;
            double squares = 0;
            for (int i = c; i < cells.length; i += width) {
                squares += Float.isNaN(cells[i]) ? 0 : (cells[i] - mean) * (cells[i] - mean);
            }
            deviations[c] = n == 0 ? 0 : Math.sqrt(squares / n);
        }
        return deviations;
    }
}
