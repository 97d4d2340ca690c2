package io.cajal.zoo.reservoir;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The liquid state machine (Maass, Natschläger and Markram, "Real-time computing without stable states", Neural
 * Computation 14, 2002). {@link SpikingCell Spiking cells} on a small grid in space, linked at random by {@link
 * DynamicSynapse synapses} that tire: what comes in makes them ring as a stone does water, and the ripples tell
 * for a while what was thrown, and when. Nothing in the liquid learns. A linear readout looks at its state, each
 * cell's spikes seen through a window that fades, sᵢ(t) = Σ exp(−(t − spike)/30 ms), and learns by a ridge.
 *
 * <p>The liquid is drawn as in the paper. One cell of five inhibits. Two cells at the distance d are linked with
 * the odds C·exp(−(d/λ)²), λ = 2: so most links are short. C, the synapses' currents and how they tire depend on
 * the kinds of the two cells; the figures are Gupta, Wang and Markram's (2000) from the cortex of rats.
 *
 * <p>Not to be used for the best figure on ordinary data: an echo state network computes the same way with
 * numbers, a hundred times faster. It says how tissue might compute, and what chips that spike can do.
 */
final class LiquidStateMachine {
    /** The window through which a readout sees spikes, in milliseconds. */
    static final double WINDOW = 30;
    private static final double INHIBITORY = 0.2;
    private static final double REACH = 2;
    private static final double INPUT_SHARE = 0.3;
    private static final int MOST_DELAY = 8;

    /** How a kind of cell is linked to a kind: odds, current in nA, U, D and F in ms, and the delay in ms. */
    private enum Kind {
        EE(0.3, 30, 0.5, 1100, 50, 1.5),
        EI(0.2, 60, 0.05, 125, 1200, 0.8),
        IE(0.4, -19, 0.25, 700, 20, 0.8),
        II(0.1, -19, 0.32, 144, 60, 0.8);

        final double odds;
        final double current;
        final double use;
        final double recovery;
        final double facilitation;
        final int delay;

        Kind(double odds, double current, double use, double recovery, double facilitation, double delay) {
            this.odds = odds;
            this.current = current;
            this.use = use;
            this.recovery = recovery;
            this.facilitation = facilitation;
            this.delay = (int) Math.round(delay / SpikingCell.STEP);
        }

        static Kind of(boolean fromExcitatory, boolean toExcitatory) {
            return fromExcitatory ? toExcitatory ? EE : EI : toExcitatory ? IE : II;
        }
    }

    private final boolean[] excitatory;
    /** By the cell that they come from. */
    private final DynamicSynapse[][] synapses;
    /** By the channel that they come from; these do not tire. */
    private final DynamicSynapse[][] inputs;

    private LiquidStateMachine(boolean[] excitatory, DynamicSynapse[][] synapses, DynamicSynapse[][] inputs) {
        this.excitatory = excitatory;
        this.synapses = synapses;
        this.inputs = inputs;
    }

    /**
     * Draws a liquid of x · y · z cells.
     *
     * @param channels of input, each of which reaches three cells of ten
     */
    static LiquidStateMachine draw(int x, int y, int z, int channels, Rng rng) {
        if (x < 1 || y < 1 || z < 1 || channels < 1) {
            throw new CajalException(
                    "liquid state machine: needs a cell and a channel, got a grid of %d × %d × %d and %d channels"
                            .formatted(x, y, z, channels));
        }
        int cells = x * y * z;
        boolean[] excitatory = new boolean[cells];
        int[] order = rng.split("kinds").permutation(cells);
        for (int i = 0; i < cells; i++) {
            excitatory[order[i]] = i >= Math.round(INHIBITORY * cells);
        }
        DynamicSynapse[][] synapses = new DynamicSynapse[cells][];
        for (int i = 0; i < cells; i++) {
            Rng own = rng.split("links").split(i);
            List<DynamicSynapse> links = new ArrayList<>();
            for (int j = 0; j < cells; j++) {
                Kind kind = Kind.of(excitatory[i], excitatory[j]);
                double square = square(i / (y * z) - j / (y * z)) + square(i / z % y - j / z % y)
                        + square(i % z - j % z);
                if (i != j && own.uniform() < kind.odds * StrictMath.exp(-square / (REACH * REACH))) {
                    links.add(link(j, kind, own));
                }
            }
            synapses[i] = links.toArray(DynamicSynapse[]::new);
        }
        DynamicSynapse[][] inputs = new DynamicSynapse[channels][];
        for (int c = 0; c < channels; c++) {
            Rng own = rng.split("inputs").split(c);
            List<DynamicSynapse> links = new ArrayList<>();
            for (int j = 0; j < cells; j++) {
                if (own.uniform() < INPUT_SHARE) {
                    double current = exponential(excitatory[j] ? 18 : 9, own);
                    links.add(new DynamicSynapse(j, 0, current, 1, 1, 1));
                }
            }
            inputs[c] = links.toArray(DynamicSynapse[]::new);
        }
        return new LiquidStateMachine(excitatory, synapses, inputs);
    }

