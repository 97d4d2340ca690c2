package io.cajal.zoo.energy;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The Boltzmann machine (Hinton and Sejnowski 1983, 1986; Ackley, Hinton and Sejnowski 1985): a Hopfield
 * network whose units s, 0 or 1, are left to chance, and some of which, the hidden ones, are never told what
 * to be:
 *
 * <pre>  E(s) = −Σ_{i<j} w_ij sᵢ sⱼ − Σᵢ bᵢ sᵢ,   p(s) = exp(−E(s))/Z,
 *   p(sᵢ = 1|others) = σ(Σⱼ w_ij sⱼ + bᵢ).</pre>
 *
 * It learns a distribution q of its visible units v by making what goes together when it sees, and what goes
 * together when it dreams, alike:
 *
 * <pre>  −∂KL(q ‖ p)/∂w_ij = ⟨sᵢsⱼ⟩ with v from q and h from p(h|v) − ⟨sᵢsⱼ⟩ of p.</pre>
 *
 * Here both averages are exact, sums over all 2ⁿ states, so n is small: in anything larger each would need a
 * chain that has come to rest, for every update, which is why {@link Rbm restricted} machines took its place.
 * Chains get caught where the energy is low: {@link #temper} lets them change places with hotter ones, {@link
 * #anneal} cools them slowly to find the lowest energy of all.
 *
 * <p>Units are numbered with the visible ones first. State number r has the binary digits of r.
 */
public final class BoltzmannMachine {
    private static final int MOST = 20;
    /** What is added to variances: units that hardly ever change would take too long steps. */
    private static final double RIDGE = 1e-4;
    /** How far a step may go before what it goes by no longer holds. */
    private static final double REACH = 0.1;

    private final int visible;
    private final int units;
    private final double[][] weights; // symmetric, nothing from a unit to itself
    private final double[] biases;

    private BoltzmannMachine(int visible, double[][] weights, double[] biases) {
        this.visible = visible;
        this.units = biases.length;
        this.weights = weights;
        this.biases = biases;
    }

    /** Weights and biases from N(0, deviation²). */
    public static BoltzmannMachine random(int visible, int hidden, double deviation, Rng rng) {
        int n = visible + hidden;
        if (visible < 1 || hidden < 0 || n > MOST) {
            throw new CajalException(
                    "boltzmann machine: 1 visible unit or more and at most %d units are expected, got %d and %d hidden"
                            .formatted(MOST, visible, hidden));
        }
        BoltzmannMachine machine = new BoltzmannMachine(visible, new double[n][n], new double[n]);
        for (int i = 0; i < n; i++) {
            machine.biases[i] = deviation * rng.normal();
            for (int j = 0; j < i; j++) {
                machine.link(i, j, deviation * rng.normal());
            }
        }
        return machine;
    }

    /** Sets the weight between two units. */
    void link(int i, int j, double weight) {
        weights[i][j] = weight;
        weights[j][i] = weight;
    }

    void bias(int i, double bias) {
        biases[i] = bias;
    }

    public int units() {
        return units;
    }

    // Exactly

    /** E of state number r. */
    public double energy(int r) {
        double sum = 0;
        for (int i = 0; i < units; i++) {
            if ((r >> i & 1) == 1) {
                sum += biases[i];
                for (int j = 0; j < i; j++) {
                    sum += weights[i][j] * (r >> j & 1);
                }
            }
        }
        return -sum;
    }

    /** p of all 2ⁿ states, at inverse temperature β. */
    public double[] odds(double beta) {
        double[] p = new double[1 << units];
        Arrays.setAll(p, r -> -beta * energy(r));
        double most = Arrays.stream(p).max().orElseThrow();
        double z = 0;
        for (int r = 0; r < p.length; r++) {
            p[r] = StrictMath.exp(p[r] - most);
            z += p[r];
        }
        for (int r = 0; r < p.length; r++) {
            p[r] /= z;
        }
        return p;
    }

    /** p(v) of all states of the visible units. */
    public double[] visibleOdds() {
        return marginal(odds(1));
    }

    private double[] marginal(double[] p) {
        double[] v = new double[1 << visible];
        for (int r = 0; r < p.length; r++) {
            v[r & v.length - 1] += p[r];
        }
        return v;
    }

    /** KL(q ‖ p(v)) in nats. */
    public double divergence(double[] q) {
        double[] p = visibleOdds();
        double sum = 0;
        for (int v = 0; v < q.length; v++) {
            sum += q[v] == 0 ? 0 : q[v] * StrictMath.log(q[v] / p[v]);
        }
        return sum;
    }

    /** ⟨sᵢ sⱼ⟩ awake minus ⟨sᵢ sⱼ⟩ dreaming; on the diagonal ⟨sᵢ⟩, for the biases. */
    double[][] gradient(double[] q) {
        if (q.length != 1 << visible) {
            throw new CajalException(
                    "boltzmann machine: the odds of all %d states of %d visible units are expected, got %d"
                            .formatted(1 << visible, visible, q.length));
        }
        double[] p = odds(1);
        double[] v = marginal(p);
        double[] awake = new double[p.length];
        Arrays.setAll(awake, r -> q[r & v.length - 1] * p[r] / v[r & v.length - 1]); // q(v) p(h|v)
        double[] seen = together(awake);
        double[] dreamt = together(p);
        double[][] gradient = new double[units][units];
        for (int i = 0; i < units; i++) {
            for (int j = 0; j <= i; j++) {
                gradient[i][j] = seen[1 << i | 1 << j] - dreamt[1 << i | 1 << j];
            }
        }
        return gradient;
    }

    /** How likely it is that all units of a set are on, for each set, whose number has a digit 1 for each of them. */
    private static double[] together(double[] p) {
        double[] all = p.clone();
        for (int bit = 1; bit < p.length; bit <<= 1) {
            for (int r = 0; r < p.length; r++) {
                all[r] += (r & bit) == 0 ? all[r | bit] : 0;
            }
        }
        return all;
    }

    /**
     * Learns q by steps along the natural gradient (Amari, Kurata and Nagaoka 1992), with momentum: the gradient divided by the
     * covariance of all sᵢsⱼ, which is exact here as well, so that a step changes the odds as much in one direction as in
     * another. Returns KL(q ‖ p) after every tenth step.
     */
    public double[] learn(double[] q, int steps, double rate, double momentum) {
        double[] velocity = new double[units * (units + 1) / 2];
        double[] curve = new double[steps / 10];
        for (int step = 0; step < steps; step++) {
            double[] direction = natural(gradient(q));
            int k = 0;
            for (int i = 0; i < units; i++) {
                for (int j = 0; j <= i; j++, k++) {
                    velocity[k] = momentum * velocity[k] + rate * direction[k];
                    if (i == j) {
                        biases[i] += velocity[k];
                    } else {
                        link(i, j, weights[i][j] + velocity[k]);
                    }
                }
            }
            if (step % 10 == 9) {
                curve[step / 10] = divergence(q);
            }
        }
        return curve;
    }

    /** The gradient's lower triangle, row by row, divided by the covariance of all sᵢsⱼ. */
    private double[] natural(double[][] gradient) {
        int count = units * (units + 1) / 2;
        int[] sets = new int[count];
        DMatrixRMaj g = new DMatrixRMaj(count, 1);
        int k = 0;
        for (int i = 0; i < units; i++) {
            for (int j = 0; j <= i; j++, k++) {
                sets[k] = 1 << i | 1 << j;
                g.set(k, 0, gradient[i][j]);
            }
        }
        double[] together = together(odds(1));
        DMatrixRMaj covariance = new DMatrixRMaj(count, count);
        for (int a = 0; a < count; a++) {
            for (int b = 0; b < count; b++) {
                covariance.set(a, b, together[sets[a] | sets[b]] - together[sets[a]] * together[sets[b]]);
            }
            covariance.add(a, a, RIDGE);
        }
        DMatrixRMaj direction = new DMatrixRMaj(count, 1);
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(count);
        if (!solver.setA(covariance)) {
            throw new CajalException(
                    "boltzmann machine: the odds became too sharp to learn from: take a smaller rate");
        }
        solver.solve(g, direction);
        double length = Math.sqrt(CommonOps_DDRM.dot(g, direction)); // in units of the odds, not of the weights
        CommonOps_DDRM.scale(Math.min(1, REACH / length), direction);
        return direction.getData();
    }

    // By chance

    /** Draws each unit in its turn at inverse temperature β; the state afterwards. */
    int sweep(int state, double beta, Rng rng) {
        int r = state;
        for (int i = 0; i < units; i++) {
            double told = biases[i];
            for (int j = 0; j < units; j++) {
                told += weights[i][j] * (r >> j & 1);
            }
            boolean on = rng.uniform() < 1 / (1 + StrictMath.exp(-beta * told));
            r = on ? r | 1 << i : r & ~(1 << i);
        }
        return r;
    }

    /** How often each state was met in so many sweeps of one chain, as shares. */
    public double[] gibbs(int sweeps, Rng rng) {
        return temper(new double[] {1}, sweeps, rng);
    }

    /**
     * Parallel tempering (Swendsen and Wang 1986; Geyer 1991): a chain at each inverse temperature, of which
     * neighbours a, b change places with probability min(1, exp((βₐ − β_b)(Eₐ − E_b))) after each sweep. Hot
     * ones get over every wall, and pass on what they find. Returns how often each state was met at the first
     * β, as shares.
     */
    public double[] temper(double[] betas, int sweeps, Rng rng) {
        int[] states = new int[betas.length];
        double[] shares = new double[1 << units];
        for (int t = 0; t < sweeps; t++) {
            for (int k = 0; k < betas.length; k++) {
                states[k] = sweep(states[k], betas[k], rng);
            }
            for (int k = t % 2; k + 1 < betas.length; k += 2) {
                double gain = (betas[k] - betas[k + 1]) * (energy(states[k]) - energy(states[k + 1]));
                if (gain >= 0 || rng.uniform() < StrictMath.exp(gain)) {
                    int colder = states[k];
                    states[k] = states[k + 1];
                    states[k + 1] = colder;
                }
            }
            shares[states[0]] += 1.0 / sweeps;
        }
        return shares;
    }

    /**
     * Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) from a random state: β grows evenly from 0 to
     * the given one; with so slow a cooling the chain ends where the energy is lowest, which going downhill
     * alone seldom finds.
     */
    public int anneal(double beta, int sweeps, Rng rng) {
        int state = rng.below(1 << units);
        for (int t = 1; t <= sweeps; t++) {
            state = sweep(state, beta * t / sweeps, rng);
        }
        return state;
    }
}
