package io.cajal.train;

import io.cajal.base.CajalException;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds where a NaN or an infinity came from, once the loss is not a number any more. */
final class Divergence {
    private Divergence() {
    }

    /**
     * The exception that ends the training: the step, the first layer whose output is not finite, and the
     * likely cause.
     */
    static CajalException explain(Layer model, Tensor x, Tensor y, double loss, int epoch, int step,
            double learningRate,
            double lastLoss) {
        String where = "training stopped at epoch %d, step %d: the loss is %s".formatted(epoch, step, loss);
        if (!x.isFinite()) {
            return new CajalException(where + "; the input batch has NaN or infinite values: clean the data");
        }
        if (!y.isFinite()) {
            return new CajalException(where + "; the targets have NaN or infinite values: clean the data");
        }
        for (Map.Entry<String, Param> entry : Parts.params(model).entrySet()) {
            if (!entry.getValue().isFinite()) {
                return new CajalException(where + "; parameter " + entry.getKey() + " is not finite: "
                        + tooFast(lastLoss, learningRate));
            }
        }
        String layer = firstBadLayer(model, x);
        String cause = layer == null
                ? "; every layer's output is finite, so it arises in the loss itself: do its targets fit it "
                        + "(probabilities in 0 … 1, positive counts)?"
                : "; the first output that is not finite leaves " + layer + ": "
                        + tooFast(lastLoss, learningRate);
        return new CajalException(where + cause);
    }

    /** Where the training has a rule of its own, and as many learning rates as optimizers. */
    static CajalException explain(String name, double loss, int epoch, int step, double[] learningRates,
            double lastLoss) {
        return new CajalException(
                "training stopped at epoch %d, step %d: the loss \"%s\" is %s: %s".formatted(
                        epoch, step, name, loss, tooFast(lastLoss, learningRates)));
    }

    private static String tooFast(double lastLoss, double... learningRates) {
        String rates = Arrays.stream(learningRates).mapToObj(rate -> String.format(Locale.ROOT, "%.3g", rate))
                .collect(Collectors.joining(" and "));
        return "the learning rate%s %s %s probably too high%s: try a tenth of %s, or clip the gradients"
                .formatted(
                        learningRates.length == 1 ? "" : "s", rates, learningRates.length == 1 ? "is" : "are",
                        Double.isNaN(lastLoss) ? ""
                                : String.format(Locale.ROOT, " (the loss before was %.4g)", lastLoss),
                        learningRates.length == 1 ? "it" : "them");
    }

    private static String firstBadLayer(Layer model, Tensor x) {
        Map<Object, String> names = new IdentityHashMap<>();
        Parts.layers(model).forEach((name, layer) -> names.put(layer, name));
        String[] found = new String[1];
        Run.Observer observer = (layer, in, out) -> {
            if (found[0] == null && !out.isFinite()) { // inner layers are seen before the layers around them
                String name = names.getOrDefault(layer, "");
                found[0] = layer.getClass().getSimpleName() + (name.isEmpty() ? "" : " " + name);
            }
        };
        Run.evaluation().call(() -> {
            Run.observed(observer).run(() -> model.apply(x));
            return null;
        });
        return found[0];
    }
}
