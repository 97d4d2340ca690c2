package io.cajal.cli.train;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.nn.Gru;
import io.cajal.nn.Lstm;
import io.cajal.nn.Recurrent;
import io.cajal.table.Plan;
import java.util.List;
import java.util.Locale;

/**
 * The recurrent layers of a plan, which are all of one width and have activations of their own.
 *
 * @param cell {@code lstm} or {@code gru}
 */
record RecurrentPlan(Plan plan, String cell) {
    RecurrentPlan {
        List<Integer> layers = plan.layers();
        if (layers.isEmpty() || layers.stream().distinct().count() > 1) {
            throw new CajalException(
                    "--layers %s: the layers of %s are all of one width, such as 192,192".formatted(
                            String.join(",", layers.stream().map(String::valueOf).toList()), named(cell)));
        }
        if (!plan.activation().equalsIgnoreCase("Relu")) {
            throw new CajalException(
                    "--activation %s: %s has its own activations".formatted(plan.activation(), named(cell)));
        }
    }

    private static String named(String cell) {
        return (cell.equals("lstm") ? "an " : "a ") + cell.toUpperCase(Locale.ROOT);
    }

    int width() {
        return plan.layers().getFirst();
    }

    Recurrent body(int in, boolean bidirectional, Rng rng) {
        int layers = plan.layers().size();
        return cell.equals("lstm") ? Lstm.of(in, width(), layers, bidirectional, plan.dropout(), rng)
                : Gru.of(in, width(), layers, bidirectional, plan.dropout(), rng);
    }

    /** In a line, without the activation that is not theirs. */
    @Override
    public String toString() {
        return plan.toString().replace("hidden layers of", cell.toUpperCase(Locale.ROOT) + " layers of")
                .replace(" with " + plan.activation(), "").replace(" and dropout", ", dropout");
    }
}
