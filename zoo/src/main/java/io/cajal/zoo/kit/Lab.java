package io.cajal.zoo.kit;

import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;
import java.util.stream.IntStream;

/**
 * CIE L*a*b* (1976), a space of colours in which distances are about as large as people see them: L from 0,
 * black, to 100, white; a from green to red and b from blue to yellow, both 0 in greys. From sRGB (IEC
 * 61966-2-1) over linear light and XYZ, for the white of daylight, D65. The numbers are the same bits on
 * every machine.
 */
public final class Lab {
    /** sRGB's red, green and blue in X, Y, Z (IEC 61966-2-1), and the way back. */
    private static final double[] TO_XYZ = {0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.0721750,
            0.0193339, 0.1191920, 0.9503041};
    private static final double[] FROM_XYZ = {3.2404542, -1.5371385, -0.4985314, -0.9692660, 1.8760108,
            0.0415560, 0.0556434, -0.2040259, 1.0572252};
    private static final double[] WHITE = {0.95047, 1, 1.08883};
    private static final double EDGE = 6.0 / 29; // below it, f is a straight line instead of a cube root
    private static final int CHANNELS = 3;

    private Lab() {
    }

    /** L, a and b [N × 3 × H × W] of pictures [N × 3 × H × W] in red, green and blue, values in 0 … 1. */
    public static Tensor of(Tensor rgb) {
        return each(rgb, Lab::fromRgb);
    }

    /** The way back; colours that a screen cannot show are cut off at 0 and 1. */
    public static Tensor toRgb(Tensor lab) {
        return each(lab, Lab::toRgb);
    }

    private static void fromRgb(double[] c) {
        double r = linear(c[0]);
        double g = linear(c[1]);
        double b = linear(c[2]);
        double x = f((TO_XYZ[0] * r + TO_XYZ[1] * g + TO_XYZ[2] * b) / WHITE[0]);
        double y = f((TO_XYZ[3] * r + TO_XYZ[4] * g + TO_XYZ[5] * b) / WHITE[1]);
        double z = f((TO_XYZ[6] * r + TO_XYZ[7] * g + TO_XYZ[8] * b) / WHITE[2]);
        c[0] = 116 * y - 16;
        c[1] = 500 * (x - y);
        c[2] = 200 * (y - z);
    }

    private static void toRgb(double[] c) {
        double middle = (c[0] + 16) / 116;
        double x = WHITE[0] * inverse(middle + c[1] / 500);
        double y = WHITE[1] * inverse(middle);
        double z = WHITE[2] * inverse(middle - c[2] / 200);
        for (int i = 0; i < CHANNELS; i++) {
            c[i] = Math.clamp(gamma(FROM_XYZ[3 * i] * x + FROM_XYZ[3 * i + 1] * y + FROM_XYZ[3 * i + 2] * z),
                    0, 1);
        }
    }

    private static double linear(double value) {
        return value <= 0.04045 ? value / 12.92 : StrictMath.pow((value + 0.055) / 1.055, 2.4);
    }

    private static double gamma(double value) {
        return value <= 0.0031308 ? 12.92 * value : 1.055 * StrictMath.pow(value, 1 / 2.4) - 0.055;
    }

    private static double f(double t) {
        return t > EDGE * EDGE * EDGE ? StrictMath.cbrt(t) : t / (3 * EDGE * EDGE) + 4.0 / 29;
    }

    private static double inverse(double t) {
        return t > EDGE ? t * t * t : 3 * EDGE * EDGE * (t - 4.0 / 29);
    }

    private interface Conversion {
        void of(double[] colour);
    }

    private static Tensor each(Tensor pictures, Conversion conversion) {
        Shape shape = pictures.shape();
        if (pictures.rank() != 4 || pictures.size(1) != CHANNELS) {
            throw new ShapeException("lab: needs pictures [N × 3 × H × W], got " + shape);
        }
        int area = pictures.size(2) * pictures.size(3);
        float[] values = pictures.toFloats();
        IntStream.range(0, pictures.size(0)).parallel().forEach(n -> {
            double[] colour = new double[CHANNELS];
            for (int at = n * CHANNELS * area; at < (n * CHANNELS + 1) * area; at++) {
                for (int c = 0; c < CHANNELS; c++) {
                    colour[c] = values[at + c * area];
                }
                conversion.of(colour);
                for (int c = 0; c < CHANNELS; c++) {
                    values[at + c * area] = (float) colour[c];
                }
            }
        });
        return Tensor.of(shape, values);
    }
}
