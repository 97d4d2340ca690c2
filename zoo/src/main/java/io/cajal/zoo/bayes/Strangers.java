package io.cajal.zoo.bayes;

import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Images that are no digits, though some are made of digits: what a network has never seen, and should be unsure of. */
final class Strangers {
    private Strangers() {
    }

    /** Of images [N × 1 × H × W] in 0 … 1, so many of each kind, by name. */
    static Map<String, Tensor> of(Dataset digits, int count, Rng rng) {
        int n = Math.min(count, digits.size() / 2);
        Tensor x = digits.batch(IntStream.range(0, n).toArray()).x();
        Tensor others = digits.batch(IntStream.range(n, 2 * n).toArray()).x();
        int width = x.size(3);
        int pixels = x.shape().elements() / n;
        Map<String, Tensor> kinds = new LinkedHashMap<>();
        kinds.put("halves of two", Tensor.cat(3, x.narrow(3, 0, width / 2),
                others.narrow(3, width / 2, width - width / 2)));
        kinds.put("two on each other", x.maximum(others));
        kinds.put("scattered pixels", x.flatten(1).indexSelect(1, rng.split("places").permutation(pixels))
                .reshape(x.shape()));
        kinds.put("negatives", x.neg().add(1));
        kinds.put("noise", Tensor.uniform(x.shape(), 0, 1, rng.split("noise")));
        return kinds;
    }

    /**
     * How well a figure tells strangers from digits: the odds that a stranger's is the larger of two, where equal ones count
     * half (the area under the ROC curve). ½ is chance.
     */
    static double told(double[] digits, double[] strangers) {
        double[] sorted = digits.clone();
        Arrays.sort(sorted);
        double sum = 0;
        for (double value : strangers) {
            int below = first(sorted, value, false);
            int notAbove = first(sorted, value, true);
            sum += below + 0.5 * (notAbove - below);
        }
        return sum / ((double) digits.length * strangers.length);
    }

    /** The first place whose number is at least the value, or above it. */
    private static int first(double[] sorted, double value, boolean above) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value || above && sorted[middle] == value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
