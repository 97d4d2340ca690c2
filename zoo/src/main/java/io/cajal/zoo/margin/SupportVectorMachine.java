package io.cajal.zoo.margin;

import io.cajal.backend.cpu.Workers;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Fits;
import io.cajal.zoo.kit.Predicts;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The support vector machine (Boser, Guyon and Vapnik 1992; Cortes and Vapnik 1995). Of all planes w·φ(x) + b = 0 that
 * part two classes y = ±1 it takes the one with the widest street on both sides, 2/‖w‖ from margin to margin; and where
 * none parts them, each example that stands in the street or beyond pays for it:
 * <pre>
 * minimise  ½‖w‖² + C Σ max(0, 1 − yₜ(w·φ(xₜ) + b))
 * </pre>
 * Its dual speaks of examples by their products alone, for which a {@link Kernel} stands:
 * <pre>
 * maximise  Σ αₜ − ½ Σ αₛαₜ yₛyₜ k(xₛ, xₜ)   where  Σ αₜyₜ = 0,  0 ≤ αₜ ≤ C
 * </pre>
 * Only the examples on the margin or inside the street have α &gt; 0: the <i>support vectors</i>, which are all that the
 * decision f(x) = Σ αₜyₜ k(xₜ, x) + b needs. {@link Smo} finds the optimum; it is the only one, so nothing depends on a
 * start. Of more than two classes each pair gets a machine of its own.
 *
 * <p>Good for some hundred to some ten thousand examples with many columns of similar range. Not for a million: steps and
 * kernel grow with the square of the examples. Not for columns of mixed kinds, for which k has no sense.
 *
 * @param cost C: the more, the fewer examples may stand in the street
 * @param tolerance the gap in the conditions of the optimum that is left at most
 * @param folds for the odds, an example's decision comes from a machine that was fitted without the fold it is in; of a
 *     class with fewer examples, and with 0, from the machine itself
 * @param megabytes that the kernel's rows may take, for each pair at work
 */
