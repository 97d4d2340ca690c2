package io.cajal.zoo.margin;

import io.cajal.base.CajalException;

/**
 * Sequential minimal optimisation (Platt 1998) with second-order selection (Fan, Chen and Lin 2005): the quadratic
 * programme of a {@link SupportVectorMachine} for two classes y = ±1. In the signed weights β = yα it reads
 * <pre>
 * maximise  Σ yₜβₜ − ½ Σ βₛβₜ k(xₛ, xₜ)   where  Σ βₜ = 0,  lowₜ ≤ βₜ ≤ highₜ
 * </pre>
 * with bounds 0 … C for y = 1 and −C … 0 for y = −1. Its slope along βₜ is the error eₜ = yₜ − Σ βₛ k(xₛ, xₜ). As the
 * sum must stay 0, the smallest possible step moves two weights, βᵢ up and βⱼ down by as much, t:
 * <ul>
 * <li>i is the weight that may grow and has the largest error; m is that error;
 * <li>j is the weight that may shrink for which the step gains most: with b = m − eⱼ > 0 and the curvature
 * a = kᵢᵢ + kⱼⱼ − 2kᵢⱼ the gain is b²/2a;
 * <li>t = b/a, or less where a bound comes first; then e ← e − t (kᵢ − kⱼ).
 * </ul>
 * It is the optimum when no error of a weight that may grow exceeds one of a weight that may shrink: their distance m −
 * M is the <i>gap</i> in the conditions of Karush, Kuhn and Tucker.
 *
 * <p>Shrinking, which leaves out weights that rest at a bound, is not here: with 12,000 digits of a pair a step takes
 * some 30 µs, and the steps of all 45 pairs a few seconds beside the minutes of the kernel.
 */
final class Smo {
    /** Instead of a curvature of 0, as between two equal examples. */
    private static final double FLAT = 1e-12;
    /** Rows of the kernel that are computed together. */
    private static final int BLOCK = 48;
    private static final long MOST_STEPS = 10_000_000;

    private final KernelRows kernel;
    private final double[] y;
    private final double[] low;
    private final double[] high;
    private final double[] beta;
    private final double[] error;
    private double most;
    private double least;

    /**
     * @param beta the signed weights
     * @param error yₜ − Σ βₛ k(xₛ, xₜ), of examples that were left out too
     * @param bias b of the decision Σ βₛ k(xₛ, x) + b
     * @param gap that is left
     * @param steps that were taken
     */
    record Solution(double[] beta, double[] error, double bias, double gap, long steps) {
    }

    /**
     * @param y 1 or −1
     * @param bound C of each example; 0 leaves it out, though its error is known at the end
     */
    Smo(KernelRows kernel, double[] y, double[] bound) {
        int n = y.length;
        this.kernel = kernel;
        this.y = y;
        low = new double[n];
        high = new double[n];
        for (int t = 0; t < n; t++) {
            low[t] = y[t] > 0 ? 0 : -bound[t];
            high[t] = y[t] > 0 ? bound[t] : 0;
        }
        beta = new double[n];
        error = y.clone();
    }

    /** Steps until the gap is at most {@code tolerance}, with errors that were computed anew. */
    Solution solve(double tolerance) {
        boolean fresh = true;
        long steps = 0;
        for (; steps < MOST_STEPS; steps++) {
            int i = largest();
            int j = i < 0 ? -1 : partner(i);
            if (j < 0 || most - least <= tolerance) {
                if (fresh || i < 0) {
                    return solution(steps);
                }
                refresh();
                fresh = true;
            } else {
                step(i, j);
                fresh = false;
            }
        }
        throw new CajalException(
                ("support vector machine: the gap is still %.2g after %,d steps: bring the inputs to "
                        + "similar ranges, or take a smaller cost").formatted(most - least, steps));
    }

