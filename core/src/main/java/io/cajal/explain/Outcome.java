package io.cajal.explain;

import io.cajal.nn.Layer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/** The one number that is to be explained of what a network says of an example. */
@FunctionalInterface
public interface Outcome {
    /** Rows that run through a network together. */
    int BATCH = 1000;

    /** For examples [N × …] the numbers [N], by operations that can be differentiated. */
    Tensor of(Tensor x);

    /** An output as it is: a value, or the logit of a class. */
    static Outcome output(Layer network, int place) {
        return x -> network.apply(x).flatten(1).select(1, place);
    }

    /** The softmax's probability of a class. */
    static Outcome probability(Layer network, int place) {
        return x -> network.apply(x).softmax(-1).select(1, place);
    }

    /** The numbers themselves, in evaluation, some rows at a time. */
    default double[] values(Tensor x) {
        double[] values = new double[x.size(0)];
        Run.evaluation().run(() -> {
            for (int from = 0; from < values.length; from += BATCH) {
                int count = Math.min(BATCH, values.length - from);
                double[] some = of(x.narrow(0, from, count)).toDoubles();
                System.arraycopy(some, 0, values, from, count);
            }
        });
        return values;
    }
}
