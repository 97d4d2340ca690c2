package io.cajal.zoo.kit;

/**
 * A system of the lectures that one command brings to life: its data, its network, its training, and the fact
 * it must show. Each is one readable file; the zoo lists them.
 */
public interface Recipe {

    /** What the user types: {@code mlp-mnist}. */
    String name();

    /** Where the lectures have it: {@code 0, 2, 4}. */
    String lecture();

    /** What it shows, in one line. */
    String shows();

    /** What is measured, and from where on it counts as reached. */
    Goal goal();

    /**
     * Epochs of a full training; 0 for a recipe that is not trained in epochs and knows no {@code --epochs}.
     */
    default int epochs() {
        return 0;
    }

    /**
     * Runs it, printing what a reader wants to see, and returns the measured figure beside that of the
     * trivial baseline.
     */
    Result run(Session session);

    /** The measured figure, and what the trivial method reaches on the same data. */
    record Result(double value, double baseline) {
    }
}
