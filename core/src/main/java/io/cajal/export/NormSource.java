package io.cajal.export;

import io.cajal.base.Shape;
import io.cajal.nn.LayerNorm;
import io.cajal.nn.Standardize;
import io.cajal.nn.activation.PRelu;
import io.cajal.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Layers that shift and scale. */
final class NormSource {
    private static final String ELEMENTS = """
            float[] y = new float[$n];
            for (int i = 0; i < $n; i++) {
                y[i] = $f;
            }
            return y;
            """;

    private NormSource() {
    }

    /** The place of the constant for number i, of {@code count} that each hold for {@code inner} neighbours. */
    private static String index(int count, int inner, int n) {
        return count == 1 ? "0"
                : (inner == 1 ? "i" : "i / " + inner) + (count * inner == n ? "" : " % " + count);
    }

    /** By the running statistics. */
    static LayerSource batch(Tensor weight, Tensor bias, Tensor mean, Tensor variance, double eps, Shape in) {
        Map<String, Object> constants = new LinkedHashMap<>();
        constants.put("weight", weight.toFloats());
        constants.put("bias", bias.toFloats());
        constants.put("mean", mean.toFloats());
        constants.put("variance", variance.toFloats());
        int channels = weight.size(0);
        String c = index(channels, in.elements() / channels, in.elements());
        String f = "(float) ((x[i] - mean[$c]) / Math.sqrt(variance[$c] + $eps) * weight[$c] + bias[$c])";
        return new LayerSource("batchNorm",
                "Each of %s channels by its mean and variance in training, then scaled and shifted."
                        .formatted(channels),
                constants,
                Template.fill(ELEMENTS, "n", in.elements(), "f", Template.fill(f, "c", c, "eps", eps)));
    }

    static LayerSource layer(LayerNorm layer, Shape in) {
        int size = layer.weight().shape().elements();
        Map<String, Object> constants = new LinkedHashMap<>();
        constants.put("weight", layer.weight().toFloats());
        constants.put("bias", layer.bias().toFloats());
        return new LayerSource("layerNorm",
                "Each %s numbers by their own mean and variance, then scaled and shifted.".formatted(size),
                constants, Template.fill("""
                        float[] y = new float[$n];
                        for (int from = 0; from < $n; from += $size) {
                            double sum = 0;
                            for (int i = 0; i < $size; i++) {
                                sum += x[from + i];
                            }
                            double mean = sum / $size;
                            double squares = 0;
                            for (int i = 0; i < $size; i++) {
                                squares += (x[from + i] - mean) * (x[from + i] - mean);
                            }
                            double deviation = Math.sqrt(squares / $size + $eps);
                            for (int i = 0; i < $size; i++) {
                                y[from + i] = (float) ((x[from + i] - mean) / deviation * weight[i] + bias[i]);
                            }
                        }
                        return y;
                        """, "n", in.elements(), "size", size, "eps", layer.eps()));
    }

    /** Null when the numbers are spread over the input in a way that takes more than one index. */
    static LayerSource standardize(Standardize layer, Shape in) {
        String mean = spread(layer.mean().shape(), in);
        String deviation = spread(layer.deviation().shape(), in);
        if (mean == null || deviation == null) {
            return null;
        }
        Map<String, Object> constants = new LinkedHashMap<>();
        constants.put("mean", layer.mean().toFloats());
        constants.put("deviation", layer.deviation().toFloats());
        return new LayerSource("standardize", "To mean 0 and deviation 1, by the training data.", constants,
                Template.fill(ELEMENTS, "n", in.elements(), "f",
                        "(x[i] - mean[%s]) / deviation[%s]".formatted(mean, deviation)));
    }

    /** The index of a constant that is stretched over the input; its sizes but for ones must be neighbours. */
    private static String spread(Shape constant, Shape in) {
        int missing = in.rank() - constant.rank();
        int first = 0;
        while (first < constant.rank() && constant.size(first) == 1) {
            first++;
        }
        int last = constant.rank();
        while (last > first && constant.size(last - 1) == 1) {
            last--;
        }
        for (int axis = first; axis < last; axis++) {
            if (missing + axis < 0 || constant.size(axis) != in.size(missing + axis)) {
                return null;
            }
        }
        int inner = first == last ? 1 : in.elements(missing + last, in.rank());
        return index(constant.elements(), inner, in.elements());
    }

    static LayerSource prelu(PRelu layer, Shape in) {
        int count = layer.weight().shape().elements();
        String f = "x[i] > 0 ? x[i] : weight[%s] * x[i]"
                .formatted(index(count, in.elements() / count, in.elements()));
        return new LayerSource("prelu", "Numbers below 0 are scaled.",
                Map.of("weight", layer.weight().toFloats()),
                Template.fill(ELEMENTS, "n", in.elements(), "f", f));
    }
}
