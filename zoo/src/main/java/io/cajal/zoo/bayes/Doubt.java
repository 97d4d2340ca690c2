package io.cajal.zoo.bayes;

import io.cajal.data.Dataset;
import io.cajal.nn.Layer;
import io.cajal.report.Curves;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Evaluation;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Session;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** How unsure a network is of digits, and of images that are none, by the entropy of its odds. */
final class Doubt {
    private static final int SHOWN = 12;
    private final Map<String, double[]> entropies = new LinkedHashMap<>();

    /** Of a network's logits for digits, and for strangers by name. */
    Doubt(Layer network, Dataset digits, Map<String, Tensor> strangers) {
        entropies.put("digits", Sampled.entropy(Evaluation.of(network, digits).outputs()).toDoubles());
        strangers.forEach((name, x) -> entropies.put(name,
                Run.evaluation().call(() -> Sampled.entropy(network.apply(x)).toDoubles())));
    }

    /** How well entropy tells strangers from digits, the mean over their kinds. */
    double told() {
        return entropies.keySet().stream().skip(1)
                .mapToDouble(name -> Strangers.told(entropies.get("digits"), entropies.get(name)))
                .average().orElse(Double.NaN);
    }

    private double mean(String kind) {
        return Arrays.stream(entropies.get(kind)).average().orElse(Double.NaN);
    }

    /** A line for each kind, of two networks beside each other. */
    static void say(Session session, String left, Doubt a, String right, Doubt b) {
        session.say("mean entropy of the odds in nats (ln 10 is 2.30)   %-18s %s", left, right);
        for (String kind : a.entropies.keySet()) {
            session.say("  %-48s %-18.3f %.3f", kind, a.mean(kind), b.mean(kind));
        }
        session.say("  told from digits by it (1 always, ½ chance)      %-18.4f %.4f", a.told(), b.told());
    }

    /** The strangers, and the shares of each kind below an entropy. */
    void draw(Gallery gallery, Map<String, Tensor> strangers) {
        Map<String, Tensor> rows = new LinkedHashMap<>();
        strangers.forEach((name, x) -> rows.put(name, x.narrow(0, 0, Math.min(SHOWN, x.size(0)))));
        gallery.rows("strangers", "Images that are no digits", "Made of digits, or of nothing.", rows, 2)
                .picture("entropy", "How unsure the network is",
                        "The share of images whose odds have at most that entropy. The line of digits rises at once, as the "
                                + "network is sure of most; the further right a line, the more doubt. A line of strangers on the "
                                + "left is one that the network takes for digits.",
                        () -> Curves.of("entropy of the odds in nats", "share of the images").lines(curves())
                                .draw());
    }

    private Map<String, double[][]> curves() {
        Map<String, double[][]> curves = new LinkedHashMap<>();
        entropies.forEach((name, values) -> {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int steps = 48;
            double[][] curve = new double[2][steps + 1];
            for (int i = 0; i <= steps; i++) {
                curve[0][i] = 2.4 * i / steps;
                int count = 0;
                while (count < sorted.length && sorted[count] <= curve[0][i]) {
                    count++;
                }
                curve[1][i] = (double) count / sorted.length;
            }
            curves.put(name, curve);
        });
        return curves;
    }
}
