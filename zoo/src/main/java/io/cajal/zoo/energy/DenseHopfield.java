package io.cajal.zoo.energy;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;

/**
 * The dense associative memory (Krotov and Hopfield 2016): Hopfield's energy is −½N Σ_μ m_μ² but for a
 * constant, m_μ = 1/N Σᵢ ξᵢ^μ sᵢ being the overlap with pattern μ. With a steeper function of it,
 *
 * <pre>  E(s) = −N Σ_μ F(m_μ),   F(m) = mⁿ,</pre>
 *
 * the nearest pattern drowns the others, and some N^(n−1) of them can be stored: the patterns are kept as
 * they are, and there is no matrix of weights any more. A unit takes the sign with the lower energy. n = 2 is
 * {@link Hopfield} with Hebb's rule.
 */
public final class DenseHopfield {
    private final int p;
    private final int n;
    private final int power;
    private final double[] patterns; // [n × p]

    private DenseHopfield(int p, int n, int power, double[] patterns) {
        this.p = p;
        this.n = n;
        this.power = power;
        this.patterns = patterns;
    }

    /** Patterns [P × N] of ±1. */
    public static DenseHopfield of(Tensor patterns, int power) {
        if (power < 2) {
            throw new CajalException("hopfield: the power of the overlap must be 2 or more, got " + power);
        }
        return new DenseHopfield(Hopfield.checked(patterns).size(0), patterns.size(1), power,
                patterns.t().toDoubles());
    }

    /** E of a state [N]. */
    public double energy(Tensor state) {
        return energy(overlaps(state.toDoubles()));
    }

    private double energy(double[] m) {
        double sum = 0;
        for (double one : m) {
            sum += f(one);
        }
        return -n * sum;
    }

    /** Down from a state [N], one unit at a time in random order, to where none wants to flip. */
    public Tensor recall(Tensor start, Rng rng) {
        double[] s = start.toDoubles();
        double[] m = overlaps(s);
        boolean moving = true;
        while (moving) {
            moving = false;
            for (int i : rng.permutation(n)) {
                if (gain(i, s[i], m) > 0) {
                    s[i] = -s[i];
                    for (int mu = 0; mu < p; mu++) {
                        m[mu] += 2 * s[i] * patterns[i * p + mu] / n;
                    }
                    moving = true;
                }
            }
        }
        return Tensor.of(Shape.of(n), s);
    }

    /** By how much Σ F rises where unit i, now s, flips; what is less than rounding counts as nothing. */
    private double gain(int i, double s, double[] m) {
        double before = 0;
        double after = 0;
        for (int mu = 0; mu < p; mu++) {
            before += f(m[mu]);
            after += f(m[mu] - 2 * s * patterns[i * p + mu] / n);
        }
        return after - before > 1e-12 * Math.abs(before) ? after - before : 0;
    }

    private double[] overlaps(double[] s) {
        double[] m = new double[p];
        for (int i = 0; i < n; i++) {
            for (int mu = 0; mu < p; mu++) {
                m[mu] += patterns[i * p + mu] * s[i] / n;
            }
        }
        return m;
    }

    private double f(double m) {
        double result = m;
        for (int k = 1; k < power; k++) {
            result *= m;
        }
        return result;
    }
}
