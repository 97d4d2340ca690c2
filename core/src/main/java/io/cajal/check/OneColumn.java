package io.cajal.check;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** How well one column alone tells the target, 0 … 1. Rows in which it is missing do not count. */
final class OneColumn {
    private OneColumn() {
    }

    /**
     * For classes the share that is told rightly by the other rows with the same cell or, for numbers, by the nearest ones;
     * 0 when the most frequent class does almost as well. For numbers the size of Spearman's rank correlation, for a
     * category the share of the variance between its categories.
     */
    static double score(double[] cells, double[] targets, boolean category, boolean classes) {
        int[] known = IntStream.range(0, cells.length).filter(i -> !Double.isNaN(cells[i])).toArray();
        double[] x = IntStream.of(known).mapToDouble(i -> cells[i]).toArray();
        double[] y = IntStream.of(known).mapToDouble(i -> targets[i]).toArray();
        if (2 * known.length < cells.length) {
            return 0;
        }
        return classes ? rightly(x, y, category)
                : category ? between(x, y) : Math.abs(correlation(ranks(x), ranks(y)));
    }

    private static double rightly(double[] x, double[] y, boolean category) {
        int n = x.length;
        int[] order = order(x);
        Map<Double, Integer> all = new HashMap<>();
        int right = 0;
        for (int from = 0; from < n;) {
            int to = from;
            Map<Double, Integer> counts = new HashMap<>();
            while (to < n && x[order[to]] == x[order[from]]) {
                counts.merge(y[order[to]], 1, Integer::sum);
                all.merge(y[order[to]], 1, Integer::sum);
                to++;
            }
            if (to - from > 1) {
                // Told by most of the rows with the same cell; where each class is there once, by none.
                int most = counts.values().stream().mapToInt(i -> i).max().orElse(0);
                right += most > 1 ? most : 0;
            } else if (!category) {
                double label = y[order[from]];
                boolean lower = from > 0 && y[order[from - 1]] == label;
                boolean upper = to < n && y[order[to]] == label;
                right += lower && upper || (lower || upper) && (from == 0 || to == n) ? 1 : 0;
            }
            from = to;
        }
        double score = (double) right / n;
        double frequent = (double) all.values().stream().mapToInt(i -> i).max().orElse(0) / n;
        return 1 - score < 0.2 * (1 - frequent) ? score : 0;
    }

    /** 1 − Σ within categories (y − mean)² / Σ (y − mean)². */
    private static double between(double[] x, double[] y) {
        Map<Double, double[]> sums = new HashMap<>(); // count, sum, sum of squares
        double[] whole = new double[3];
        double shift = y.length == 0 ? 0 : y[0];
        for (int i = 0; i < x.length; i++) {
            double d = y[i] - shift;
            for (double[] sum : new double[][] {sums.computeIfAbsent(x[i], _ -> new double[3]), whole}) {
                sum[0]++;
                sum[1] += d;
                sum[2] += d * d;
            }
        }
        double within = sums.values().stream().mapToDouble(OneColumn::spread).sum();
        // Categories that hardly come twice always explain: each takes a degree of freedom.
        double freedom = whole[0] - sums.size();
        return spread(whole) <= 0 || freedom < 0.5 * whole[0] ? 0
                : 1 - within / freedom / (spread(whole) / (whole[0] - 1));
    }

    private static double spread(double[] sums) {
        return sums[2] - sums[1] * sums[1] / sums[0];
    }

    /** Equal numbers share the mean of their ranks. */
    private static double[] ranks(double[] values) {
        int[] order = order(values);
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length;) {
            int to = from;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + to - 1) / 2.0;
            }
            from = to;
        }
        return ranks;
    }

    private static int[] order(double[] values) {
        return IntStream.range(0, values.length).boxed().sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(i -> i).toArray();
    }

    /** 0 where one does not vary. */
    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElse(0);
        double meanB = Arrays.stream(b).average().orElse(0);
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
    }
}
