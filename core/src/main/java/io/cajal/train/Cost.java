package io.cajal.train;

import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.loss.Loss;
import io.cajal.nn.Layer;
import io.cajal.nn.StateDict;
import io.cajal.nn.Summary;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tally;
import io.cajal.tensor.Tensor;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * What a network costs, counted before it is trained: work in multiply-adds, memory in numbers. Both follow from
 * the operations that a forward pass records, each of which says how many products it adds up and what it keeps.
 *
 * @param summary for one example, with the work of a prediction
 * @param backward multiply-adds of the backward pass for one example
 * @param keptOnce numbers that a step keeps for its backward pass, whatever the size of the batch
 * @param keptPerExample further such numbers for each example, the example itself included
 * @param widest input and output of the layer where they are largest together, for one example
 */
public record Cost(Summary summary, long backward, long keptOnce, long keptPerExample, long widest) {
    /** Two sizes that tell apart what grows with the batch; a normalisation over it takes two examples. */
    private static final int FEW = 2;
    private static final int MORE = 4;

    /** Of a network, which stays as it is, and a loss. {@code examples} gives as many as it is asked for. */
    public static Cost of(Layer network, Loss loss, IntFunction<Batch> examples) {
        Tensor one = examples.apply(1).x();
        long[] widest = {0};
        Run.evaluation().run(() -> Run.observed((_, x, y) -> widest[0] = Math.max(widest[0],
                (long) x.shape().elements() + y.shape().elements())).run(() -> network.apply(one)));
        Map<String, Tensor> before = StateDict.copy(StateDict.of(network));
        try {
            long few = kept(network, loss, examples.apply(FEW));
            long more = kept(network, loss, examples.apply(MORE));
            long perExample = (more - few) / (MORE - FEW);
            return new Cost(Summary.of(network, one),
                    backward(network, loss, examples.apply(FEW)) / FEW, few - FEW * perExample, perExample,
                    widest[0]);
        } finally {
            StateDict.load(network, before);
        }
    }

    private static long kept(Layer network, Loss loss, Batch batch) {
        return training(() -> Tally.kept(loss.of(network.apply(batch.x()), batch.y())));
    }

    private static long backward(Layer network, Loss loss, Batch batch) {
        return training(() -> Tally.backward(loss.of(network.apply(batch.x()), batch.y())));
    }

    private static long training(LongSupplier count) {
        return Run.training(Rng.of(1)).call(count::getAsLong);
    }

    /** Multiply-adds of a prediction of one example. */
    public long forward() {
        return summary.multiplyAdds();
    }

    /** Multiply-adds for one example in a step of training. */
    public long training() {
        return forward() + backward;
    }

    /** Numbers that a step keeps for its backward pass. */
    public long kept(int batch) {
        return keptOnce + keptPerExample * batch;
    }
}
