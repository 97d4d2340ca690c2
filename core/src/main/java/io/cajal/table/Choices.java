package io.cajal.table;

import io.cajal.base.Rng;
import java.util.List;

/**
 * What a search draws plans from; rates, decays and batches lie around those of the usual plan.
 *
 * @param layers widths of hidden layers
 * @param activations names; empty where a network has its own
 * @param dropouts shares; one that stands twice is drawn twice as often
 * @param range of rate and decay, by which factor they lie above or below the usual ones at most
 */
public record Choices(List<List<Integer>> layers, List<String> activations, List<Double> dropouts,
        double range) {
    /** Whatever a stack of dense layers may use. */
    public static final List<String> ACTIVATIONS = List.of("Relu", "Silu", "Tanh", "Gelu");
    private static final int LEAST_BATCH = 4;

    public Choices {
        layers = List.copyOf(layers);
        activations = List.copyOf(activations);
        dropouts = List.copyOf(dropouts);
    }

    /** A plan by chance. */
    Plan drawn(Plan usual, Rng rng) {
        Plan plan = usual.layers(layers.get(rng.split("layers").below(layers.size())))
                .dropout(dropouts.get(rng.split("dropout").below(dropouts.size())))
                .rate(usual.rate() * factor(rng.split("rate")))
                .weightDecay(usual.weightDecay() * factor(rng.split("decay")));
        if (!activations.isEmpty()) {
            plan = plan.activation(activations.get(rng.split("activation").below(activations.size())));
        }
        int doublings = rng.split("batch").below(3) - 1;
        int batch = doublings < 0 ? plan.batchSize() / 2 : plan.batchSize() << doublings;
        return plan.batchSize(Math.max(LEAST_BATCH, batch));
    }

    /** Between 1/range and range, evenly in its logarithm. */
    private double factor(Rng rng) {
        return StrictMath.pow(range, 2 * rng.uniform() - 1);
    }
}
