package io.cajal.zoo.prototype;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Pca;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * The self-organising map (Kohonen, "Self-organized formation of topologically correct feature maps", Biological
 * Cybernetics 43, 1982): cells on a grid, each with a prototype mⱼ among the examples. For an example x the
 * nearest prototype wins, c = argmin ‖x − mⱼ‖, and it learns together with its neighbours on the grid, so that
 * cells side by side come to stand for examples that are alike. How near two cells are is a bell over their
 * distance on the grid, h(c, j) = exp(−‖r_c − r_j‖² / 2σ²); σ shrinks while the map learns, from half the grid
 * to less than a cell: first the sheet spreads, then it settles.
 *
 * <ul><li>{@link #batch}, the rule for data that are all there: mⱼ = Σ h(c(x), j) x / Σ h(c(x), j) over all x, a
 * mean. Nothing but σ is to be chosen; some twenty passes do.
 * <li>{@link #online}, the rule of 1982, example by example: mⱼ ← mⱼ + α h(c(x), j) (x − mⱼ), with α falling to
 * 0. For a stream; its result depends on the order.</ul>
 *
 * <p>It starts on the plane of the two largest principal components, which most often spares it from folding.
 *
 * <p>Two figures say how good it is. The <i>quantisation error</i> is the mean distance from an example to its
 * winner; the <i>topographic error</i> the share of examples whose best and second-best cells are not
 * neighbours (Kiviluoto 1996): the sheet is torn or folded there.
 *
 * <p>Not to be used for answers: it sorts, and foretells nothing; if labels are there, what has learned from
 * them is better. Not to be taken for k nearest neighbours either, which shares its chart name.
 *
 * @param rows of the grid
 * @param columns of the grid
 * @param prototypes m [rows·columns × D], row by row
 */
public record KohonenMap(int rows, int columns, Tensor prototypes) {
    /** How far the first sheet reaches along the principal components, in deviations. */
    private static final double REACH = 1.5;

    public KohonenMap {
        if (rows < 1 || columns < 1 || rows * columns < 2 || prototypes.rank() != 2
                || prototypes.size(0) != rows * columns) {
            throw new CajalException("kohonen map: %d × %d cells cannot have the prototypes %s"
                    .formatted(rows, columns, prototypes.shape()));
        }
    }

    /** A flat sheet in the plane along which the examples vary most. */
    static KohonenMap flat(int rows, int columns, Dataset data) {
        Pca pca = Pca.of(data, 2);
        double[] deviation = pca.variances().sqrt().toDoubles();
        double[] codes = new double[rows * columns * 2];
        for (int j = 0; j < rows * columns; j++) {
            codes[2 * j] = REACH * deviation[0] * place(j % columns, columns);
            codes[2 * j + 1] = REACH * deviation[1] * place(j / columns, rows);
        }
        return new KohonenMap(rows, columns, pca.decode(Tensor.of(Shape.of(rows * columns, 2), codes)));
    }

    /** From −1 to 1. */
    private static double place(int at, int of) {
        return of == 1 ? 0 : 2.0 * at / (of - 1) - 1;
    }

    /** σ of a pass, from {@code wide} to {@code narrow} by the same factor each time. */
    private static double shrunk(double wide, double narrow, double share) {
        return wide * StrictMath.pow(narrow / wide, share);
    }

    /**
     * Learns by means over all examples.
     *
     * @param narrow σ of the last pass, in cells; it begins with a quarter of the grid's longer side
     * @param watch sees the map after each pass, counted from 1
     */
    KohonenMap batch(Dataset data, int passes, double narrow, BiConsumer<Integer, KohonenMap> watch) {
        KohonenMap map = this;
        double wide = Math.max(narrow, Math.max(rows, columns) / 4.0);
        for (int pass = 0; pass < passes; pass++) {
            map = map.pass(data, shrunk(wide, narrow, passes == 1 ? 1 : (double) pass / (passes - 1)));
            watch.accept(pass + 1, map);
        }
        return map;
    }

    /** One pass: sums over what each cell won, spread over its neighbours, and divided. */
    KohonenMap pass(Dataset data, double sigma) {
        int cells = rows * columns;
        int width = prototypes.size(1);
        double[] sums = new double[cells * width];
        double[] counts = new double[cells];
        data.forEachBatch(batch -> {
            float[] x = batch.x().flatten(1).toFloats();
            int[] winners = winners(batch.x());
            for (int n = 0; n < winners.length; n++) {
                counts[winners[n]]++;
                int to = winners[n] * width;
                for (int d = 0; d < width; d++) {
                    sums[to + d] += x[n * width + d];
                }
            }
        });
        Tensor near = neighbourhood(sigma); // [cells × cells]
        Tensor share = near.matmul(Tensor.of(Shape.of(cells, 1), counts)); // [cells × 1]
        Tensor moved = near.matmul(Tensor.of(Shape.of(cells, width), sums)).div(share);
        // A cell that is too far from all winners to feel them stays.
        return with(Tensor.where(share.gt(Float.MIN_NORMAL).expand(moved.shape()), moved, prototypes));
    }

    private KohonenMap with(Tensor moved) {
        return new KohonenMap(rows, columns, moved);
    }

    /** h for each pair of cells. */
    private Tensor neighbourhood(double sigma) {
        int cells = rows * columns;
        double[] h = new double[cells * cells];
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j < cells; j++) {
                h[i * cells + j] = near(i, j, sigma);
            }
        }
        return Tensor.of(Shape.of(cells, cells), h);
    }

    private double near(int i, int j, double sigma) {
        double down = i / columns - j / columns;
        double across = i % columns - j % columns;
        return StrictMath.exp(-(down * down + across * across) / (2 * sigma * sigma));
    }

    /**
     * Learns example by example, drawn at random.
     *
     * @param rate α of the first step; that of the last is a hundredth
     * @param narrow σ of the last step, in cells
     */
    KohonenMap online(Dataset data, int steps, double rate, double narrow, Rng rng) {
        int width = prototypes.size(1);
        double[] m = prototypes.toDoubles();
        double wide = Math.max(narrow, Math.max(rows, columns) / 2.0);
        for (int step = 0; step < steps; step++) {
            double share = (double) step / steps;
            double sigma = shrunk(wide, narrow, share);
            double alpha = shrunk(rate, rate / 100, share);
            double[] x = data.batch(rng.below(data.size())).x().toDoubles();
            int winner = nearest(m, x);
            for (int j = 0; j < rows * columns; j++) {
                double h = alpha * near(winner, j, sigma);
                for (int d = 0; d < width; d++) {
                    m[j * width + d] += h * (x[d] - m[j * width + d]);
                }
            }
        }
        return with(Tensor.of(prototypes.shape(), m));
    }

    private int nearest(double[] m, double[] x) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < rows * columns; j++) {
            double square = 0;
            for (int d = 0; d < x.length; d++) {
                square += (x[d] - m[j * x.length + d]) * (x[d] - m[j * x.length + d]);
            }
            if (square < least) {
                least = square;
                best = j;
            }
        }
        return best;
    }

    /** ‖x − m‖² of examples [N × …] to all prototypes: [N × cells]. */
    Tensor distances(Tensor x) {
        return Run.evaluation().call(() -> KMeans.distances(x.flatten(1), prototypes));
    }

    /** The best cell for each example [N × …]. */
    int[] winners(Tensor x) {
        return distances(x).argmin(1).toPositions("winners", rows * columns);
    }

    /** The mean distance from an example to its winner. */
    double quantisationError(Dataset data) {
        double[] sum = {0};
        data.forEachBatch(batch -> {
            for (double square : distances(batch.x()).amin(1).toDoubles()) {
                sum[0] += Math.sqrt(square);
            }
        });
        return sum[0] / data.size();
    }

    /** The share of examples whose best two cells do not touch, not even at a corner. */
    double topographicError(Dataset data) {
        int[] torn = {0};
        data.forEachBatch(batch -> {
            int[] two = distances(batch.x()).neg().topK(2, 1).positions().flatten(0).toPositions("best two",
                    rows * columns);
            for (int n = 0; n < two.length; n += 2) {
                int down = Math.abs(two[n] / columns - two[n + 1] / columns);
                int across = Math.abs(two[n] % columns - two[n + 1] % columns);
                torn[0] += down > 1 || across > 1 ? 1 : 0;
            }
        });
        return (double) torn[0] / data.size();
    }

    /**
     * The unified distance matrix (Ultsch and Siemon 1990): how far each prototype lies from those beside it, on
     * average. Valleys are groups, ridges the borders between them.
     */
    double[][] distancesToNeighbours() {
        int width = prototypes.size(1);
        double[] m = prototypes.toDoubles();
        double[][] u = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int[][] around = {{i - 1, j}, {i + 1, j}, {i, j - 1}, {i, j + 1}};
                int[][] there = Arrays.stream(around)
                        .filter(at -> at[0] >= 0 && at[0] < rows && at[1] >= 0 && at[1] < columns)
                        .toArray(int[][]::new);
                for (int[] other : there) {
                    double square = 0;
                    for (int d = 0; d < width; d++) {
                        double apart = m[(i * columns + j) * width + d]
                                - m[(other[0] * columns + other[1]) * width + d];
                        square += apart * apart;
                    }
                    u[i][j] += Math.sqrt(square) / there.length;
                }
            }
        }
        return u;
    }

    /**
     * The class that each cell stands for: the most frequent among the examples that it wins; for one that wins
     * none, that of the nearest prototype that does.
     */
    int[] labels(Dataset data) {
        int cells = rows * columns;
        int classes = data.classes().size();
        int[][] votes = new int[cells][classes];
        data.forEachBatch(batch -> {
            int[] winners = winners(batch.x());
            int[] labels = batch.y().toPositions("labels", classes);
            for (int n = 0; n < winners.length; n++) {
                votes[winners[n]][labels[n]]++;
            }
        });
        double[] apart = distances(prototypes).toDoubles();
        int[] labels = new int[cells];
        for (int j = 0; j < cells; j++) {
            int chosen = -1;
            for (int k = 0; k < cells; k++) {
                if (Arrays.stream(votes[k]).sum() > 0
                        && (chosen < 0 || apart[j * cells + k] < apart[j * cells + chosen] || k == j)) {
                    chosen = k;
                    if (k == j) {
                        break;
                    }
                }
            }
            labels[j] = most(votes[chosen]);
        }
        return labels;
    }

    private static int most(int[] votes) {
        int most = 0;
        for (int c = 1; c < votes.length; c++) {
            most = votes[c] > votes[most] ? c : most;
        }
        return most;
    }

    /** The share of examples whose winner stands for their class. */
    double accuracy(Dataset data, int[] labels) {
        int[] right = {0};
        data.forEachBatch(batch -> {
            int[] winners = winners(batch.x());
            int[] y = batch.y().toPositions("labels", data.classes().size());
            for (int n = 0; n < y.length; n++) {
                right[0] += labels[winners[n]] == y[n] ? 1 : 0;
            }
        });
        return (double) right[0] / data.size();
    }
}
