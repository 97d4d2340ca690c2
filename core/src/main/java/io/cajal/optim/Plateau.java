package io.cajal.optim;

/**
 * What {@link Schedule#plateau} says, one loss at a time: for trainings of millions of epochs, which would not read
 * through all of them again and again.
 */
public final class Plateau {
    private final int patience;
    private final double gamma;
    private double best = Double.POSITIVE_INFINITY;
    private double factor = 1;
    private int waited;

    /**
     * @param patience epochs without a better loss that change nothing
     * @param gamma what the factor is multiplied by after them
     */
    public Plateau(int patience, double gamma) {
        this.patience = patience;
        this.gamma = gamma;
    }

    /** An epoch ended with that loss. */
    public void reached(double loss) {
        if (loss < best * (1 - 1e-4)) {
            best = loss;
            waited = 0;
        } else if (++waited > patience) {
            factor *= gamma;
            waited = 0;
        }
    }

    /** Of the learning rate. */
    public double factor() {
        return factor;
    }

    /** For {@link #load}. */
    public double[] state() {
        return new double[] {best, factor, waited};
    }

    public void load(double[] state) {
        best = state[0];
        factor = state[1];
        waited = (int) state[2];
    }
}
