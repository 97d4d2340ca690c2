package io.cajal.zoo.margin;

import io.cajal.base.Special;

/**
 * Odds from the decisions f of a support vector machine (Platt 1999): P(y = 1 | f) = σ(slope·f + shift), fitted by
 * maximum likelihood. Instead of 0 and 1 the targets are 1/(n₋ + 2) and (n₊ + 1)/(n₊ + 2), as if one more example of
 * each class had come, so that parted classes do not drive the slope to infinity. The decisions should be those of
 * machines that have not seen the example: what a machine was fitted to lies at its margin or beyond.
 *
 * <p>By Newton's method with a line search, in the form of Lin, Lin and Weng (2007), which computes no difference of
 * numbers that are nearly equal.
 */
record Platt(double slope, double shift) {
    private static final int MOST_STEPS = 100;
    private static final double RIDGE = 1e-12;
    private static final double FLAT = 1e-5;
    private static final double SHORTEST = 1e-10;

    /**
     * @param f decisions
     * @param y 1 or −1
     */
    static Platt of(double[] f, double[] y) {
        int positive = 0;
        for (double label : y) {
            positive += label > 0 ? 1 : 0;
        }
        double high = (positive + 1.0) / (positive + 2.0);
        double low = 1 / (y.length - positive + 2.0);
        double[] target = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            target[i] = y[i] > 0 ? high : low;
        }
        Platt now = new Platt(0, StrictMath.log((positive + 1.0) / (y.length - positive + 1.0)));
        double loss = now.loss(f, target);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] newton = now.newton(f, target);
            if (newton == null) {
                return now;
            }
            double length = 1;
            Platt next = now.moved(newton, length);
            double nextLoss = next.loss(f, target);
            while (nextLoss > loss + 1e-4 * length * newton[2] && length > SHORTEST) {
                length /= 2;
                next = now.moved(newton, length);
                nextLoss = next.loss(f, target);
            }
            if (length <= SHORTEST) {
                return now;
            }
            now = next;
            loss = nextLoss;
        }
        return now;
    }

    /** The odds of y = 1. */
    double probability(double f) {
        return Special.logistic(slope * f + shift);
    }

    private Platt moved(double[] direction, double length) {
        return new Platt(slope + length * direction[0], shift + length * direction[1]);
    }

    /** −Σ t ln p + (1 − t) ln(1 − p). */
    private double loss(double[] f, double[] target) {
        double sum = 0;
        for (int i = 0; i < f.length; i++) {
            double z = slope * f[i] + shift;
            sum += Special.softplus(z) - target[i] * z;
        }
        return sum;
    }

    /** The step −H⁻¹g in slope and shift, and the loss's slope along it; null where there is nothing to gain. */
    private double[] newton(double[] f, double[] target) {
        double h11 = RIDGE;
        double h12 = 0;
        double h22 = RIDGE;
        double g1 = 0;
        double g2 = 0;
        for (int i = 0; i < f.length; i++) {
            double p = probability(f[i]);
            double curvature = p * (1 - p);
            h11 += curvature * f[i] * f[i];
            h12 += curvature * f[i];
            h22 += curvature;
            g1 += (p - target[i]) * f[i];
            g2 += p - target[i];
        }
        if (Math.abs(g1) < FLAT && Math.abs(g2) < FLAT) {
            return null;
        }
        double determinant = h11 * h22 - h12 * h12;
        double d1 = -(h22 * g1 - h12 * g2) / determinant;
        double d2 = -(h11 * g2 - h12 * g1) / determinant;
        return new double[] {d1, d2, g1 * d1 + g2 * d2};
    }
}
