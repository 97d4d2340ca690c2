package io.cajal.export;

import io.cajal.base.Shape;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Linear;
import io.cajal.nn.Maxout;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import java.util.LinkedHashMap;
import java.util.Map;

/** Layers of weighted sums. Sums are double, so that their order does not matter. */
final class AffineSource {
    private AffineSource() {
    }

    private static Map<String, Object> constants(Tensor weight, Tensor bias) {
        Map<String, Object> constants = new LinkedHashMap<>();
        constants.put("weight", weight.toFloats());
        if (bias != null) {
            constants.put("bias", bias.toFloats());
        }
        return constants;
    }

    static LayerSource linear(Linear layer, Shape shape) {
        int in = layer.weight().size(1);
        int out = layer.weight().size(0);
        int rows = shape.elements() / in;
        String row = """
                for (int o = 0; o < $out; o++) {
                    double sum = $bias;
                    for (int i = 0; i < $in; i++) {
                        sum += weight[o * $in + i] * x[$from];
                    }
                    y[$to] = (float) sum;
                }
                """;
        String all = rows == 1 ? row : "for (int row = 0; row < $rows; row++) {\n" + row.indent(4) + "}\n";
        return new LayerSource("linear", "Weighted sums: %s of %s numbers%s.".formatted(out, in,
                rows == 1 ? "" : ", in each of %s rows".formatted(rows)),
                constants(layer.weight(), layer.bias()),
                Template.fill("float[] y = new float[$size];\n" + all + "return y;\n", "size", rows * out,
                        "rows", rows, "in", in, "out", out, "bias", layer.bias() == null ? "0" : "bias[o]",
                        "from", rows == 1 ? "i" : "row * %s + i".formatted(in),
                        "to", rows == 1 ? "o" : "row * %s + o".formatted(out)));
    }

    static LayerSource maxout(Maxout layer, Shape shape) {
        Linear linear = layer.linear();
        int in = linear.weight().size(1);
        int out = linear.weight().size(0) / layer.pieces();
        return shape.elements() != in ? null
                : new LayerSource("maxout", "The largest of each %s of %s weighted sums of %s numbers."
                        .formatted(layer.pieces(), out * layer.pieces(), in),
                        constants(linear.weight(), linear.bias()), Template.fill("""
                                float[] y = new float[$out];
                                Arrays.fill(y, Float.NEGATIVE_INFINITY);
                                for (int o = 0; o < $sums; o++) {
                                    double sum = $bias;
                                    for (int i = 0; i < $in; i++) {
                                        sum += weight[o * $in + i] * x[i];
                                    }
                                    y[o / $pieces] = Math.max(y[o / $pieces], (float) sum);
                                }
                                return y;
                                """, "out", out, "sums", out * layer.pieces(), "in", in, "pieces",
                                layer.pieces(),
                                "bias", linear.bias() == null ? "0" : "bias[o]"));
    }

    static LayerSource conv2d(Conv2d layer, Shape in, Shape out) {
        Window w = layer.window();
        int channels = layer.weight().size(1);
        boolean padded = w.paddingY() > 0 || w.paddingX() > 0;
        String channel = layer.groups() == 1 ? "c"
                : "(o / %s * %s + c)".formatted(out.size(0) / layer.groups(), channels);
        String product = "sum += weight[((o * $channels + c) * $kh + ky) * $kw + kx]"
                + " * x[($channel * $h + i) * $w + j];\n";
        String inner = "int j = $j;\n" + (padded
                ? "if (i >= 0 && i < $h && j >= 0 && j < $w) { // zeros around\n    " + product + "}\n"
                : product);
        String body = """
                float[] y = new float[$size];
                int at = 0;
                for (int o = 0; o < $out; o++) {
                    for (int row = 0; row < $oh; row++) {
                        for (int column = 0; column < $ow; column++) {
                            double sum = $bias;
                            for (int c = 0; c < $channels; c++) {
                                for (int ky = 0; ky < $kh; ky++) {
                                    int i = $i;
                                    for (int kx = 0; kx < $kw; kx++) {
                """ + inner.indent(24) + """
                                    }
                                }
                            }
                            y[at++] = (float) sum;
                        }
                    }
                }
                return y;
                """;
        String says = "Convolution, a kernel of %s x %s%s: %s to %s."
                .formatted(w.height(), w.width(), settings(w, layer.groups()), LayerSource.sizes(in),
                        LayerSource.sizes(out));
        return new LayerSource("conv", says, constants(layer.weight(), layer.bias()),
                Template.fill(body, "size", out.elements(), "out", out.size(0), "oh",
                        out.size(1), "ow",
                        out.size(2), "bias", layer.bias() == null ? "0" : "bias[o]", "channels", channels,
                        "kh", w.height(), "kw", w.width(), "h", in.size(1), "w", in.size(2), "channel",
                        channel,
                        "i", PoolSource.place("row", w.strideY(), w.paddingY(), "ky", w.dilationY()), "j",
                        PoolSource.place("column", w.strideX(), w.paddingX(), "kx", w.dilationX())));
    }

    private static String settings(Window w, int groups) {
        return (w.strideY() == 1 && w.strideX() == 1 ? ""
                : " that moves by %s and %s".formatted(w.strideY(), w.strideX()))
                + (groups == 1 ? "" : " in %s groups of channels".formatted(groups));
    }
}
