package io.cajal.train;

import io.cajal.backend.Arena;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.Loader;
import io.cajal.loss.Loss;
import io.cajal.nn.Layer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
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
