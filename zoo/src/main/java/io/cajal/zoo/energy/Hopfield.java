package io.cajal.zoo.energy;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.function.DoubleConsumer;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The Hopfield network (Hopfield 1982): a memory that is asked by a part of what it holds. N units are +1 or
 * −1, every one sees every other by a weight w_ij = w_ji, none sees itself, and each in its turn takes the
 * sign of what the others tell it:
 *
 * <pre>  sᵢ ← sign(hᵢ),   hᵢ = Σⱼ w_ij sⱼ,   E(s) = −½ Σᵢⱼ w_ij sᵢ sⱼ.</pre>
 *
 * A flip changes the energy by −2|hᵢ|: it never rises, so the network comes to rest, in a valley. Patterns ξ
 * are stored by making them valleys:
 * <ul>
 * <li>Hebb's rule, w_ij = 1/N Σ_μ ξᵢ^μ ξⱼ^μ: what fires together is wired together. Each pattern disturbs
 * the others a little, and beyond 0.138 N random ones no valley is left near any of them (Amit, Gutfreund
 * and Sompolinsky 1985).
 * <li>The pseudo-inverse (Personnaz, Guyon and Dreyfus 1985), W = Ξᵀ(ΞΞᵀ)⁻¹Ξ, the projection onto what the
 * patterns span: they may be alike, and all of them are at rest up to N of them; but their valleys get
 * narrow from N/2 on.
 * </ul>
 * All units at once, {@link #synchronous}, is quicker, but the energy may rise then, and the network may
 * swing between two states for ever.
 *
 * <p>Not to be used to store much: N² weights hold 0.138 N patterns, and mixtures of patterns are valleys as
 * well. {@link DenseHopfield} and {@link ModernHopfield} hold far more.
 *
 * <p>Weights are rounded to multiples of 2⁻³⁰. Sums of so few digits are exact in double precision, so that
 * the energy falls to the last bit, in whatever order it is added up.
 */
public final class Hopfield {
    private static final double GRAIN = 0x1p-30;

    private final int n;
    private final double[] weights; // [n × n], symmetric
    private final Tensor matrix; // the same

    private Hopfield(int n, double[] w) {
        this.n = n;
        weights = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double rounded = Math.rint(w[i * n + j] / GRAIN) * GRAIN;
                weights[i * n + j] = rounded;
                weights[j * n + i] = rounded;
            }
        }
        matrix = Tensor.of(Shape.of(n, n), weights);
    }

    /** Patterns [P × N] of ±1, stored by Hebb's rule. */
    public static Hopfield hebb(Tensor patterns) {
        int n = checked(patterns).size(1);
        double[] w = patterns.t().matmul(patterns).toDoubles(); // whole numbers
        Arrays.setAll(w, i -> w[i] / n);
        return new Hopfield(n, w);
    }

    /** Patterns [P × N] of ±1, stored by projection: none may be a weighted sum of the others. */
    public static Hopfield pseudoInverse(Tensor patterns) {
        int n = checked(patterns).size(1);
        int p = patterns.size(0);
        DMatrixRMaj xi = new DMatrixRMaj(p, n, true, patterns.toDoubles());
        DMatrixRMaj overlaps = new DMatrixRMaj(p, p);
        CommonOps_DDRM.multTransB(xi, xi, overlaps);
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(p);
        if (!solver.setA(overlaps)) {
            throw dependent(p, n);
        }
        DMatrixRMaj dual = new DMatrixRMaj(p, n);
        solver.solve(xi, dual);
        DMatrixRMaj w = new DMatrixRMaj(n, n);
        CommonOps_DDRM.multTransA(xi, dual, w);
        if (!(Math.abs(CommonOps_DDRM.trace(w) - p) < 1e-6 * p)) { // a projection's trace is its rank
            throw dependent(p, n);
        }
        return new Hopfield(n, w.getData());
    }

    private static CajalException dependent(int p, int n) {
        return new CajalException(
                "hopfield: the %d patterns of %d units are not independent of each other, which the"
                        .formatted(p, n)
                        + " pseudo-inverse needs: leave out those that repeat, or take Hebb's rule");
    }

    /** Patterns or states: ±1 each. */
    static Tensor checked(Tensor patterns) {
        if (patterns.rank() != 2) {
            throw new CajalException("hopfield: patterns are expected as [P × N], got " + patterns.shape());
        }
        if (patterns.square().sub(1).abs().amax().item() != 0) {
            throw new CajalException(
                    "hopfield: patterns consist of +1 and -1, got other numbers; x.mul(2).sub(1) makes them of 0 and 1");
        }
        return patterns;
    }

    public int units() {
        return n;
    }

    /** The weight between two units. */
    public double weight(int i, int j) {
        return weights[i * n + j];
    }

    /** E of a state [N]. */
    public double energy(Tensor state) {
        return walk(state).energy();
    }

    /** All units of states [M × N] at once; where nothing is told, a unit stays as it is. */
    public Tensor synchronous(Tensor states) {
        Tensor told = states.matmul(matrix);
        return Tensor.where(told.eq(0), states, told.sign());
    }

    /** From a state [N] down to where no unit wants to flip, one at a time in random order. */
    public Tensor recall(Tensor start, Rng rng) {
        Walk walk = walk(start);
        while (walk.sweep(rng, _ -> {})) {
            // energy falls with each flip, and there are finitely many states
        }
        return walk.state();
    }

    /** A way down from a state [N]. */
    public Walk walk(Tensor start) {
        if (start.shape().elements() != n) {
            throw new CajalException("hopfield: a state of %d units is expected, got %s".formatted(n,
                    start.shape()));
        }
        return new Walk(checked(start.reshape(1, n)).toDoubles());
    }

    /** A state on its way down, one unit at a time. */
    public final class Walk {
        private final double[] s;
        private final double[] h = new double[n];

        private Walk(double[] start) {
            s = start;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    h[i] += weights[i * n + j] * s[j];
                }
            }
        }

        /**
         * Asks each unit once, in random order; whether any flipped. {@code after} hears the energy after
         * each flip.
         */
        public boolean sweep(Rng rng, DoubleConsumer after) {
            boolean flipped = false;
            for (int i : rng.permutation(n)) {
                if (s[i] * h[i] < 0) {
                    flip(i);
                    after.accept(energy());
                    flipped = true;
                }
            }
            return flipped;
        }

        private void flip(int i) {
            s[i] = -s[i];
            for (int j = 0; j < n; j++) {
                h[j] += 2 * s[i] * weights[i * n + j];
            }
        }

        /** −½ Σ sᵢ hᵢ, summed anew. */
        public double energy() {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += s[i] * h[i];
            }
            return -sum / 2;
        }

        public Tensor state() {
            return Tensor.of(Shape.of(n), s);
        }
    }

    /** How alike two states are: 1 for the same, 0 for nothing in common, −1 for opposites. */
    public static double overlap(Tensor a, Tensor b) {
        return a.mul(b).mean().item();
    }

    /** Patterns [P × N] drawn at random. */
    static Tensor random(int p, int n, Rng rng) {
        return Tensor.uniform(Shape.of(p, n), -1, 1, rng).ge(0).mul(2).sub(1);
    }

    /** A state with that share of its units turned over, which ones is left to chance. */
    static Tensor noisy(Tensor state, double share, Rng rng) {
        double[] s = state.toDoubles();
        int[] order = rng.permutation(s.length);
        for (int i = 0; i < Math.round(share * s.length); i++) {
            s[order[i]] = -s[order[i]];
        }
        return Tensor.of(state.shape(), s);
    }
}
