package io.cajal.export;

import io.cajal.base.Shape;
import java.util.Map;

/** Softmax and its kin along an axis. */
final class SoftmaxSource {
    private static final String STRETCH = """
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < $size; i++) {
                largest = Math.max(largest, $sign$x);
            }
            double sum = 0;
            for (int i = 0; i < $size; i++) {
                sum += Math.exp($sign$x - largest);
            }
            for (int i = 0; i < $size; i++) {
                $y = (float) ($value);
            }
            """;

    private SoftmaxSource() {
    }

    /** Null when it goes along the batch. */
    static LayerSource of(String name, int axis, Shape in) {
        int own = axis < 0 ? axis + in.rank() : axis - 1; // without the batch
        if (own < 0) {
            return null;
        }
        int size = in.size(own);
        int inner = in.elements(own + 1, in.rank());
        boolean whole = size == in.elements();
        String place = whole ? "i" : "from + i" + (inner == 1 ? "" : " * " + inner);
        String stretch = Template.fill(STRETCH, "size", size, "sign", name.equals("softmin") ? "-" : "", "x",
                "x[%s]".formatted(place), "y", "y[%s]".formatted(place), "value",
                switch (name) {
                    case "logSoftmax" -> "x[%s] - largest - Math.log(sum)".formatted(place);
                    case "softmin" -> "Math.exp(-x[%s] - largest) / sum".formatted(place);
                    default -> "Math.exp(x[%s] - largest) / sum".formatted(place);
                });
        String all = whole ? stretch : inner == 1
                ? "for (int from = 0; from < %s; from += %s) {\n".formatted(in.elements(), size)
                        + stretch.indent(4) + "}\n"
                : """
                        for (int outer = 0; outer < $n; outer += $both) {
                            for (int from = outer; from < outer + $inner; from++) {
                        """.replace("$n", "" + in.elements()).replace("$both", "" + size * inner)
                        .replace("$inner", "" + inner) + stretch.indent(8) + "    }\n}\n";
        return new LayerSource(name, "The %s of %s numbers.".formatted(switch (name) {
            case "logSoftmax" -> "logarithms of the softmax";
            case "softmin" -> "softmax of the negatives";
            default -> "softmax, probabilities with sum 1,";
        }, size), Map.of(), "float[] y = new float[%s];\n".formatted(in.elements()) + all + "return y;\n");
    }
}
