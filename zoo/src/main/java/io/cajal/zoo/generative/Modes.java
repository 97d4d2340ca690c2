package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.TensorDataset;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;

/**
 * Points of the plane in narrow heaps, and how well others fall into them, counted as in PacGAN (Lin, Khetan,
 * Fanti and Oh 2018): a sample is of high quality within 3σ of a heap's middle, and a heap is found when one
 * sample is.
 *
 * @param centres the middles of the heaps
 * @param sigma how wide each is
 * @param apart the distance of neighbours
 */
record Modes(double[][] centres, double sigma, double apart) {
    private static final int NEAR = 3;

    /** On a circle of radius 2, σ = 0.02: twice as large as in the paper. */
    static Modes ring() {
        double[][] centres = new double[8][];
        for (int i = 0; i < centres.length; i++) {
            double angle = Math.PI / 4 * i;
            centres[i] = new double[] {2 * StrictMath.cos(angle), 2 * StrictMath.sin(angle)};
        }
        return new Modes(centres, 0.02, 4 * StrictMath.sin(Math.PI / 8));
    }

    /** 5 × 5 with 1 between neighbours, σ = 0.025: half as large as in the paper. */
    static Modes grid() {
        double[][] centres = new double[25][];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = new double[] {i % 5 - 2, i / 5 - 2};
        }
        return new Modes(centres, 0.025, 1);
    }

    int count() {
        return centres.length;
    }

    /** So many points, each of a heap that is drawn. */
    Dataset draw(int count, Rng rng) {
        double[][] points = new double[count][];
        double[] heaps = new double[count];
        for (int i = 0; i < count; i++) {
            int heap = rng.below(centres.length);
            heaps[i] = heap;
            points[i] = new double[] {centres[heap][0] + sigma * rng.normal(),
                    centres[heap][1] + sigma * rng.normal()};
        }
        return new TensorDataset(Tensor.of(points), Tensor.of(heaps));
    }

    /**
     * @param found heaps with a sample or more
     * @param quality the share of samples of high quality
     * @param spread how far these are from the middle on average, as a share of what real ones are
     * @param of how many heaps there are
     */
    record Score(int found, double quality, double spread, int of) {
        boolean collapsed() {
            return found < of;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT,
                    "%2d of %d modes, %5.1f %% of high quality, %.2f times as wide%s", found,
                    of, 100 * quality, spread,
                    collapsed() ? ": collapsed, %d modes are missing".formatted(of - found)
                            : "");
        }
    }

    Score score(double[][] samples) {
        boolean[] found = new boolean[centres.length];
        int good = 0;
        double distances = 0;
        for (double[] sample : samples) {
            int nearest = 0;
            for (int i = 1; i < centres.length; i++) {
                nearest = distance(sample, centres[i]) < distance(sample, centres[nearest]) ? i : nearest;
            }
            if (distance(sample, centres[nearest]) <= NEAR * sigma) {
                found[nearest] = true;
                good++;
                distances += distance(sample, centres[nearest]);
            }
        }
        int heaps = 0;
        for (boolean one : found) {
            heaps += one ? 1 : 0;
        }
        double usual = sigma * Math.sqrt(Math.PI / 2); // the mean of a Rayleigh distribution
        return new Score(heaps, (double) good / samples.length, good == 0 ? 0 : distances / good / usual,
                centres.length);
    }

    private static double distance(double[] a, double[] b) {
        return Math.sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]));
    }

    /** Points [N × 2] as rows. */
    static double[][] rows(Tensor points) {
        double[] all = points.toDoubles();
        double[][] rows = new double[points.size(0)][];
        Arrays.setAll(rows, i -> new double[] {all[2 * i], all[2 * i + 1]});
        return rows;
    }
}
