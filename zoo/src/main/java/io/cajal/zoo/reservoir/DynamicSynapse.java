package io.cajal.zoo.reservoir;

/**
 * A link between spiking cells that tires and warms up (Markram, Wang and Tsodyks 1998). Of its store, full at R =
 * 1, each spike uses the share u and gives a current in proportion, A·u·R. Between spikes the store fills again
 * with the time constant D, and what use has added to u fades with F:
 *
 * <pre>
 * u ← U + u (1 − U) exp(−Δ/F),   R ← 1 + (R − u R − 1) exp(−Δ/D)
 * </pre>
 *
 * for a spike that comes Δ after the last. A large D makes it answer to the first spikes of a burst, a large F to
 * the later ones: so it filters in time, each in a way of its own.
 *
 * @param to the cell at its end
 * @param delay of a spike, in steps
 * @param amplitude A in nanoampere, below 0 where it inhibits
 * @param use U, the share of the first spike
 * @param recovery D in milliseconds
 * @param facilitation F in milliseconds
 */
record DynamicSynapse(int to, int delay, double amplitude, double use, double recovery, double facilitation) {

    /** What changes from spike to spike. */
    static final class State {
        private double used;
        private double store;
        private double last = Double.NEGATIVE_INFINITY;
    }

    /** The current of a spike at that time. */
    double spike(State state, double time) {
        if (state.last == Double.NEGATIVE_INFINITY) {
            state.used = use;
            state.store = 1;
        } else {
            double since = time - state.last;
            double before = state.used;
            state.used = use + before * (1 - use) * StrictMath.exp(-since / facilitation);
            state.store = 1 + (state.store - before * state.store - 1) * StrictMath.exp(-since / recovery);
        }
        state.last = time;
        return amplitude * state.used * state.store;
    }
}
