package io.cajal.explain;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.data.Layout;
import io.cajal.tensor.Tensor;
import java.util.Arrays;

/**
 * What each column of a row contributes to an outcome (Shapley 1953; for models Štrumbelj and Kononenko 2014, Lundberg
 * and Lee 2017). With v(S) the mean outcome of background rows in which the columns S are those of the row, column i
 * contributes v(S ∪ i) − v(S), averaged over all orders in which columns can come in: {@snippet lang=text :
 * φ_i = Σ_{S ∌ i} |S|! (d − |S| − 1)! / d! · (v(S ∪ i) − v(S))
 * }
 * The contributions add up to f(row) − mean f(background), and a column that changes nothing has none. Up to
 * {@value #FEW} columns all 2ᵈ sets are tried. With more, orders are drawn: each background row gets a random order
 * and its reverse (antithetic, Mitchell et al. 2022) in each round, so that the sum holds in every one of them and only the
 * shares are estimated.
 *
 * <p>Background rows are mixed with the row's columns one by one, so a model is also asked about rows that cannot be (a
 * child of 3 with a degree); where columns depend on each other, read the shares as the model's, not the world's.
 *
 * @param value the outcome of the row
 * @param base the mean outcome of the background
 * @param contributions by column
 * @param errors standard errors of the contributions, 0 where all sets were tried
 */
public record Shapley(double value, double base, double[] contributions, double[] errors) {
    /** Up to so many columns nothing is drawn. */
    public static final int FEW = 10;
    /** Pairs of orders that are drawn at least. */
    private static final int PAIRS = 1000;
    private static final int LEAST_ROUNDS = 4;
    /** The most that the sets' numbers fit into, far above what anyone can wait for. */
    private static final int MOST_EXACT = 20;

    /**
     * All sets of columns where they are few, else as many drawn orders as give two figures or so.
     *
     * @param row [1 × numbers]
     * @param background [M × numbers]
     * @param layout which of the numbers are of one column
     */
    public static Shapley of(Outcome outcome, Tensor row, Tensor background, Layout layout, Rng rng) {
        return layout.columns() <= FEW ? exact(outcome, row, background, layout)
                : sampled(outcome, row, background, layout,
                        Math.max(LEAST_ROUNDS, Math.ceilDiv(PAIRS, background.size(0))), rng);
    }

    /** From all 2ᵈ sets of columns: 2ᵈ · M outcomes. */
    public static Shapley exact(Outcome outcome, Tensor row, Tensor background, Layout layout) {
        Mix mix = Mix.of(outcome, row, background, layout);
        int d = mix.columns();
        if (d > MOST_EXACT) {
            throw new CajalException("shapley: %d columns have too many sets to try all: use sampled"
                    .formatted(d));
        }
        int all = (1 << d) - 1;
        double[] worth = new double[all + 1]; // by the set's bits
        for (int b = 0; b < mix.rows(); b++) {
            double[] outcomes = mix.outcomes(b, all + 1, (set, column) -> (set >> column & 1) == 1);
            outcomes[0] = mix.starts()[b];
            outcomes[all] = mix.end();
            for (int set = 0; set <= all; set++) {
                worth[set] += outcomes[set] / mix.rows();
            }
        }
        double[] weights = new double[d]; // by the size of the set before
        double choose = 1; // C(d − 1, size)
        for (int size = 0; size < d; size++) {
            weights[size] = 1 / (d * choose);
            choose = choose * (d - 1 - size) / (size + 1);
        }
        double[] contributions = new double[d];
        for (int set = 0; set <= all; set++) {
            for (int i = 0; i < d; i++) {
                if ((set >> i & 1) == 0) {
                    contributions[i] += weights[Integer.bitCount(set)] * (worth[set | 1 << i] - worth[set]);
                }
            }
        }
        return new Shapley(mix.end(), mix.base(), contributions, new double[d]);
    }

