package io.cajal.explain;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.ShapeException;
import io.cajal.data.Layout;
import io.cajal.data.TensorDataset;
import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;
import io.cajal.train.Evaluation;
import io.cajal.train.Metric;

/**
 * How much a metric worsens when the cells of one column are shuffled among the rows, so that the column keeps its values
 * and says nothing any more (Breiman 2001; Fisher, Rudin and Dominici 2019). It asks what this network uses, on rows
 * whose answers are known: of two columns that say the same, each looks dispensable. On rows that were learned from it
 * overrates what was learned by heart; take others.
 *
 * @param score the metric on the rows as they are
 * @param means by column, how much worse it gets; positive for a column that is of use, about 0 for one that is not
 * @param deviations by column, over the repeats
 */
public record PermutationImportance(double score, double[] means, double[] deviations) {

    /**
     * @param x rows [N × numbers]
     * @param layout which of the numbers are of one column
     * @param y their targets
     * @param repeats how often each column is shuffled
     */
    public static PermutationImportance of(Layer network, Tensor x, Layout layout, Tensor y, Metric metric,
            int repeats, Rng rng) {
        if (x.rank() != 2 || x.size(1) != layout.width()) {
            throw new ShapeException("permutation importance: needs rows [N × %d], got %s"
                    .formatted(layout.width(), x.shape()));
        }
        if (repeats < 2) {
            throw new CajalException(
                    "permutation importance: needs 2 repeats or more to know how they differ, got "
                            + repeats);
        }
        int columns = layout.columns();
        double score = score(network, x, y, metric);
        double sign = metric.lowerIsBetter() ? -1 : 1;
        double[] means = new double[columns];
        double[] deviations = new double[columns];
        for (int c = 0; c < columns; c++) {
            double[] worse = new double[repeats];
            for (int r = 0; r < repeats; r++) {
                Tensor shuffled = shuffled(x, layout, c, rng.split(c).split(r));
                worse[r] = sign * (score - score(network, shuffled, y, metric));
                means[c] += worse[r] / repeats;
            }
            for (double w : worse) {
                deviations[c] += (w - means[c]) * (w - means[c]) / (repeats - 1);
            }
            deviations[c] = Math.sqrt(deviations[c]);
        }
        return new PermutationImportance(score, means, deviations);
    }

    private static double score(Layer network, Tensor x, Tensor y, Metric metric) {
        return Evaluation.of(network, new TensorDataset(x, y)).of(metric);
    }

    private static Tensor shuffled(Tensor x, Layout layout, int column, Rng rng) {
        int n = x.size(0);
        float[] cells = x.toFloats();
        float[] mixed = cells.clone();
        int[] order = rng.permutation(n);
        for (int i = 0; i < n; i++) {
            layout.copy(column, cells, order[i], mixed, i);
        }
        return Tensor.of(x.shape(), mixed);
    }
}