    /** The weight that may grow and has the largest error, −1 for none. */
    private int largest() {
        int best = -1;
        most = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < error.length; t++) {
            if (error[t] > most && beta[t] < high[t]) {
                most = error[t];
                best = t;
            }
        }
        return best;
    }

    /** The weight that may shrink with the largest gain b²/a, −1 for none. */
    private int partner(int i) {
        float[] row = row(i);
        double own = kernel.diagonal(i);
        int best = -1;
        double bestB = 0;
        double bestA = 1;
        least = Double.POSITIVE_INFINITY;
        for (int t = 0; t < error.length; t++) {
            if (beta[t] > low[t]) {
                least = Math.min(least, error[t]);
                double b = most - error[t];
                if (b > 0) {
                    double a = Math.max(FLAT, own + kernel.diagonal(t) - 2.0 * row[t]);
                    if (b * b * bestA > bestB * bestB * a) {
                        bestB = b;
                        bestA = a;
                        best = t;
                    }
                }
            }
        }
        return best;
    }

    private void step(int i, int j) {
        float[] rowI = row(i);
        float[] rowJ = row(j);
        double curvature = Math.max(FLAT, kernel.diagonal(i) + kernel.diagonal(j) - 2.0 * rowI[j]);
        double wanted = (error[i] - error[j]) / curvature;
        double roomI = high[i] - beta[i];
        double roomJ = beta[j] - low[j];
        double t = Math.min(wanted, Math.min(roomI, roomJ));
        beta[i] = t == roomI ? high[i] : beta[i] + t; // exactly on the bound
        beta[j] = t == roomJ ? low[j] : beta[j] - t;
        for (int k = 0; k < error.length; k++) {
            error[k] -= t * (rowI[k] - rowJ[k]);
        }
    }

    /** The errors from the weights alone: many small steps have left some rounding in them. */
    private void refresh() {
        System.arraycopy(y, 0, error, 0, y.length);
        for (int s = 0; s < beta.length; s++) {
            if (beta[s] != 0) {
                float[] row = row(s);
                for (int t = 0; t < error.length; t++) {
                    error[t] -= beta[s] * row[t];
                }
            }
        }
    }

    /** Errors of weights between their bounds are b, but for the gap. */
    private Solution solution(long steps) {
        double sum = 0;
        int free = 0;
        for (int t = 0; t < beta.length; t++) {
            if (beta[t] > low[t] && beta[t] < high[t]) {
                sum += error[t];
                free++;
            }
        }
        double bias = free > 0 ? sum / free : (most + least) / 2;
        return new Solution(beta, error, bias, most - least, steps);
    }

    private float[] row(int i) {
        if (!kernel.has(i)) {
            kernel.make(company(i));
        }
        return kernel.get(i);
    }

    /** An example and those whose rows will be asked for soon: that break the conditions most, on both sides. */
    private int[] company(int i) {
        int[] up = new int[BLOCK / 2];
        int[] down = new int[BLOCK / 2];
        int ups = 0;
        int downs = 0;
        for (int t = 0; t < error.length; t++) {
            if (t != i && !kernel.has(t)) {
                if (beta[t] < high[t]) {
                    ups = insert(up, ups, t, 1);
                } else if (beta[t] > low[t]) {
                    downs = insert(down, downs, t, -1);
                }
            }
        }
        int[] all = new int[1 + ups + downs];
        all[0] = i;
        System.arraycopy(up, 0, all, 1, ups);
        System.arraycopy(down, 0, all, 1 + ups, downs);
        return all;
    }

    /** Into a list with the largest sign·error first, which keeps its length. */
    private int insert(int[] list, int count, int t, int sign) {
        if (count == list.length && sign * error[list[count - 1]] >= sign * error[t]) {
            return count;
        }
        int at = Math.min(count, list.length - 1);
        while (at > 0 && sign * error[list[at - 1]] < sign * error[t]) {
            list[at] = list[at - 1];
            at--;
        }
        list[at] = t;
        return Math.min(count + 1, list.length);
    }
}
