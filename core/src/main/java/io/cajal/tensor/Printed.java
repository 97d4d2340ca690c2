package io.cajal.tensor;

import java.util.Locale;

/** A tensor as text: nested rows, at most the first and last three of each axis once it is large. */
final class Printed {
    private static final int LARGE = 1000;
    private static final int EDGE = 3;
    private final double[] values;
    private final int[] sizes;
    private final boolean cut;
    private final String format;
    private final StringBuilder text = new StringBuilder();

    private Printed(Tensor tensor) {
        values = tensor.toDoubles();
        sizes = tensor.shape().sizes();
        cut = values.length > LARGE;
        boolean whole = true;
        double largest = 0;
        for (double v : values) {
            whole &= v == Math.rint(v);
            largest = Double.isFinite(v) ? Math.max(largest, Math.abs(v)) : largest;
        }
        format = whole && largest < 1e7 ? "%.0f" : largest < 1e4 && largest >= 1e-3 ? "%.4f" : "%.4e";
    }

    static String of(Tensor tensor) {
        Printed printed = new Printed(tensor);
        printed.print(0, 0, 1);
        return "Tensor" + tensor.shape() + " " + printed.text.toString().strip();
    }

    private void print(int axis, int offset, int depth) {
        if (axis == sizes.length) {
            text.append(String.format(Locale.ROOT, format, values[offset]));
            return;
        }
        int stride = 1;
        for (int i = axis + 1; i < sizes.length; i++) {
            stride *= sizes[i];
        }
        text.append('[');
        for (int i = 0; i < sizes[axis]; i++) {
            if (i > 0) {
                text.append(axis == sizes.length - 1 ? ", " : ",\n" + " ".repeat(depth));
            }
            if (cut && sizes[axis] > 2 * EDGE && i == EDGE) {
                text.append("…");
                i = sizes[axis] - EDGE - 1;
                continue;
            }
            print(axis + 1, offset + i * stride, depth + 1);
        }
        text.append(']');
    }
}