public record SupportVectorMachine(Kernel kernel, double cost, double tolerance, int folds, int megabytes)
        implements
            Fits<SupportVectorMachine.Fitted> {
    /** The gap that the folds' machines are left with: two parameters of the odds need no more. */
    private static final double ROUGH = 1e-2;

    public SupportVectorMachine {
        if (!(cost > 0) || cost == Double.POSITIVE_INFINITY || !(tolerance > 0) || folds < 0 || folds == 1
                || megabytes < 1) {
            throw new CajalException(
                    "support vector machine: needs a cost and a tolerance above 0, 0 or at least 2 "
                            + "folds and at least 1 megabyte, got %s, %s, %d and %d"
                                    .formatted(cost, tolerance, folds, megabytes));
        }
    }

    /** With a gap of at most 10⁻³, five folds and 200 MB. */
    public SupportVectorMachine(Kernel kernel, double cost) {
        this(kernel, cost, 1e-3, 5, 200);
    }

    /**
     * What was fitted to a pair of classes.
     *
     * @param support the numbers of the examples with β ≠ 0
     * @param beta their β = yα
     * @param bounded how many of them are at the bound: those inside the street
     * @param gap that is left
     * @param rows of the kernel's matrix that were computed
     */
    public record Pair(int first, int second, int examples, int[] support, double[] beta, double bias,
            int bounded, double gap, long steps, long rows, double slope, double shift) {
    }

    /** The machines of all pairs, and the network that they make together. */
    public record Fitted(SupportVectors network, List<Pair> pairs) implements Predicts {
        /** The numbers of the examples that are support vectors of a pair, in order: row k of the vectors is the k-th. */
        public int[] support() {
            return pairs.stream().flatMapToInt(pair -> Arrays.stream(pair.support())).sorted().distinct()
                    .toArray();
        }

        /** The largest gap of a pair. */
        public double gap() {
            return pairs.stream().mapToDouble(Pair::gap).max().orElse(0);
        }

        public long steps() {
            return pairs.stream().mapToLong(Pair::steps).sum();
        }

        @Override
        public Tensor predict(Tensor x) {
            return network.predict(x);
        }
    }

    @Override
    public Fitted fit(Dataset data, Rng rng) {
        Batch all = data.all();
        Tensor x = all.x().flatten(1);
        if (!x.isFinite()) {
            throw new CajalException(
                    "support vector machine: the inputs must be finite numbers; fill in what is missing");
        }
        int[][] members = members(data, all.y());
        int classes = members.length;
        int[][] pairs = new int[Coupling.pairs(classes)][];
        int next = 0;
        for (int i = 0; i < classes; i++) {
            for (int j = i + 1; j < classes; j++) {
                pairs[next++] = new int[] {i, j};
            }
        }
        Pair[] fitted = new Pair[pairs.length];
        Run run = Run.evaluation(); // here, as another thread knows nothing of this one's run
        Workers.shared().run(pairs.length, p -> fitted[p] = run
                .call(() -> pair(x, members, pairs[p][0], pairs[p][1], rng.split(p))));
        return together(x, classes, List.of(fitted));
    }

    private static int[][] members(Dataset data, Tensor y) {
        List<String> classes = data.classes();
        if (classes.size() < 2) {
            throw new CajalException("support vector machine: needs at least 2 classes, the data have "
                    + (classes.isEmpty() ? "values" : "one, " + classes.getFirst()));
        }
        int[] labels = y.toPositions("support vector machine: labels", classes.size());
        int[][] members = new int[classes.size()][];
        for (int c = 0; c < members.length; c++) {
            int label = c;
            members[c] = IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
            if (members[c].length == 0) {
                throw new CajalException("support vector machine: class \"%s\" has no example in the %d given"
                        .formatted(classes.get(c), labels.length));
            }
        }
        return members;
    }

    private Pair pair(Tensor x, int[][] members, int first, int second, Rng rng) {
        int positive = members[first].length;
        int n = positive + members[second].length;
        int[] examples = Arrays.copyOf(members[first], n);
        System.arraycopy(members[second], 0, examples, positive, n - positive);
        double[] y = new double[n];
        Arrays.fill(y, 0, positive, 1);
        Arrays.fill(y, positive, n, -1);
        double[] bound = new double[n];
        Arrays.fill(bound, cost);
        KernelRows rows = new KernelRows(kernel, x.indexSelect(0, examples), megabytes);
        Smo.Solution solution = new Smo(rows, y, bound).solve(tolerance);
        Platt odds = Platt.of(heldOut(rows, y, positive, solution, rng), y);
        int[] support = IntStream.range(0, n).filter(t -> solution.beta()[t] != 0).toArray();
        return new Pair(first, second, n, Arrays.stream(support).map(t -> examples[t]).toArray(),
                Arrays.stream(support).mapToDouble(t -> solution.beta()[t]).toArray(), solution.bias(),
                (int) Arrays.stream(support).filter(t -> Math.abs(solution.beta()[t]) == cost).count(),
                Math.max(0, solution.gap()), solution.steps(), rows.made(), odds.slope(), odds.shift());
    }

    /**
     * Decisions about each example by a machine that has not seen it. One that is left out is one whose bound is 0, so
     * that all folds share the rows of the kernel.
     */
    private double[] heldOut(KernelRows rows, double[] y, int positive, Smo.Solution whole, Rng rng) {
        double[] decisions = new double[y.length];
        if (folds == 0 || Math.min(positive, y.length - positive) < folds) {
            for (int t = 0; t < y.length; t++) {
                decisions[t] = y[t] - whole.error()[t] + whole.bias();
            }
            return decisions;
        }
        int[] fold = new int[y.length];
        int[] order = rng.permutation(positive);
        for (int k = 0; k < positive; k++) {
            fold[order[k]] = k % folds;
        }
        order = rng.permutation(y.length - positive);
        for (int k = 0; k < order.length; k++) {
            fold[positive + order[k]] = k % folds;
        }
        for (int f = 0; f < folds; f++) {
            double[] bound = new double[y.length];
            for (int t = 0; t < bound.length; t++) {
                bound[t] = fold[t] == f ? 0 : cost;
            }
            Smo.Solution part = new Smo(rows, y, bound).solve(Math.max(tolerance, ROUGH));
            for (int t = 0; t < y.length; t++) {
                if (fold[t] == f) {
                    decisions[t] = y[t] - part.error()[t] + part.bias();
                }
            }
        }
        return decisions;
    }

    private Fitted together(Tensor x, int classes, List<Pair> pairs) {
        int[] support = pairs.stream().flatMapToInt(pair -> Arrays.stream(pair.support())).sorted().distinct()
                .toArray();
        double[] coefficients = new double[pairs.size() * support.length];
        for (int p = 0; p < pairs.size(); p++) {
            Pair pair = pairs.get(p);
            for (int s = 0; s < pair.support().length; s++) {
                int place = Arrays.binarySearch(support, pair.support()[s]);
                coefficients[p * support.length + place] = pair.beta()[s];
            }
        }
        return new Fitted(new SupportVectors(kernel, classes, Param.of(x.indexSelect(0, support)),
                Param.of(Tensor.of(Shape.of(pairs.size(), support.length), coefficients)),
                numbers(pairs.stream().mapToDouble(Pair::bias).toArray()),
                numbers(pairs.stream().mapToDouble(Pair::slope).toArray()),
                numbers(pairs.stream().mapToDouble(Pair::shift).toArray())), pairs);
    }

    private static Param numbers(double[] values) {
        return Param.of(Tensor.of(values));
    }
}
