package io.cajal.data;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.tensor.Tensor;
import java.util.List;

/**
 * Small data sets made by a formula, for teaching. Inputs are [N × 2] unless said otherwise; classes are 0
 * and 1. Circle, xor, gauss, spiral, plane and multiGaussian are those of the TensorFlow Playground (Smilkov
 * and Carter 2016), with its ranges; {@code noise} is 0 … 0.5.
 */
public final class Generators {
    private static final List<String> TWO = List.of("0", "1");

    private Generators() {
    }

    /** One point and its target. */
    private record Point(double x, double y, double target) {
    }

    /** Makes point number i. */
    @FunctionalInterface
    private interface Maker {
        Point make(int i);
    }

    private static TensorDataset made(int n, List<String> classes, Maker maker) {
        if (n < 1) {
            throw new CajalException("generator: needs 1 point or more, got " + n);
        }
        double[][] x = new double[n][];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            Point point = maker.make(i);
            x[i] = new double[] {point.x, point.y};
            y[i] = point.target;
        }
        // Values are a column [N × 1], as a network with one output gives them; class numbers are a vector.
        return classes.isEmpty() ? new TensorDataset(Tensor.of(x), Tensor.of(y).unsqueeze(1))
                : new TensorDataset(Tensor.of(x), Tensor.of(y), classes);
    }

    /** Half the points inside radius 2.5, half in the ring 3.5 … 5; class 1 is inside. */
    public static TensorDataset circle(int n, double noise, Rng rng) {
        return made(n, TWO, i -> {
            boolean inside = i < n / 2;
            double radius = inside ? rng.uniform(0, 2.5) : rng.uniform(3.5, 5);
            double angle = rng.uniform(0, 2 * Math.PI);
            double x = radius * StrictMath.sin(angle);
            double y = radius * StrictMath.cos(angle);
            double dx = rng.uniform(-5, 5) * noise;
            double dy = rng.uniform(-5, 5) * noise;
            return new Point(x, y, StrictMath.hypot(x + dx, y + dy) < 2.5 ? 1 : 0);
        });
    }

    /** A square of ±5 with a gap of 0.6 along the axes; class 1 where x·y is positive. */
    public static TensorDataset xor(int n, double noise, Rng rng) {
        return made(n, TWO, i -> {
            double x = rng.uniform(-5, 5);
            double y = rng.uniform(-5, 5);
            x += x > 0 ? 0.3 : -0.3;
            y += y > 0 ? 0.3 : -0.3;
            double dx = rng.uniform(-5, 5) * noise;
            double dy = rng.uniform(-5, 5) * noise;
            return new Point(x, y, (x + dx) * (y + dy) >= 0 ? 1 : 0);
        });
    }

    /**
     * Two clouds around (2, 2), class 1, and (−2, −2), class 0, with variance 0.5 … 4 as the noise goes from
     * 0 to 0.5.
     */
    public static TensorDataset gauss(int n, double noise, Rng rng) {
        double deviation = Math.sqrt(0.5 + 7 * noise);
        return made(n, TWO, i -> {
            int side = i < n / 2 ? 1 : -1;
            return new Point(2 * side + deviation * rng.normal(), 2 * side + deviation * rng.normal(),
                    side > 0 ? 1 : 0);
        });
    }

    /** Two interleaved spirals of 1.75 turns out to radius 5. */
    public static TensorDataset spiral(int n, double noise, Rng rng) {
        int half = Math.max(1, n / 2);
        return made(n, TWO, i -> {
            boolean first = i < n / 2;
            double part = (double) (first ? i : i - n / 2) / half;
            double angle = 1.75 * part * 2 * Math.PI + (first ? 0 : Math.PI);
            return new Point(5 * part * StrictMath.sin(angle) + rng.uniform(-1, 1) * noise,
                    5 * part * StrictMath.cos(angle) + rng.uniform(-1, 1) * noise, first ? 1 : 0);
        });
    }

    /**
     * The two spirals of Lang and Witbrock (1988), 97 points each: angle i·π/16, radius 6.5·(104 − i)/104;
     * class 0 is the mirror image of class 1. With {@code shift} = ½ the points lie between those with shift
     * 0, and serve as their test set.
     */
    public static TensorDataset twoSpirals(double shift) {
        return made(194, TWO, i -> {
            double t = i / 2 + shift;
            double radius = 6.5 * (104 - t) / 104;
            int side = i % 2 == 0 ? 1 : -1;
            return new Point(side * radius * StrictMath.sin(t * Math.PI / 16),
                    side * radius * StrictMath.cos(t * Math.PI / 16), side > 0 ? 1 : 0);
        });
    }

    /**
     * Two half circles that reach into each other; {@code noise} is the standard deviation of what is added
     * to each coordinate.
     */
    public static TensorDataset moons(int n, double noise, Rng rng) {
        int half = Math.max(1, n / 2);
        return made(n, TWO, i -> {
            boolean first = i < n / 2;
            double angle = Math.PI * (first ? i : i - n / 2) / half;
            double x = first ? StrictMath.cos(angle) : 1 - StrictMath.cos(angle);
            double y = first ? StrictMath.sin(angle) : 0.5 - StrictMath.sin(angle);
            return new Point(x + noise * rng.normal(), y + noise * rng.normal(), first ? 0 : 1);
        });
    }

    /** Regression on a square of ±6: target (x + y)/10, [N × 1]. */
    public static TensorDataset plane(int n, double noise, Rng rng) {
        return made(n, List.of(), i -> {
            double x = rng.uniform(-6, 6);
            double y = rng.uniform(-6, 6);
            double dx = rng.uniform(-6, 6) * noise;
            double dy = rng.uniform(-6, 6) * noise;
            return new Point(x, y, Math.clamp((x + dx + y + dy) / 10, -1, 1));
        });
    }

    /** Regression on a square of ±6: six cones of radius 2 with alternating signs, [N × 1]. */
    public static TensorDataset multiGaussian(int n, double noise, Rng rng) {
        double[][] centres = {{-4, 2.5, 1}, {0, 2.5, -1}, {4, 2.5, 1}, {-4, -2.5, -1}, {0, -2.5, 1},
                {4, -2.5, -1}};
        return made(n, List.of(), i -> {
            double x = rng.uniform(-6, 6);
            double y = rng.uniform(-6, 6);
            double px = x + rng.uniform(-6, 6) * noise;
            double py = y + rng.uniform(-6, 6) * noise;
            double target = 0;
            for (double[] c : centres) {
                double height = c[2] * Math.clamp(1 - StrictMath.hypot(px - c[0], py - c[1]) / 2, 0, 1);
                target = Math.abs(height) > Math.abs(target) ? height : target;
            }
            return new Point(x, y, target);
        });
    }

    /**
     * Deck 0's two Gaussians: class 1 is N(μ, I), class 0 is N(−μ, I), every component of μ being {@code
     * mean}; x [N × dimensions], classes alternate.
     */
    public static TensorDataset twoGaussians(int n, int dimensions, double mean, Rng rng) {
        double[][] x = new double[n][dimensions];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = i % 2;
            for (int k = 0; k < dimensions; k++) {
                x[i][k] = (2 * y[i] - 1) * mean + rng.normal();
            }
        }
        return new TensorDataset(Tensor.of(x), Tensor.of(y), TWO);
    }

    /**
     * Linearly separable points in the unit ball, none nearer than γ to the separating hyperplane through the
     * origin; x [N × dimensions]. A perceptron makes at most (1/γ)² mistakes on them (Novikoff 1962).
     */
    public static TensorDataset margin(int n, int dimensions, double gamma, Rng rng) {
        if (!(gamma > 0 && gamma < 1)) {
            throw new CajalException("generator: the margin must be between 0 and 1, got " + gamma);
        }
        double[] normal = direction(dimensions, rng);
        double[][] x = new double[n][];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            double distance = 0;
            while (Math.abs(distance) < gamma) {
                double radius = StrictMath.pow(rng.uniform(gamma, 1), 1.0 / dimensions);
                x[i] = direction(dimensions, rng);
                distance = 0;
                for (int k = 0; k < dimensions; k++) {
                    x[i][k] *= radius;
                    distance += x[i][k] * normal[k];
                }
            }
            y[i] = distance > 0 ? 1 : 0;
        }
        return new TensorDataset(Tensor.of(x), Tensor.of(y), TWO);
    }

    private static double[] direction(int dimensions, Rng rng) {
        double[] v = new double[dimensions];
        double norm = 0;
        for (int k = 0; k < dimensions; k++) {
            v[k] = rng.normal();
            norm += v[k] * v[k];
        }
        for (int k = 0; k < dimensions; k++) {
            v[k] /= Math.sqrt(norm);
        }
        return v;
    }
}
