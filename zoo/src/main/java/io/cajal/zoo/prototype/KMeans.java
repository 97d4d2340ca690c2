package io.cajal.zoo.prototype;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * k-means (Lloyd 1957, published 1982): k centres among the examples, each the mean of those that are nearer to
 * it than to any other. Two steps take turns, and neither lets the sum of squared distances grow: give each
 * example to its nearest centre; move each centre to the mean of its examples.
 *
 * <p>Where it ends depends on where it starts. It starts by k-means++ (Arthur and Vassilvitskii 2007): the first
 * centre is an example drawn at random, each further one is drawn with odds in proportion to its squared
 * distance from the nearest that is there. On average that is within a factor of 8 (ln k + 2) of the best sum.
 *
 * <p>Not to be used for groups that are long, nested or of very different size: it cuts space into cells around
 * points, whatever lies there.
 *
 * @param centres how many
 * @param passes at most so many; fewer when nothing moves any more
 * @param seeding the centres are first drawn among so many examples at most, as each draw looks at all of them
 */
public record KMeans(int centres, int passes, int seeding) {

    public KMeans {
        if (centres < 1 || passes < 1 || seeding < centres) {
            throw new CajalException(
                    "k-means: needs a centre, a pass, and as many examples to seed from; got %d, %d and %d"
                            .formatted(centres, passes, seeding));
        }
    }

    /**
     * Centres that were found.
     *
     * @param centres [k × D]
     * @param inertia the sum of squared distances to the nearest centre, before each pass
     */
    public record Found(Tensor centres, double[] inertia) {
    }

    /** The centres of a data set's inputs, each laid out as D numbers. */
    public Found fit(Dataset data, Rng rng) {
        if (data.size() < centres) {
            throw new CajalException("k-means: %d examples are too few for %d centres".formatted(data.size(),
                    centres));
        }
        return Run.evaluation().call(() -> {
            Tensor current = seed(data, rng);
            double[] inertia = new double[passes];
            for (int pass = 0; pass < passes; pass++) {
                Moved moved = move(data, current);
                inertia[pass] = moved.inertia;
                if (Arrays.equals(moved.centres.toFloats(), current.toFloats())) {
                    return new Found(current, Arrays.copyOf(inertia, pass + 1));
                }
                current = moved.centres;
            }
            return new Found(current, inertia);
        });
    }

    /** k-means++. */
    private Tensor seed(Dataset data, Rng rng) {
        int n = Math.min(seeding, data.size());
        int[] among = Arrays.copyOf(rng.split("among").permutation(data.size()), n);
        Tensor x = data.batch(among).x().flatten(1);
        float[] lengths = x.square().sum(1).toFloats();
        double[] nearest = new double[n];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        int[] chosen = new int[centres];
        Rng draws = rng.split("draws");
        for (int k = 0; k < centres; k++) {
            chosen[k] = k == 0 ? draws.below(n) : draw(nearest, draws);
            int at = chosen[k];
            float[] along = x.matmulTransposed(x.narrow(0, at, 1)).toFloats();
            Arrays.setAll(nearest, i -> Math.min(nearest[i],
                    Math.max(0, (double) lengths[i] - 2 * along[i] + lengths[at])));
            nearest[at] = 0; // rounding may have left something
        }
        return x.indexSelect(0, chosen);
    }

    /** A place, with odds in proportion to the numbers; any where all are 0, as many examples are the same. */
    private static int draw(double[] odds, Rng rng) {
        double sum = Arrays.stream(odds).sum();
        double at = rng.uniform() * sum;
        int last = -1;
        for (int i = 0; i < odds.length; i++) {
            at -= odds[i];
            last = odds[i] > 0 ? i : last;
            if (at < 0 && odds[i] > 0) {
                return i;
            }
        }
        return last >= 0 ? last : rng.below(odds.length);
    }

    private record Moved(Tensor centres, double inertia) {
    }

    private Moved move(Dataset data, Tensor current) {
        int width = current.size(1);
        double[] sums = new double[centres * width];
        int[] counts = new int[centres];
        double[] inertia = {0};
        data.forEachBatch(batch -> {
            Tensor rows = batch.x().flatten(1);
            Tensor.Ranked nearest = distances(rows, current).min(1);
            int[] owner = nearest.positions().toPositions("k-means", centres);
            float[] x = rows.toFloats();
            for (int i = 0; i < owner.length; i++) {
                counts[owner[i]]++;
                for (int d = 0; d < width; d++) {
                    sums[owner[i] * width + d] += x[i * width + d];
                }
            }
            inertia[0] += Arrays.stream(nearest.values().toDoubles()).sum();
        });
        float[] moved = current.toFloats();
        IntStream.range(0, centres).filter(k -> counts[k] > 0).forEach(k -> { // one without examples stays
            for (int d = 0; d < width; d++) {
                moved[k * width + d] = (float) (sums[k * width + d] / counts[k]);
            }
        });
        return new Moved(Tensor.of(Shape.of(centres, width), moved), inertia[0]);
    }

    /** ‖x − c‖² = ‖x‖² − 2 x·c + ‖c‖² for rows x [N × D] and c [k × D], never below 0: [N × k]. */
    static Tensor distances(Tensor x, Tensor c) {
        Tensor own = x.square().sumKeep(1); // [N × 1]
        return own.sub(x.matmulTransposed(c).mul(2)).add(c.square().sum(1)).relu();
    }
}
