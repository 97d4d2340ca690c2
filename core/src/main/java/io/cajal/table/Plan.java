package io.cajal.table;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.nn.Layer;
import io.cajal.nn.activation.Activations;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Optimizers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a network for a table, texts or pictures is built and trained.
 *
 * @param layers the widths of the hidden layers; none make a linear model
 * @param activation one of {@link Activations#names}
 * @param dropout after each hidden layer
 * @param optimizer one of {@link Optimizers#NAMES}
 * @param rate its largest learning rate, in one cycle
 * @param weightDecay decoupled for AdamW, a penalty for the others
 * @param balanced whether every class counts the same, however few its rows are
 * @param patience epochs after which a training stops that gets no better on the validation part; 0 for never
 */
public record Plan(List<Integer> layers, String activation, double dropout, String optimizer,
        double rate,
        double weightDecay, boolean balanced, int batchSize, int epochs, int patience) {
    /** Steps that suffice for a small table. */
    private static final int STEPS = 3000;
    private static final int LEAST_EPOCHS = 40;
    private static final int MOST_EPOCHS = 200;
    private static final int SMALL = 1000;
    private static final int LARGE = 10_000;
    /** Validation rows below which chance decides which epoch is best. */
    static final int TRUSTED = 200;

    public Plan {
        layers = List.copyOf(layers);
        if (layers.stream().anyMatch(width -> width < 1)) {
            throw new CajalException("hidden layers need a width of 1 or more, got " + layers);
        }
        if (!Optimizers.NAMES.contains(optimizer)) {
            throw new CajalException("there is no optimizer %s%s".formatted(optimizer,
                    Nearest.hint(optimizer, Optimizers.NAMES)));
        }
    }

    /** For so many training and validation rows: more data allow larger networks and less of what holds them back. */
    public static Plan of(int training, int validation, boolean classes) {
        boolean small = training < SMALL;
        int batch = Integer.highestOneBit(Math.clamp(training / 50, small && classes ? 16 : 8, 256));
        int epochs = Math.clamp((long) STEPS * batch / Math.max(1, training), LEAST_EPOCHS,
                small && classes ? 60 : MOST_EPOCHS);
        List<Integer> layers = small ? List.of(64, 32) : training < LARGE ? List.of(128, 64)
                : List.of(256, 128, 64);
        double dropout = training >= LARGE ? 0 : classes ? 0.3 : 0.1;
        return new Plan(layers, "Relu", dropout, "adamw", small ? 5e-3 : 3e-3, small ? 0.1 : 0.01, false,
                batch, epochs, validation >= TRUSTED ? Math.max(10, epochs / 4) : 0);
    }

    /**
     * For numbers and categories. The classes of a small table are told apart better by a smooth function, larger steps and
     * more decay, on iris, wine and wdbc at least.
     */
    static Plan ofTable(int training, int validation, boolean classes) {
        Plan plan = of(training, validation, classes);
        return classes && training < SMALL ? plan.activation("Silu").rate(1e-2).weightDecay(0.3) : plan;
    }

    /**
     * With a column of texts: the words alone are best learned from without a hidden layer (fastText); beside other columns
     * one lets them meet. Words are soon known by heart, so a few epochs do.
     */
    public static Plan ofTexts(int training, int validation, boolean classes, boolean alone) {
        int batch = Math.clamp(Integer.highestOneBit(Math.max(1, training / 100)), 8, 64);
        return of(training, validation, classes).layers(alone ? List.of() : List.of(64)).dropout(0.3)
                .rate(1e-2).weightDecay(0.01).batchSize(batch).epochs(12).patience(validation > 0 ? 4 : 0);
    }

    /** For a linear model, which needs larger steps and less to hold it back. */
    public Plan linear() {
        return layers(List.of()).dropout(0).optimizer("adamw").rate(3e-2).weightDecay(1e-3);
    }

    public Plan layers(List<Integer> widths) {
        return new Plan(widths, activation, dropout, optimizer, rate, weightDecay, balanced, batchSize,
                epochs,
                patience);
    }

    public Plan activation(String name) {
        return new Plan(layers, name, dropout, optimizer, rate, weightDecay, balanced, batchSize, epochs,
                patience);
    }

    public Plan dropout(double share) {
        return new Plan(layers, activation, share, optimizer, rate, weightDecay, balanced, batchSize,
                epochs,
                patience);
    }

    /** With the rate and weight decay that are usual for it. */
    public Plan optimizer(String name) {
        boolean same = name.equals(optimizer);
        double usualRate = switch (name) {
            case "sgd" -> 0.05;
            case "adagrad" -> 0.02;
            case "rmsprop" -> rate / 3;
            default -> rate;
        };
        return new Plan(layers, activation, dropout, name, same ? rate : usualRate,
                same ? weightDecay : 1e-3,
                balanced, batchSize, epochs, patience);
    }

    public Plan rate(double largest) {
        return new Plan(layers, activation, dropout, optimizer, largest, weightDecay, balanced,
                batchSize,
                epochs, patience);
    }

    public Plan weightDecay(double lambda) {
        return new Plan(layers, activation, dropout, optimizer, rate, lambda, balanced, batchSize,
                epochs,
                patience);
    }

    public Plan balanced(boolean whether) {
        return new Plan(layers, activation, dropout, optimizer, rate, weightDecay, whether, batchSize,
                epochs,
                patience);
    }

    public Plan batchSize(int examples) {
        return new Plan(layers, activation, dropout, optimizer, rate, weightDecay, balanced, examples,
                epochs,
                patience);
    }

    public Plan patience(int worse) {
        return new Plan(layers, activation, dropout, optimizer, rate, weightDecay, balanced, batchSize,
                epochs, worse);
    }

    public Plan epochs(int count) {
        return new Plan(layers, activation, dropout, optimizer, rate, weightDecay, balanced, batchSize,
                count,
                patience);
    }

    public Optimizer optimizerOf(Layer network) {
        return Optimizers.named(optimizer, network, rate, weightDecay);
    }

    /** In words. */
    @Override
    public String toString() {
        String hidden = layers.isEmpty() ? "no hidden layer"
                : "hidden layers of %s with %s%s".formatted(
                        layers.stream().map(Object::toString).collect(Collectors.joining(", ")), activation,
                        dropout > 0 ? " and dropout of " + number(dropout) : "");
        return "%s; %s with rates up to %s and decay %s; batches of %d, %d epochs%s%s".formatted(hidden,
                optimizer,
                number(rate), number(weightDecay), batchSize, epochs,
                patience > 0 ? ", fewer when the last %d were no better".formatted(patience) : "",
                balanced ? "; every class counts the same" : "");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value).replaceFirst("(\\.\\d*?)0+$", "$1")
                .replaceFirst("\\.$", "");
    }
}
