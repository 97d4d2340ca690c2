package io.cajal.check;

import io.cajal.base.CajalException;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the layers did with the examples, in the order in which they ran. That one layer follows another is not read off
 * the structure but off the tensors: the second was given what the first returned.
 *
 * @param steps of the innermost layers
 * @param output of the network
 */
record Walk(Subject subject, List<Step> steps, Tensor output) {

    /** A layer at work; it may be there several times. */
    record Step(int number, String where, Layer layer, Tensor in, Tensor out) {
        /** Whether it has a matrix or kernels of weights. */
        boolean isWeighted() {
            return Parts.params(layer).entrySet().stream().anyMatch(param -> isWeight(param.getKey(), param
                    .getValue()));
        }

        /** Sums that are weighted, other than a factor for each map. */
        static boolean isWeight(String name, Tensor param) {
            boolean isSum = param.rank() == 2 || param.rank() > 2 && param.shape().elements() > param.size(0);
            return isSum && !name.endsWith("bias");
        }
    }

    static Walk of(Subject subject) {
        if (subject.x() == null) {
            throw new CajalException("check: give some inputs with data(x, y)");
        }
        Map<Object, String> names = new IdentityHashMap<>();
        Parts.layers(subject.network()).forEach((name, layer) -> names.putIfAbsent(layer, name));
        List<Step> steps = new ArrayList<>();
        Run.Observer observer = (observed, in, out) -> {
            Layer layer = (Layer) observed;
            if (Parts.layers(layer).size() == 1) {
                steps.add(
                        new Step(steps.size(), where(layer, names.getOrDefault(layer, "")), layer, in, out));
            }
        };
        Tensor output = Run.evaluation()
                .call(() -> Run.observed(observer).call(() -> subject.network().apply(subject.x())));
        return new Walk(subject, List.copyOf(steps), output);
    }

    private static String where(Layer layer, String name) {
        return name.isEmpty() ? Parts.kind(layer) : Parts.kind(layer) + " " + name;
    }

    /** The step whose result is the output of the network; null when the network computes on after its layers. */
    Step last() {
        return madeBy(output, steps.size());
    }

    /** The step that made the input of this one; null for the first, or where something else happened between. */
    Step before(Step step) {
        return madeBy(step.in(), step.number());
    }

    private Step madeBy(Tensor tensor, int before) {
        for (int i = before - 1; i >= 0; i--) {
            if (steps.get(i).out() == tensor) {
                return steps.get(i);
            }
        }
        return null;
    }

    /** Whether a layer with weights runs after this step. */
    boolean hasWeightsAfter(Step step) {
        return steps.stream().skip(step.number() + 1L).anyMatch(Step::isWeighted);
    }

    /** Whether the outputs are probabilities that add up to 1, whatever made them so. */
    boolean isSoftmax() {
        if (output.rank() != 2 || output.size(1) < 2 || !output.isFinite()) {
            return false;
        }
        int classes = output.size(1);
        float[] values = output.toFloats();
        for (int row = 0; row < output.size(0); row++) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                float value = values[row * classes + c];
                if (value < 0) {
                    return false;
                }
                sum += value;
            }
            if (Math.abs(sum - 1) > 1e-4) {
                return false;
            }
        }
        return true;
    }

    /** Where the output is made, for messages. */
    String end() {
        return last() == null ? "the output" : last().where();
    }

    /** The loss's name; empty when it is not known. */
    String loss() {
        return subject.loss() == null ? "" : subject.loss().getClass().getSimpleName();
    }
}
