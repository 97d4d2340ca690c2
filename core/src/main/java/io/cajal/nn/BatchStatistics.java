package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * New statistics for the batch normalisations of a model whose weights came from elsewhere, such as the mean of other
 * weights (Izmailov et al. 2018, section 3.2): the running mean and variance become the plain means of those of so many
 * batches. PyTorch's {@code update_bn}.
 */
public final class BatchStatistics {
    private BatchStatistics() {
    }

    /** Whether a layer of the model keeps such statistics. */
    public static boolean areKept(Layer model) {
        return !normalizations(model).isEmpty();
    }

    private static List<BatchNorm> normalizations(Layer model) {
        List<BatchNorm> found = new ArrayList<>();
        Parts.layers(model).values().forEach(layer -> {
            if (layer instanceof BatchNorm norm && norm.momentum() > 0) {
                found.add(norm);
            }
        });
        return found;
    }

    /**
     * Runs batches through the model as in training.
     *
     * @param batches how many
     * @param inputs of each
     * @param rng for layers that draw
     */
    public static void renew(Layer model, int batches, IntFunction<Tensor> inputs, Rng rng) {
        List<BatchNorm> norms = normalizations(model);
        List<double[]> means = new ArrayList<>();
        List<double[]> variances = new ArrayList<>();
        norms.forEach(norm -> {
            means.add(new double[norm.weight().shape().elements()]);
            variances.add(new double[norm.weight().shape().elements()]);
        });
        for (int i = 0; i < batches; i++) {
            Tensor x = inputs.apply(i);
            norms.forEach(norm -> {
                norm.runningMean().set(norm.runningMean().filled(0)); // so that the batch's share alone is left
                norm.runningVar().set(norm.runningVar().filled(0));
            });
            Run.training(rng.split(i)).call(() -> Run.recording(false).call(() -> model.apply(x)));
            for (int k = 0; k < norms.size(); k++) {
                add(norms.get(k).runningMean(), means.get(k), norms.get(k).momentum());
                add(norms.get(k).runningVar(), variances.get(k), norms.get(k).momentum());
            }
        }
        for (int k = 0; k < norms.size(); k++) {
            norms.get(k).runningMean().set(Tensor.of(means.get(k)).div(batches));
            norms.get(k).runningVar().set(Tensor.of(variances.get(k)).div(batches));
        }
    }

    private static void add(Buffer share, double[] sum, double momentum) {
        double[] numbers = share.toDoubles();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += numbers[i] / momentum;
        }
    }
}
