package io.cajal.studio.play;

/**
 * {@link io.cajal.optim.Schedule#plateau} for trainings of millions of epochs: the same numbers from the last
 * loss alone, where that one reads through all of them.
 */
final class Plateau {
    private final int patience;
    private final double gamma;
    private double best = Double.POSITIVE_INFINITY;
    private double factor = 1;
    private int waited;

    Plateau(int patience, double gamma) {
        this.patience = patience;
        this.gamma = gamma;
    }

    /** An epoch ended with that loss. */
    void reached(double loss) {
        if (loss < best * (1 - 1e-4)) {
            best = loss;
            waited = 0;
        } else if (++waited > patience) {
            factor *= gamma;
            waited = 0;
        }
    }

    double factor() {
        return factor;
    }

    double[] state() {
        return new double[] {best, factor, waited};
    }

    void load(double[] state) {
        best = state[0];
        factor = state[1];
        waited = (int) state[2];
    }
}