    /**
     * From drawn orders: {@code rounds} · M pairs of them, 2 (d − 1) outcomes each.
     *
     * @param rounds 2 or more; the errors follow from how far they differ
     */
    public static Shapley sampled(Outcome outcome, Tensor row, Tensor background, Layout layout, int rounds,
            Rng rng) {
        if (rounds < 2) {
            throw new CajalException("shapley: needs 2 rounds or more to know its error, got " + rounds);
        }
        Mix mix = Mix.of(outcome, row, background, layout);
        int d = mix.columns();
        double[] sums = new double[d];
        double[] squares = new double[d];
        for (int round = 0; round < rounds; round++) {
            double[] mean = new double[d];
            for (int b = 0; b < mix.rows(); b++) {
                int[] order = rng.permutation(d);
                pair(mix, b, order, mean);
            }
            for (int i = 0; i < d; i++) {
                sums[i] += mean[i] / mix.rows();
                squares[i] += mean[i] / mix.rows() * mean[i] / mix.rows();
            }
        }
        double[] errors = new double[d];
        for (int i = 0; i < d; i++) {
            double mean = sums[i] / rounds;
            double variance = Math.max(0, squares[i] / rounds - mean * mean) * rounds / (rounds - 1);
            sums[i] = mean;
            errors[i] = Math.sqrt(variance / rounds);
        }
        return new Shapley(mix.end(), mix.base(), sums, errors);
    }

    /** Adds what each column changes as it comes in, halved, in this order and in its reverse. */
    private static void pair(Mix mix, int b, int[] order, double[] sums) {
        int d = order.length;
        int[] place = new int[d];
        for (int k = 0; k < d; k++) {
            place[order[k]] = k;
        }
        // Mix k has the first k + 1 columns of the order; mix d − 1 + k those of the reverse.
        double[] outcomes = mix.outcomes(b, 2 * (d - 1),
                (k, column) -> k < d - 1 ? place[column] <= k : d - 1 - place[column] <= k - (d - 1));
        double before = mix.starts()[b];
        double beforeReverse = before;
        for (int k = 0; k < d; k++) {
            double after = k == d - 1 ? mix.end() : outcomes[k];
            sums[order[k]] += (after - before) / 2;
            before = after;
            double afterReverse = k == d - 1 ? mix.end() : outcomes[d - 1 + k];
            sums[order[d - 1 - k]] += (afterReverse - beforeReverse) / 2;
            beforeReverse = afterReverse;
        }
    }

    /** f(row) − mean f(background), which the contributions add up to. */
    public double difference() {
        return value - base;
    }

    /** Which columns of a mixed row are those of the row that is explained. */
    @FunctionalInterface
    private interface Chosen {
        boolean of(int mix, int column);
    }

    /** A row and those that it is compared with; the outcomes at both ends are computed once, so that sums hold. */
    private record Mix(Outcome outcome, float[] row, float[] background, Layout layout, double[] starts,
            double end, double base) {
        static Mix of(Outcome outcome, Tensor row, Tensor background, Layout layout) {
            if (row.rank() != 2 || row.size(0) != 1 || background.rank() != 2 || background.size(0) == 0
                    || background.size(1) != row.size(1) || row.size(1) != layout.width()) {
                throw new ShapeException(
                        "shapley: needs a row [1 × %d] and a background [M × %1$d], got %s and %s"
                                .formatted(layout.width(), row.shape(), background.shape()));
            }
            double[] starts = outcome.values(background);
            return new Mix(outcome, row.toFloats(), background.toFloats(), layout, starts,
                    outcome.values(row)[0], Arrays.stream(starts).average().orElseThrow());
        }

        int columns() {
            return layout.columns();
        }

        int rows() {
            return starts.length;
        }

        /** The outcomes of {@code count} mixes of background row b. */
        double[] outcomes(int b, int count, Chosen chosen) {
            float[] mixed = new float[count * row.length];
            for (int i = 0; i < count; i++) {
                for (int c = 0; c < layout.columns(); c++) {
                    boolean own = chosen.of(i, c);
                    layout.copy(c, own ? row : background, own ? 0 : b, mixed, i);
                }
            }
            return count == 0 ? new double[0] : outcome.values(Tensor.of(Shape.of(count, row.length), mixed));
        }
    }
}
