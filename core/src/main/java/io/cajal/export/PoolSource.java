package io.cajal.export;

import io.cajal.base.Shape;
import io.cajal.nn.AvgPool2d;
import io.cajal.tensor.Window;
import java.util.Map;

/** Layers that gather the numbers of each channel [channels x height x width] by their places. */
final class PoolSource {
    /** For each channel and place of the result. */
    private static final String PLACES = """
            float[] y = new float[$size];
            int at = 0;
            for (int c = 0; c < $channels; c++) {
                for (int row = 0; row < $oh; row++) {
                    for (int column = 0; column < $ow; column++) {
            $inner
                    }
                }
            }
            return y;
            """;

    private PoolSource() {
    }

    /** Where a window's number lies: {@code row * 2 - 1 + ky}. */
    static String place(String step, int stride, int padding, String inside, int dilation) {
        return step + (stride == 1 ? "" : " * " + stride) + (padding == 0 ? "" : " - " + padding) + " + "
                + inside
                + (dilation == 1 ? "" : " * " + dilation);
    }

    private static String body(String inner, Shape in, Shape out, Object... more) {
        String filled = Template.fill(inner, with(more, "h", in.size(1), "w", in.size(2)));
        return Template.fill(PLACES, "size", out.elements(), "channels", out.size(0), "oh", out.size(1), "ow",
                out.size(2), "inner", filled.indent(12).stripTrailing());
    }

    private static Object[] with(Object[] more, Object... own) {
        Object[] all = new Object[more.length + own.length];
        System.arraycopy(own, 0, all, 0, own.length);
        System.arraycopy(more, 0, all, own.length, more.length);
        return all;
    }

    /** The largest or smallest of each window. */
    static LayerSource extreme(String which, Window w, Shape in, Shape out) {
        boolean padded = w.paddingY() > 0 || w.paddingX() > 0;
        String take = "best = Math.$which(best, x[(c * $h + i) * $w + j]);\n";
        String inner = """
                float best = Float.$worst;
                for (int ky = 0; ky < $kh; ky++) {
                    int i = $i;
                    for (int kx = 0; kx < $kw; kx++) {
                        int j = $j;
                """ + (padded
                ? "if (i >= 0 && i < $h && j >= 0 && j < $w) {\n    %s}\n".formatted(take)
                : take).indent(8) + """
                    }
                }
                y[at++] = best;
                """;
        return new LayerSource(which + "Pool", "The %s of each window of %s x %s: %s to %s.".formatted(
                which.equals("max") ? "largest" : "smallest", w.height(), w.width(), LayerSource.sizes(in),
                LayerSource.sizes(out)), Map.of(),
                body(inner, in, out, "which", which, "worst",
                        which.equals("max") ? "NEGATIVE_INFINITY" : "POSITIVE_INFINITY", "kh", w.height(),
                        "kw",
                        w.width(), "i", place("row", w.strideY(), w.paddingY(), "ky", w.dilationY()), "j",
                        place("column", w.strideX(), w.paddingX(), "kx", w.dilationX())));
    }

    static LayerSource mean(AvgPool2d layer, Shape in, Shape out) {
        Window w = layer.window();
        String says = "The mean of each window of %s x %s: %s to %s.".formatted(w.height(), w.width(),
                LayerSource.sizes(in), LayerSource.sizes(out));
        String top = "row" + (w.strideY() == 1 ? "" : " * " + w.strideY());
        String left = "column" + (w.strideX() == 1 ? "" : " * " + w.strideX());
        return mean("avgPool", says, in, out, bounded(top, w.paddingY()),
                "Math.min(%s + %s, %s)".formatted(top, w.height() - w.paddingY(), in.size(1)),
                bounded(left, w.paddingX()),
                "Math.min(%s + %s, %s)".formatted(left, w.width() - w.paddingX(), in.size(2)),
                layer.countIncludePad() ? Integer.toString(w.height() * w.width())
                        : "((bottom - top) * (right - left))");
    }

    private static String bounded(String from, int padding) {
        return padding == 0 ? from : "Math.max(%s - %s, 0)".formatted(from, padding);
    }

    /** Means of fields that cover the image. */
    static LayerSource fields(Shape in, Shape out) {
        String says = "The mean of each field: %s to %s.".formatted(LayerSource.sizes(in),
                LayerSource.sizes(out));
        int h = in.size(1);
        int w = in.size(2);
        int oh = out.size(1);
        int ow = out.size(2);
        return mean("means", says, in, out, "row * %s / %s".formatted(h, oh),
                "((row + 1) * %s + %s) / %s".formatted(h, oh - 1, oh), "column * %s / %s".formatted(w, ow),
                "((column + 1) * %s + %s) / %s".formatted(w, ow - 1, ow),
                "((bottom - top) * (right - left))");
    }

    private static LayerSource mean(String name, String says, Shape in, Shape out, String top, String bottom,
            String left, String right, String count) {
        return new LayerSource(name, says, Map.of(), body("""
                int top = $top;
                int bottom = $bottom;
                int left = $left;
                int right = $right;
                double sum = 0;
                for (int i = top; i < bottom; i++) {
                    for (int j = left; j < right; j++) {
                        sum += x[(c * $h + i) * $w + j];
                    }
                }
                y[at++] = (float) (sum / $count);
                """, in, out, "top", top, "bottom", bottom, "left", left, "right", right, "count", count));
    }

    /** A part of each channel, or all of it with zeros around: place 0, 0 of the result is top, left of x. */
    static LayerSource placed(String name, int top, int left, Shape in, Shape out) {
        return new LayerSource(name, "%s to %s.".formatted(LayerSource.sizes(in), LayerSource.sizes(out)),
                Map.of(), body("""
                        int i = row + $top;
                        int j = column + $left;
                        y[at++] = i >= 0 && i < $h && j >= 0 && j < $w ? x[(c * $h + i) * $w + j] : 0;
                        """, in, out, "top", top, "left", left));
    }
}
