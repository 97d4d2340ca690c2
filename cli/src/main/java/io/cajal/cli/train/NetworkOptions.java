package io.cajal.cli.train;

import io.cajal.base.CajalException;
import io.cajal.table.Plan;
import java.util.List;
import picocli.CommandLine.Option;

/** What a user may say of a network and its training; all else follows from the data. */
public final class NetworkOptions {
    static final String AUTO = "auto";

    @Option(names = "--layers", paramLabel = "N", split = ",",
            description = "The widths of the hidden layers, such as 64,32 (default: by the number of rows).")
    private List<Integer> layers;

    @Option(names = "--activation", paramLabel = "NAME",
            description = "Relu, Tanh, Gelu, Silu, Elu, Sigmoid, … (default: Relu).")
    private String activation;

    @Option(names = "--dropout", paramLabel = "SHARE", description = "After each hidden layer.")
    private Double dropout;

    @Option(names = "--optimizer", paramLabel = "NAME",
            description = "adamw, adam, sgd, rmsprop or adagrad (default: adamw).")
    private String optimizer;

    @Option(names = "--lr", paramLabel = "RATE",
            description = "The largest learning rate; auto tries some hundred and takes a good one.")
    private String rate;

    @Option(names = "--weight-decay", paramLabel = "LAMBDA", description = "Draws the weights towards 0.")
    private Double weightDecay;

    @Option(names = "--balanced", description = "Let every class count the same, however few its rows are.")
    private boolean balanced;

    @Option(names = "--batch", paramLabel = "N", description = "Rows of a step.")
    private Integer batch;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the rows.")
    private Integer epochs;

    public boolean findsRate() {
        return AUTO.equals(rate);
    }

    public boolean balances() {
        return balanced;
    }

    /** Examples of a step; null for the usual ones. */
    public Integer batch() {
        return batch;
    }

    /** The one that is named, or the usual one. */
    public String optimizer() {
        return optimizer == null ? "adamw" : optimizer;
    }

    /** Whether anything was asked for that needs a network to be built. */
    public boolean shapesNetworks() {
        return layers != null || activation != null || dropout != null;
    }

    /** The usual plan with what was asked for. */
    public Plan applied(Plan plan) {
        plan = layers == null ? plan : plan.layers(layers);
        plan = activation == null ? plan : plan.activation(activation);
        plan = dropout == null ? plan : plan.dropout(dropout);
        plan = optimizer == null ? plan : plan.optimizer(optimizer);
        plan = rate == null || findsRate() ? plan : plan.rate(number(rate));
        plan = weightDecay == null ? plan : plan.weightDecay(weightDecay);
        plan = balanced ? plan.balanced(true) : plan;
        plan = batch == null ? plan : plan.batchSize(batch);
        return epochs == null ? plan : plan.epochs(epochs);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new CajalException("--lr %s: expected a number such as 0.001, or auto".formatted(text), e);
        }
    }
}