    private static double square(double d) {
        return d * d;
    }

    /** Each link has figures of its own around those of its kind, as in tissue. */
    private static DynamicSynapse link(int to, Kind kind, Rng rng) {
        return new DynamicSynapse(to, kind.delay, exponential(kind.current, rng),
                Math.min(1, around(kind.use, rng)), around(kind.recovery, rng),
                around(kind.facilitation, rng));
    }

    private static double exponential(double mean, Rng rng) {
        return -mean * StrictMath.log(1 - rng.uniform());
    }

    /** Normal with a deviation of half the mean; what falls below 0 is drawn anew, up to twice the mean. */
    private static double around(double mean, Rng rng) {
        double drawn = mean * (1 + 0.5 * rng.normal());
        return drawn > 0 ? drawn : mean * (1e-3 + 2 * rng.uniform());
    }

    int cells() {
        return excitatory.length;
    }

    boolean isExcitatory(int cell) {
        return excitatory[cell];
    }

    /** How many links lead from cell to cell. */
    int links() {
        return Arrays.stream(synapses).mapToInt(own -> own.length).sum();
    }

    /**
     * The spikes of all cells: by cell, their times in milliseconds.
     *
     * @param spikes what comes in: by channel, times in milliseconds, in order
     * @param duration in milliseconds
     * @param rng of the membranes' first potentials, between reset and threshold
     */
    double[][] ring(double[][] spikes, double duration, Rng rng) {
        if (spikes.length != inputs.length) {
            throw new CajalException("liquid state machine: expected spikes of %d channels, got %d"
                    .formatted(inputs.length, spikes.length));
        }
        SpikingCell[] cells = new SpikingCell[cells()];
        Arrays.setAll(cells, i -> new SpikingCell(excitatory[i],
                rng.uniform(SpikingCell.RESET, SpikingCell.THRESHOLD)));
        DynamicSynapse.State[][] states = new DynamicSynapse.State[cells.length][];
        for (int i = 0; i < cells.length; i++) {
            states[i] = new DynamicSynapse.State[synapses[i].length];
            Arrays.setAll(states[i], _ -> new DynamicSynapse.State());
        }
        double[][] underway = new double[2 * MOST_DELAY][cells.length]; // by step of arrival; + and − apart
        List<List<Double>> fired = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            fired.add(new ArrayList<>());
        }
        int[] next = new int[spikes.length];
        for (int step = 0; step * SpikingCell.STEP < duration; step++) {
            double time = step * SpikingCell.STEP;
            arrive(cells, underway, step % MOST_DELAY);
            for (int c = 0; c < spikes.length; c++) {
                for (; next[c] < spikes[c].length && spikes[c][next[c]] <= time; next[c]++) {
                    for (DynamicSynapse input : inputs[c]) {
                        cells[input.to()].receive(input.amplitude());
                    }
                }
            }
            for (int i = 0; i < cells.length; i++) {
                if (cells[i].step()) {
                    fired.get(i).add(time);
                    for (int k = 0; k < synapses[i].length; k++) {
                        DynamicSynapse synapse = synapses[i][k];
                        int slot = 2 * ((step + synapse.delay()) % MOST_DELAY) + (excitatory[i] ? 0 : 1);
                        underway[slot][synapse.to()] += synapse.spike(states[i][k], time);
                    }
                }
            }
        }
        return fired.stream().map(own -> own.stream().mapToDouble(t -> t).toArray()).toArray(double[][]::new);
    }

    private static void arrive(SpikingCell[] cells, double[][] underway, int slot) {
        for (int sign = 0; sign < 2; sign++) {
            double[] arriving = underway[2 * slot + sign];
            for (int i = 0; i < cells.length; i++) {
                cells[i].receive(arriving[i]);
            }
            Arrays.fill(arriving, 0);
        }
    }

    /** What a readout sees at that time, of spikes until then, and a 1 for its bias: [trains + 1]. */
    static double[] seen(double[][] spikes, double time) {
        double[] state = new double[spikes.length + 1];
        for (int i = 0; i < spikes.length; i++) {
            for (double spike : spikes[i]) {
                state[i] += spike <= time ? StrictMath.exp((spike - time) / WINDOW) : 0;
            }
        }
        state[spikes.length] = 1;
        return state;
    }
}
