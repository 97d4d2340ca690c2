package io.cajal.studio.play;

import io.cajal.base.Rng;
import io.cajal.nn.PlaneFeatures;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Points of the plane with their labels: those to learn from, and those to test with. Which are which follows
 * from the seed.
 *
 * @param train {@code [x, y, label]}
 * @param test as well; perhaps none
 */
record Points(double[][] train, double[][] test) {

    static Points of(Spec spec) {
        Rng rng = spec.rng().split("data");
        Spec.Data data = spec.data();
        double[][] all = data.name().equals(Spec.Data.OWN)
                ? data.points().stream().map(point -> point.stream().mapToDouble(v -> v).toArray())
                        .toArray(double[][]::new)
                : DataSets.make(data.name(), data.count(), data.noise(), rng.split("points"));
        int[] order = rng.split("split").permutation(all.length);
        double[][] mixed = Arrays.stream(order).mapToObj(i -> all[i]).toArray(double[][]::new);
        int learned = spec.trained();
        return new Points(Arrays.copyOf(mixed, learned), Arrays.copyOfRange(mixed, learned, mixed.length));
    }

    /** What the network sees of places {@code [x, y, …]}: [N × inputs]. */
    static Tensor features(List<String> inputs, double[][] places) {
        Tensor plane = Tensor.of(Arrays.stream(places).map(place -> new double[] {place[0], place[1]})
                .toArray(double[][]::new)); // [N × 2]
        return Run.evaluation().call(() -> new PlaneFeatures(inputs).apply(plane));
    }

    /** What the loss compares outputs with: class numbers [N], or values [N × 1]. */
    static Tensor targets(Spec spec, double[][] points) {
        double[] labels = Arrays.stream(points).mapToDouble(point -> point[2]).toArray();
        if (spec.classes() > 2) {
            return Tensor.of(labels);
        }
        boolean isTanh = spec.classes() == 2 && spec.loss().equals(Spec.SQUARE);
        return Tensor.of(isTanh ? Arrays.stream(labels).map(label -> 2 * label - 1).toArray() : labels)
                .unsqueeze(1);
    }

    Map<String, Object> toJson() {
        return Spec.ordered("train", rows(train), "test", rows(test));
    }

    private static List<List<Double>> rows(double[][] points) {
        return Arrays.stream(points).map(point -> Arrays.stream(point).boxed().toList()).toList();
    }
}
