package io.cajal.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cajal.backend.ref.RefBackend;
import io.cajal.base.Shape;
import java.util.stream.DoubleStream;

/**
 * The forms in which a {@link UnaryOp} states itself: f and f′ in double, f′ with tensor operations, and the
 * loops in float. All must say the same, at ordinary numbers, at the kinks, near and at 0, and far out; f
 * also at ±∞ and NaN. Usable by the tests of all packages.
 */
public final class UnaryContract {
    private static final float TINY = 1e-40f; // not normalised
    private static final double[] SPECIAL = {0, -0.0, TINY, -TINY, 1e-20, -1e-20, 1e-8, -1e-8, 1e-3, -1e-3,
            0.4, -0.4,
            1, -1, 10.3, -10.3, 20.3, -20.3, 60.3, -60.3, 88.3, -88.3, 100.3, -100.3, 1e4, -1e4, 1e10, -1e10,
            1e30,
            -1e30, Float.MAX_VALUE, -Float.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
            Double.NaN};

    private UnaryContract() {
    }

    /** Checks a function that is ordinary between low and high; its derivative may jump at the kinks. */
    public static void check(UnaryOp f, double low, double high, double... kinks) {
        double[] points = DoubleStream.concat(
                DoubleStream.iterate(low, x -> x <= high, x -> x + (high - low) / 50),
                DoubleStream.concat(DoubleStream.of(kinks), DoubleStream.of(SPECIAL)))
                .map(x -> (float) x).toArray();
        checkLoops(f, points);
        checkTensorSlope(f, points);
        checkDifferences(f, points, kinks);
    }

    /** The loops in float against f and f′ in double. */
    private static void checkLoops(UnaryOp f, double[] points) {
        int n = points.length;
        float[] x = new float[n + 3]; // from an offset, as when several threads share the work
        float[] y = new float[n + 3];
        float[] out = new float[n + 3];
        float[] g = new float[n + 3];
        for (int i = 0; i < n; i++) {
            x[3 + i] = (float) points[i];
            g[3 + i] = i % 2 == 0 ? 1 : -2;
        }
        f.forward(x, 3, y, 3, n);
        float[] keptX = f.keepsInput(0) ? x : null;
        float[] keptY = f.keepsOutput() ? y : null;
        f.backward(g, keptX, keptY, out, 3, 3 + n);
        for (int i = 0; i < n; i++) {
            assertNear(f.at(points[i]), y[3 + i], f + " at " + points[i]);
            if (!Double.isFinite(points[i])) {
                continue;
            }
            double slope = f.slope(keptX == null ? Double.NaN : points[i],
                    keptY == null ? Double.NaN : y[3 + i]);
            assertNear(g[3 + i] * slope, out[3 + i], f + "′ at " + points[i] + " times " + g[3 + i]);
        }
    }

    private static void assertNear(double exact, float fast, String what) {
        float expected = (float) exact; // ±∞ where float ends
        double tolerance = Float.isFinite(expected) ? 2e-6 * (1 + Math.abs(exact)) : 0;
        assertEquals(expected, (double) fast, tolerance, what);
    }

    /** f′ with tensor operations against f′ in double. */
    private static void checkTensorSlope(UnaryOp f, double[] points) {
        Run.on(RefBackend.INSTANCE).run(() -> {
            Tensor x = Tensor.of(Shape.of(points.length), points).tracked();
            Tensor ones = x.filled(1);
            double[] plain = x.apply(f).backward(ones, false).get(x).toDoubles();
            double[] recorded = x.apply(f).backward(ones, true).get(x).toDoubles();
            for (int i = 0; i < points.length; i++) {
                double tolerance = Double.isFinite(plain[i]) ? 1e-11 * (1 + Math.abs(plain[i])) : 0;
                assertEquals(plain[i], Double.isFinite(points[i]) ? recorded[i] : plain[i], tolerance,
                        f + "′ as a tensor at " + points[i]);
            }
        });
    }

    /** f′ against f, where both are finite, not rounded away, and no kink is near. */
    private static void checkDifferences(UnaryOp f, double[] points, double... kinks) {
        for (double x : points) {
            double h = x == 0 ? 1e-8 : 1e-5 * Math.abs(x);
            double y = f.at(x);
            double difference = (f.at(x + h) - f.at(x - h)) / (2 * h);
            double slope = f.slope(x, y);
            boolean smooth = DoubleStream.of(kinks).noneMatch(kink -> Math.abs(x - kink) <= 2 * h);
            boolean rounded = x != 0 && Math.abs(x) < 1e-3 || Math.abs(x) > 1e3
                    || Math.abs(y) > 1e3 * (1 + Math.abs(slope));
            if (smooth && !rounded && Double.isFinite(difference) && Double.isFinite(slope)) {
                assertEquals(difference, slope, 1e-5 * (1 + Math.abs(slope)), f + "′ at " + x);
            }
        }
    }
}
