package io.cajal.studio.play;

import io.cajal.optim.Plateau;
import io.cajal.optim.Schedule;
import java.util.List;
import java.util.Map;

/** The schedules of the learning rate, and their settings. */
final class Plans {
    static final String PLATEAU = "plateau";
    private static final String EPOCHS = "epochs";
    private static final String EVERY = "every";
    private static final String GAMMA = "gamma";
    private static final String LAST = "last";
    private static final String GROWTH = "growth";
    private static final String POWER = "power";
    private static final String PATIENCE = "patience";
    static final String WARM_UP = "warmUp";

    /** Settings of each with what they are if nothing is said. */
    static final Map<String, Map<String, Object>> ALL = map(
            "constant", Spec.ordered(WARM_UP, 0.0),
            "step", Spec.ordered(EVERY, 50.0, GAMMA, 0.5, WARM_UP, 0.0),
            "exponential", Spec.ordered(GAMMA, 0.99, WARM_UP, 0.0),
            "polynomial", Spec.ordered(EPOCHS, 200.0, POWER, 1.0, WARM_UP, 0.0),
            "cosine", Spec.ordered(EPOCHS, 200.0, LAST, 0.0, WARM_UP, 0.0),
            "cosine-restarts", Spec.ordered(EVERY, 50.0, GROWTH, 2.0, LAST, 0.0, WARM_UP, 0.0),
            "one-cycle", Spec.ordered(EPOCHS, 200.0),
            PLATEAU, Spec.ordered(PATIENCE, 10.0, GAMMA, 0.5));

    /** The bounds of each setting. */
    private static final Map<String, double[]> BOUNDS = Map.of(EPOCHS, new double[] {1, 1e6}, EVERY,
            new double[] {1, 1e6}, GAMMA, new double[] {0, 1}, LAST, new double[] {0, 1}, GROWTH,
            new double[] {1, 100}, POWER, new double[] {0, 10}, PATIENCE, new double[] {1, 1e6}, WARM_UP,
            new double[] {0, 1e6});
    private static final List<String> WHOLE = List.of(EPOCHS, EVERY, PATIENCE, WARM_UP);

    private Plans() {
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> map(Object... namesAndSettings) {
        return (Map<String, Map<String, Object>>) (Map<?, ?>) Spec.ordered(namesAndSettings);
    }

    static double least(String setting) {
        return BOUNDS.get(setting)[0];
    }

    static double most(String setting) {
        return BOUNDS.get(setting)[1];
    }

    static boolean isWhole(String setting) {
        return WHOLE.contains(setting);
    }

    /** How many epochs the plan has; schedules without an end only need some number. */
    static double epochs(Spec.Plan plan) {
        return plan.settings().getOrDefault(EPOCHS, 1.0) + warmUp(plan);
    }

    private static double warmUp(Spec.Plan plan) {
        return plan.settings().getOrDefault(WARM_UP, 0.0);
    }

    /** The schedule but for {@link Plateau}, which depends on what was reached. */
    static Schedule of(Spec.Plan plan) {
        Map<String, Double> s = plan.settings();
        Schedule schedule = switch (plan.name()) {
            case "step" -> Schedule.step(s.get(EVERY).intValue(), s.get(GAMMA));
            case "exponential" -> Schedule.exponential(s.get(GAMMA));
            case "polynomial" -> Schedule.polynomial(s.get(POWER));
            case "cosine" -> Schedule.cosine(s.get(LAST));
            case "cosine-restarts" -> Schedule.cosineRestarts(s.get(EVERY), s.get(GROWTH), s.get(LAST));
            case "one-cycle" -> Schedule.oneCycle();
            default -> Schedule.constant();
        };
        return warmUp(plan) > 0 ? Schedule.warmUp(warmUp(plan), schedule) : schedule;
    }

    static Plateau plateau(Spec.Plan plan) {
        return plan.name().equals(PLATEAU)
                ? new Plateau(plan.settings().get(PATIENCE).intValue(), plan.settings().get(GAMMA)) : null;
    }
}
