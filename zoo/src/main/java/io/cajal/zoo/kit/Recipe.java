package io.cajal.zoo.kit;

/**
 * A system of the lectures that one command brings to life: its data, its network, its training, and the fact
 * it must show. Each is one readable file; the zoo lists them.
 */
public interface Recipe {

    /** What it is called, where it is from, and what it must reach. */
    About about();

    /**
     * Runs it, printing what a reader wants to see, and returns the measured figure beside that of the
     * trivial baseline.
     */
    Result run(Session session);

    /**
     * A recipe in a few words.
     *
     * @param name what the user types: {@code mlp-mnist}
     * @param lecture where the lectures have it: {@code 0, 2, 4}
     * @param shows what it shows, in one line
     * @param goal what is measured, and from where on it counts as reached
     * @param epochs of a full training; 0 for a recipe that is not trained in epochs and knows no
     *     {@code --epochs}
     */
    record About(String name, String lecture, String shows, Goal goal, int epochs) {
        public About(String name, String lecture, String shows, Goal goal) {
            this(name, lecture, shows, goal, 0);
        }
    }

    /** The measured figure, and what the trivial method reaches on the same data. */
    record Result(double value, double baseline) {
        /** The figure, where what else the goal asks for holds; else NaN, which no goal accepts. */
        public static Result provided(boolean holds, double value, double baseline) {
            return new Result(holds ? value : Double.NaN, baseline);
        }

        /** How many of some facts hold: the figure of a goal that is made of several. */
        public static int facts(boolean... holds) {
            int facts = 0;
            for (boolean one : holds) {
                facts += one ? 1 : 0;
            }
            return facts;
        }
    }

    default String name() {
        return about().name();
    }

    default String shows() {
        return about().shows();
    }

    default Goal goal() {
        return about().goal();
    }

    default int epochs() {
        return about().epochs();
    }
}
