package io.cajal.check;

import io.cajal.base.CajalException;
import io.cajal.data.Column;
import io.cajal.data.Layout;
import io.cajal.loss.Bce;
import io.cajal.loss.BceWithLogits;
import io.cajal.loss.CrossEntropy;
import io.cajal.loss.Loss;
import io.cajal.loss.Mse;
import io.cajal.loss.Nll;
import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.util.List;

/**
 * What is checked: a network, and what is known of how it learns.
 *
 * @param loss null when unknown
 * @param x examples [N × …]
 * @param y their targets, or null
 * @param columns what x's columns are, or none
 * @param target the name of what is learned, or null
 * @param examples how many there are to learn from, or 0 when unknown
 * @param drawn whether x is made up, so that what units do on it says little
 */
public record Subject(Layer network, Loss loss, Tensor x, Tensor y, List<Column> columns, String target,
        int examples,
        boolean drawn) {

    /** A network without anything else; give it data before it is checked. */
    public static Subject of(Layer network) {
        return new Subject(network, null, null, null, List.of(), null, 0, false);
    }

    /**
     * A saved model, with made-up inputs until it gets others. The loss is the one in its provenance; where there is
     * none, cross-entropy for classes, whose outputs a model takes for logits.
     */
    public static Subject of(Model model) {
        Loss loss = named(model.provenance().get("loss"));
        Loss usual = model.classes().isEmpty() ? null : new CrossEntropy();
        return new Subject(model.network(), loss != null ? loss : usual, DrawnInputs.of(model), null,
                model.input().columns(), model.provenance().get("target"), 0, true);
    }

    /** The loss of that simple name with its usual settings; null for others. */
    private static Loss named(String name) {
        return switch (name) {
            case "CrossEntropy" -> new CrossEntropy();
            case "Mse" -> new Mse();
            case "BceWithLogits" -> new BceWithLogits();
            case "Bce" -> new Bce();
            case "Nll" -> new Nll();
            case null, default -> null;
        };
    }

    public Subject loss(Loss value) {
        return new Subject(network, value, x, y, columns, target, examples, drawn);
    }

    /** Real examples, and as many to learn from. */
    public Subject data(Tensor inputs, Tensor targets) {
        if (inputs.rank() < 2 || inputs.size(0) == 0
                || targets != null && (targets.rank() == 0 || targets.size(0) != inputs.size(0))) {
            throw new CajalException("check: needs examples [N × …] and as many targets, got %s and %s"
                    .formatted(inputs.shape(), targets == null ? "none" : targets.shape()));
        }
        return new Subject(network, loss, inputs, targets, columns, target, inputs.size(0), false);
    }

    /** Names for messages. */
    public Subject columns(List<Column> names, String learned) {
        return new Subject(network, loss, x, y, names, learned, examples, drawn);
    }

    /** How many examples there are to learn from, where x are some of them. */
    public Subject examples(int count) {
        return new Subject(network, loss, x, y, columns, target, count, drawn);
    }

    /** Where the columns lie in x [N × numbers]. */
    Layout layout() {
        return columns.isEmpty() ? Layout.single(x.size(1)) : Layout.of(columns);
    }

    /** The name of a column of x, counted from 0. */
    String column(int number) {
        return number < columns.size() ? columns.get(number).name() : "input " + (number + 1);
    }
}
