package io.cajal.table;

import io.cajal.base.CajalException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a network for a table is built and trained.
 *
 * @param layers the widths of the hidden layers; none make a linear model
 * @param activation the name of a layer of {@code io.cajal.nn.activation}, such as {@code Relu}
 * @param dropout after each hidden layer
 * @param rate the largest learning rate, of AdamW with one cycle
 * @param patience epochs after which a training stops that gets no better on the validation part; 0 for never
 */
public record TablePlan(List<Integer> layers, String activation, double dropout, double rate,
        double weightDecay,
        int batchSize, int epochs, int patience) {
    /** Steps that suffice for a small table. */
    private static final int STEPS = 3000;
    private static final int LEAST_EPOCHS = 40;
    private static final int MOST_EPOCHS = 200;
    private static final int SMALL = 1000;
    private static final int LARGE = 10_000;
    /** Validation rows below which chance decides which epoch is best. */
    private static final int TRUSTED = 200;

    public TablePlan {
        layers = List.copyOf(layers);
        if (layers.stream().anyMatch(width -> width < 1)) {
            throw new CajalException("table: hidden layers need a width of 1 or more, got " + layers);
        }
    }

    /** For so many training and validation rows: more data allow larger networks and less of what holds them back. */
    public static TablePlan of(int training, int validation) {
        int batch = Integer.highestOneBit(Math.clamp(training / 50, 8, 256));
        int epochs = Math.clamp((long) STEPS * batch / Math.max(1, training), LEAST_EPOCHS,
                MOST_EPOCHS);
        List<Integer> layers = training < SMALL ? List.of(64, 32) : training < LARGE ? List.of(128, 64)
                : List.of(256, 128, 64);
        return new TablePlan(layers, "Relu", training < LARGE ? 0.1 : 0, training < SMALL ? 5e-3 : 3e-3,
                training < SMALL ? 0.1 : 0.01, batch, epochs,
                validation >= TRUSTED ? Math.max(10, epochs / 4) : 0);
    }

    public TablePlan layers(List<Integer> widths) {
        return new TablePlan(widths, activation, dropout, rate, weightDecay, batchSize, epochs, patience);
    }

    public TablePlan activation(String name) {
        return new TablePlan(layers, name, dropout, rate, weightDecay, batchSize, epochs, patience);
    }

    public TablePlan dropout(double share) {
        return new TablePlan(layers, activation, share, rate, weightDecay, batchSize, epochs, patience);
    }

    public TablePlan rate(double largest) {
        return new TablePlan(layers, activation, dropout, largest, weightDecay, batchSize, epochs, patience);
    }

    public TablePlan batchSize(int examples) {
        return new TablePlan(layers, activation, dropout, rate, weightDecay, examples, epochs, patience);
    }

    public TablePlan epochs(int count) {
        return new TablePlan(layers, activation, dropout, rate, weightDecay, batchSize, count, patience);
    }

    /** In words. */
    @Override
    public String toString() {
        String hidden = layers.isEmpty() ? "no hidden layer"
                : "hidden layers of %s with %s%s".formatted(
                        layers.stream().map(Object::toString).collect(Collectors.joining(", ")), activation,
                        dropout > 0 ? " and dropout of " + dropout : "");
        return "%s; AdamW with rates up to %s and decay %s; batches of %d, %d epochs%s".formatted(hidden,
                rate,
                weightDecay, batchSize, epochs,
                patience > 0 ? ", fewer when the last %d were no better".formatted(patience)
                        : "");
    }
}
