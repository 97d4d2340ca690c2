package io.cajal.zoo.reservoir;

/**
 * The leaky integrate-and-fire cell (Lapicque 1907; in the form of Maass, Natschläger and Markram 2002), the
 * plainest model of a nerve cell that speaks in spikes. Its membrane is a leaky bucket: currents I fill it, and it
 * runs out with the time constant τ,
 *
 * <pre>
 * τ dv/dt = −v + R (I + I₀),   and at v ≥ θ: a spike, v ← v₀, deaf for some milliseconds.
 * </pre>
 *
 * What a spike from another cell brings is a current that begins at once and fades: soon (3 ms) where it
 * excites, later (6 ms) where it inhibits. All that a spike says is when it came.
 *
 * <p>In millivolts, milliseconds, nanoampere and megaohm, R = 1, with 0 as the membrane's rest. The constant
 * current I₀ brings v to 13.5 of the 15 mV at which it fires, where v also returns to after a spike: some few
 * spikes of others that come together make it fire. Over a step the current is held, and the rest of the equation
 * solved exactly.
 */
final class SpikingCell {
    static final double STEP = 0.25;
    static final double THRESHOLD = 15;
    static final double RESET = 13.5;
    private static final double BACKGROUND = 13.5;
    private static final double LEAK = StrictMath.exp(-STEP / 30);
    private static final double EXCITATION_FADES = StrictMath.exp(-STEP / 3);
    private static final double INHIBITION_FADES = StrictMath.exp(-STEP / 6);
    private static final double DEAF_EXCITATORY = 3;
    private static final double DEAF_INHIBITORY = 2;

    private final double deafness;
    private double membrane;
    private double excitation;
    private double inhibition;
    private double deaf;

    /**
     * @param excitatory whether it excites others, or inhibits them
     * @param membrane v at the start
     */
    SpikingCell(boolean excitatory, double membrane) {
        deafness = excitatory ? DEAF_EXCITATORY : DEAF_INHIBITORY;
        this.membrane = membrane;
    }

    /** A spike arrives that brings so much current, below 0 where it inhibits. */
    void receive(double current) {
        if (current > 0) {
            excitation += current;
        } else {
            inhibition += current;
        }
    }

    /** A step of time; whether the cell fires in it. */
    boolean step() {
        double target = BACKGROUND + excitation + inhibition;
        excitation *= EXCITATION_FADES;
        inhibition *= INHIBITION_FADES;
        if (deaf > 0) {
            deaf -= STEP;
            return false;
        }
        membrane = target + (membrane - target) * LEAK;
        if (membrane < THRESHOLD) {
            return false;
        }
        membrane = RESET;
        deaf = deafness;
        return true;
    }

    double membrane() {
        return membrane;
    }
}
