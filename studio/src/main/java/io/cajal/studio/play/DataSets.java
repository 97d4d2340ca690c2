package io.cajal.studio.play;

import io.cajal.base.Rng;
import io.cajal.data.Generators;
import io.cajal.data.TensorDataset;
import io.cajal.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The data sets by name: those of the TensorFlow Playground, and some with three or more classes. All of them
 * lie in the square of ±6.
 */
final class DataSets {
    /** Half the side of the square that is shown. */
    static final double LIMIT = 6;

    /** A data set. */
    private record Entry(int classes, Maker maker) {
    }

    /** Makes points. */
    @FunctionalInterface
    private interface Maker {
        TensorDataset make(int n, double noise, Rng rng);
    }

    /** One point, made from its number. */
    @FunctionalInterface
    private interface Place {
        double[] at(int i, Rng rng);
    }

    private static final Map<String, Entry> ALL = new LinkedHashMap<>();

    static {
        ALL.put("circle", new Entry(2, Generators::circle));
        ALL.put("xor", new Entry(2, Generators::xor));
        ALL.put("gauss", new Entry(2, Generators::gauss));
        ALL.put("spiral", new Entry(2, Generators::spiral));
        ALL.put("moons", new Entry(2, DataSets::moons));
        ALL.put("plane", new Entry(0, Generators::plane));
        ALL.put("multi-gauss", new Entry(0, Generators::multiGaussian));
        ALL.put("three-spirals", new Entry(3, DataSets::spirals));
        ALL.put("rings", new Entry(3, DataSets::rings));
        ALL.put("quadrants", new Entry(4, DataSets::quadrants));
        ALL.put("clusters", new Entry(5, DataSets::clusters));
    }

    private DataSets() {
    }

    /** How many classes each has; 0 for values. */
    static Map<String, Integer> classes() {
        Map<String, Integer> classes = new LinkedHashMap<>();
        ALL.forEach((name, entry) -> classes.put(name, entry.classes));
        return classes;
    }

    /** Points {@code [x, y, label]}. */
    static double[][] make(String name, int n, double noise, Rng rng) {
        TensorDataset made = ALL.get(name).maker.make(n, noise, rng);
        float[] x = made.x().toFloats();
        float[] y = made.y().toFloats();
        double[][] points = new double[n][];
        for (int i = 0; i < n; i++) {
            points[i] = new double[] {x[2 * i], x[2 * i + 1], y[i]};
        }
        return points;
    }

    private static TensorDataset points(int n, Rng rng, Place place) {
        double[][] x = new double[n][];
        double[] labels = new double[n];
        for (int i = 0; i < n; i++) {
            double[] point = place.at(i, rng);
            x[i] = new double[] {point[0], point[1]};
            labels[i] = point[2];
        }
        return new TensorDataset(Tensor.of(x), Tensor.of(labels));
    }

    /** Those of {@link Generators}, around the middle of the square. */
    private static TensorDataset moons(int n, double noise, Rng rng) {
        TensorDataset small = Generators.moons(n, 0.5 * noise, rng);
        Tensor middle = Tensor.of(0.5, 0.25);
        return new TensorDataset(small.x().sub(middle).mul(3), small.y());
    }

    /** Three arms of one turn. */
    private static TensorDataset spirals(int n, double noise, Rng rng) {
        int arm = Math.max(1, n / 3);
        return points(n, rng, (i, r) -> {
            int label = i % 3;
            double part = Math.min(1, (double) (i / 3 + 1) / arm);
            double angle = 2 * Math.PI * (part + label / 3.0);
            return new double[] {5 * part * StrictMath.sin(angle) + r.uniform(-1, 1) * noise,
                    5 * part * StrictMath.cos(angle) + r.uniform(-1, 1) * noise, label};
        });
    }

    /** A disc and two rings around it, with gaps between them; noise takes points across. */
    private static TensorDataset rings(int n, double noise, Rng rng) {
        double[] from = {0, 2.2, 4.2};
        double[] to = {1.4, 3.4, 5.4};
        return points(n, rng, (i, r) -> {
            int label = i % 3;
            double radius = r.uniform(from[label], to[label]);
            double angle = r.uniform(0, 2 * Math.PI);
            return new double[] {radius * StrictMath.sin(angle) + 2 * noise * r.uniform(-1, 1),
                    radius * StrictMath.cos(angle) + 2 * noise * r.uniform(-1, 1), label};
        });
    }

    /** The four quadrants, as xor has them, each a class of its own. */
    private static TensorDataset quadrants(int n, double noise, Rng rng) {
        return points(n, rng, (i, r) -> {
            double x = r.uniform(-5, 5);
            double y = r.uniform(-5, 5);
            x += x > 0 ? 0.3 : -0.3;
            y += y > 0 ? 0.3 : -0.3;
            double dx = r.uniform(-5, 5) * noise;
            double dy = r.uniform(-5, 5) * noise;
            return new double[] {x, y, (x + dx >= 0 ? 1 : 0) + (y + dy >= 0 ? 2 : 0)};
        });
    }

    /** Five clouds in a circle. */
    private static TensorDataset clusters(int n, double noise, Rng rng) {
        double deviation = 0.5 + 1.5 * noise;
        return points(n, rng, (i, r) -> {
            double angle = 2 * Math.PI * (i % 5) / 5;
            return new double[] {3.6 * StrictMath.sin(angle) + deviation * r.normal(),
                    3.6 * StrictMath.cos(angle) + deviation * r.normal(), i % 5};
        });
    }
}
