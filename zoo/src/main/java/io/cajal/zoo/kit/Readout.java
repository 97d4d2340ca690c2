package io.cajal.zoo.kit;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.ErrorRate;
import io.cajal.train.Evaluation;
import java.util.List;

/**
 * The last layer of a network whose others stay as they are: its weights and bias follow from the examples by
 * a ridge, in one pass. Classes are learned as numbers, 1 for the right one and 0 for the others. Examples may
 * be added after weights were asked for: those that λ was chosen by, say.
 */
public final class Readout {
    private static final double SHARPEST = 100;
    private static final double FINER = 1.1;
    private final Layer features;
    private final int outputs;
    private final boolean classes;
    private final NormalEquations sums;

    /**
     * @param features to [N × features]
     * @param like what will be learned: its classes, or the width of its targets
     */
    public Readout(Layer features, Dataset like) {
        this.features = features;
        Batch one = like.batch(0);
        Tensor h = Run.evaluation().call(() -> features.apply(one.x()));
        if (h.rank() != 2) {
            throw new CajalException(
                    "readout: the layers before must give [N × features], got " + h.shape());
        }
        classes = !like.classes().isEmpty();
        outputs = classes ? like.classes().size() : one.y().shape().elements();
        sums = new NormalEquations(h.size(1) + 1, outputs);
    }

    /** Learns from these examples too. */
    public Readout add(Dataset data) {
        data.forEachBatch(batch -> Run.evaluation().run(() -> {
            Tensor h = features.apply(batch.x());
            Tensor y = batch.y();
            sums.add(Tensor.cat(1, h, Tensor.ones(h.size(0), 1)),
                    classes ? y.oneHot(outputs) : y.reshape(batch.size(), outputs));
        }));
        return this;
    }

    /** What was learned so far. */
    public Linear ridge(double lambda) {
        Tensor weights = sums.ridge(lambda);
        int inputs = weights.size(1) - 1;
        return new Linear(Param.of(weights.narrow(1, 0, inputs)),
                Param.of(weights.narrow(1, inputs, 1).reshape(Shape.of(outputs))));
    }

    /** The λ with the fewest errors on examples that were not added; of equals the first. */
    public double best(List<Double> lambdas, Dataset validation) {
        double best = lambdas.getFirst();
        double fewest = Double.POSITIVE_INFINITY;
        for (double lambda : lambdas) {
            double error = Evaluation.of(Sequential.of(features, ridge(lambda)), validation)
                    .of(new ErrorRate());
            if (error < fewest) {
                fewest = error;
                best = lambda;
            }
        }
        return best;
    }

    /**
     * By what to multiply scores, so that their softmax says how sure the network may be: a ridge's stay between
     * 0 and 1, which a softmax takes for doubt. That with the least cross-entropy on examples that were not added
     * (Guo, Pleiss, Sun and Weinberger 2017). No answer changes by it.
     */
    public double sharpness(Linear readout, Dataset validation) {
        Evaluation scored = Evaluation.of(Sequential.of(features, readout), validation);
        double best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (double factor = 1; factor <= SHARPEST; factor *= FINER) {
            double loss = new CrossEntropy().of(scored.outputs().mul(factor), scored.targets()).item();
            if (loss < least) {
                least = loss;
                best = factor;
            }
        }
        return best;
    }

    /** With scores that are so many times as large. */
    public static Linear sharpened(Linear readout, double factor) {
        return new Linear(Param.of(readout.weight().mul(factor)), Param.of(readout.bias().mul(factor)));
    }
}
