package io.cajal.studio.play;

import io.cajal.backend.Arena;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How well a network does on the points to learn from and to test with. For one thread at a time. */
final class Scores {
    private final Spec spec;
    private final Part train;
    private final Part test;
    private final Arena arena = Run.current().device().arena();

    /** Some points. */
    private record Part(Tensor x, Tensor y, int[] labels) {
    }

    /**
     * @param accuracy NaN for values
     * @param confusion rows are the true classes, columns the network's; null for values
     */
    record Score(double loss, double accuracy, int[][] confusion) {
        static final Score NONE = new Score(Double.NaN, Double.NaN, null);

        Map<String, Object> toJson() {
            return Spec.ordered("loss", Numbers.finite(loss), "accuracy", Numbers.finite(accuracy));
        }

        List<List<Integer>> confusionJson() {
            return confusion == null ? null
                    : Arrays.stream(confusion).map(row -> Arrays.stream(row).boxed().toList()).toList();
        }
    }

    Scores(Spec spec, Points points) {
        this.spec = spec;
        train = part(points.train());
        test = points.test().length == 0 ? null : part(points.test());
    }

    private Part part(double[][] points) {
        return new Part(Points.features(spec.inputs(), points), Points.targets(spec, points),
                Arrays.stream(points).mapToInt(point -> (int) point[2]).toArray());
    }

    Score train(Net net) {
        return score(net, train);
    }

    /** {@link Score#NONE} when there are no points to test with. */
    Score test(Net net) {
        return test == null ? Score.NONE : score(net, test);
    }

    boolean hasTest() {
        return test != null;
    }

    /** The loss that decides: of the test set, if there is one. */
    double watched(Net net) {
        return test == null ? train(net).loss : test(net).loss;
    }

    private Score score(Net net, Part part) {
        return arena.step(() -> Run.evaluation().call(() -> {
            Tensor outputs = net.whole().apply(part.x);
            double loss = net.loss().of(outputs, part.y).item();
            if (spec.classes() == 0) {
                return new Score(loss, Double.NaN, null);
            }
            int[][] confusion = new int[spec.classes()][spec.classes()];
            int right = 0;
            float[] numbers = outputs.toFloats();
            for (int i = 0; i < part.labels.length; i++) {
                int chosen = Output.chosen(numbers, i, spec.classes());
                confusion[part.labels[i]][chosen]++;
                right += chosen == part.labels[i] ? 1 : 0;
            }
            return new Score(loss, (double) right / part.labels.length, confusion);
        }));
    }
}
