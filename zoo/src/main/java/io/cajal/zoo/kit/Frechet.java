package io.cajal.zoo.kit;

import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;

/**
 * How far two sets of points are apart, as the Fréchet distance between the Gaussians with their means and
 * covariances (Dowson and Landau 1982; for features of generated images Heusel et al. 2017):
 *
 * <pre>d² = ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2 (Σ₁^½ Σ₂ Σ₁^½)^½)</pre>
 *
 * Small sets look farther apart than they are, so only distances between sets of the same sizes compare.
 */
public final class Frechet {
    private Frechet() {
    }

    /** d² between points [N × D] and [M × D]. */
    public static double distance(Tensor a, Tensor b) {
        Moments p = Moments.of(a);
        Moments q = Moments.of(b);
        int n = p.mean.length;
        if (q.mean.length != n) {
            throw new CajalException("Fréchet distance: points of %d and of %d numbers have none"
                    .formatted(n, q.mean.length));
        }
        double[][] root = SymmetricEigen.of(p.covariance).squareRoot();
        double squared = 0;
        for (double value : SymmetricEigen.of(product(product(root, q.covariance), root)).values()) {
            squared -= 2 * Math.sqrt(Math.max(0, value));
        }
        for (int i = 0; i < n; i++) {
            double apart = p.mean[i] - q.mean[i];
            squared += apart * apart + p.covariance[i][i] + q.covariance[i][i];
        }
        return Math.max(0, squared);
    }

    private record Moments(double[] mean, double[][] covariance) {
        static Moments of(Tensor points) {
            if (points.rank() != 2 || points.size(0) < 2) {
                throw new CajalException("Fréchet distance: needs 2 points [N × D] or more, got "
                        + points.shape());
            }
            int count = points.size(0);
            int n = points.size(1);
            double[] x = points.toDoubles();
            double[] mean = new double[n];
            for (int i = 0; i < x.length; i++) {
                mean[i % n] += x[i] / count;
            }
            double[][] covariance = new double[n][n];
            double[] apart = new double[n];
            for (int k = 0; k < count; k++) {
                for (int i = 0; i < n; i++) {
                    apart[i] = x[k * n + i] - mean[i];
                }
                for (int i = 0; i < n; i++) {
                    double scaled = apart[i] / (count - 1);
                    for (int j = 0; j < n; j++) {
                        covariance[i][j] += scaled * apart[j];
                    }
                }
            }
            return new Moments(mean, covariance);
        }
    }

    private static double[][] product(double[][] a, double[][] b) {
        int n = a.length;
        double[][] c = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                for (int j = 0; j < n; j++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }
}
