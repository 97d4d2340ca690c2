package io.cajal.train;

import io.cajal.backend.Arena;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.Loader;
import io.cajal.loss.Loss;
import io.cajal.nn.Layer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model's outputs for a whole data set, with the targets: run once, score by any number of metrics. */
public record Evaluation(Tensor outputs, Tensor targets) {
    private static final int BATCH = 125;

    public static Evaluation of(Layer model, Dataset data) {
        return of(model, data, Run.current().device().arena());
    }

    /** In memory that was used for an evaluation before. */
    static Evaluation of(Layer model, Dataset data, Arena arena) {
        return Run.evaluation().call(() -> {
            Loader loader = Loader.inOrder(data, BATCH);
            int[] order = loader.order(0);
            Tensor[] outputs = new Tensor[loader.batches()];
            Tensor[] targets = new Tensor[loader.batches()];
            for (int i = 0; i < outputs.length; i++) {
                int index = i;
                arena.step(() -> {
                    Batch batch = loader.batch(order, index);
                    outputs[index] = model.apply(batch.x()).keep();
                    targets[index] = batch.y().keep();
                });
            }
            return new Evaluation(Tensor.cat(0, outputs), Tensor.cat(0, targets));
        });
    }

    /** The mean of a loss over a data set, example by example; {@code rng} is what it draws from. */
    static double mean(BatchLoss loss, Dataset data, Arena arena, Rng rng) {
        Loader loader = Loader.inOrder(data, BATCH);
        int[] order = loader.order(0);
        double sum = 0;
        for (int i = 0; i < loader.batches(); i++) {
            int index = i;
            sum += Run.evaluation(rng.split(i)).call(() -> arena.step(() -> {
                Batch batch = loader.batch(order, index);
                return loss.of(batch).item() * batch.size();
            }));
        }
        return sum / data.size();
    }

    /** Without a model: always the most frequent class of the training part, or the mean of its values. */
    public static Evaluation trivial(Dataset train, Dataset test) {
        int classes = train.classes().size();
        float[] y = train.targets();
        float[] asked = test.targets();
        int width = classes > 0 ? classes : asked.length / test.size();
        double[] answer = new double[width];
        for (int i = 0; i < y.length; i++) {
            answer[classes > 0 ? (int) y[i] : i % width] += classes > 0 ? 1 : (double) y[i] / train.size();
        }
        double[][] outputs = new double[test.size()][];
        Arrays.fill(outputs, answer);
        return new Evaluation(Tensor.of(outputs),
                Tensor.of(classes > 0 ? Shape.of(asked.length) : Shape.of(test.size(), width), asked));
    }

    public double of(Metric metric) {
        return Run.evaluation().call(() -> metric.of(outputs, targets));
    }

    public double of(Loss loss) {
        return Run.evaluation().call(() -> loss.of(outputs, targets).item());
    }

    Map<String, Double> of(List<Metric> metrics) {
        Map<String, Double> values = new LinkedHashMap<>();
        metrics.forEach(metric -> values.put(metric.name(), of(metric)));
        return values;
    }
}
