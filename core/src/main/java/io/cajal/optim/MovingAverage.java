package io.cajal.optim;

import io.cajal.backend.UpdateFn;
import io.cajal.base.CajalException;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.nn.StateDict;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A running mean of a model's weights over its last steps, a ← a + (1 − d)·(w − a), which forgets older ones: the weights of
 * step t count dᵗ times as much as the present ones. Steps of a constant size circle round a minimum, and two networks that
 * learn against each other circle round their balance; the mean lies nearer to it than any of the steps (Polyak and Juditsky
 * 1992; Yazıcı et al. 2019, "The unusual effectiveness of averaging in GAN training"). PyTorch's {@code AveragedModel} with
 * {@code get_ema_multi_avg_fn}: the first update takes the weights themselves, and buffers, such as the statistics of a
 * batch normalisation, are those of the last step.
 *
 * <p>{@link #equal} forgets nothing: all updates count alike. Taken once an epoch over the last epochs of a training whose
 * learning rate stays large enough to move about, it is stochastic weight averaging (Izmailov et al. 2018), PyTorch's
 * {@code AveragedModel} as it is: its mean lies in the middle of a wide valley, where the last step lies at its edge. After
 * it batch normalisations need {@linkplain io.cajal.nn.BatchStatistics new statistics}.
 *
 * <p>{@link io.cajal.train.Trainer#average} does it all; in a loop of one's own: {@snippet :
 * MovingAverage average = new MovingAverage(model, 0.999);
 * optimizer.step(loss.backward());
 * average.update();                                              // after every step
 * double score = average.during(() -> evaluate(model));          // with the averaged weights
 * average.finish();                                              // the model has them from now on
 * }
 */
public final class MovingAverage {
    private static final String UPDATES = "updates";
    private final Map<String, Param> params;
    private final Map<String, Buffer> averages = new LinkedHashMap<>();
    private final double decay;
    private long updates;

    /** @param decay d: 0.999 averages over some thousand steps */
    public MovingAverage(Layer model, double decay) {
        if (!(decay >= 0 && decay < 1)) {
            throw new CajalException(
                    "moving average: the decay must be 0 or more and less than 1, got " + decay);
        }
        this(decay, model);
    }

    private MovingAverage(double decay, Layer model) {
        this.decay = decay;
        params = Parts.params(model);
        params.forEach((name, param) -> averages.put(name, Buffer.of(param)));
    }

    /** Of which each update counts as much as every other. */
    public static MovingAverage equal(Layer model) {
        return new MovingAverage(Double.NaN, model);
    }

    /** Whether it has taken in no weights yet. */
    public boolean isEmpty() {
        return updates == 0;
    }

    /** Takes in the weights as they are now. */
    public void update() {
        Rule rule = new Rule(Double.isNaN(decay) ? 1.0 / (updates + 1) : 1 - decay);
        params.forEach((name, param) -> {
            if (updates == 0) {
                averages.get(name).set(param);
            } else {
                averages.get(name).update(rule, param);
            }
        });
        updates++;
    }

    /** Does something with a model that has the averaged weights, and gives it back its own. */
    public <T> T during(Supplier<T> work) {
        Map<String, Tensor> own = StateDict.copy(new LinkedHashMap<>(params));
        finish();
        try {
            return work.get();
        } finally {
            set(own);
        }
    }

    /** Gives the model the averaged weights. */
    public void finish() {
        set(averages);
    }

    private void set(Map<String, ? extends Tensor> values) {
        Run.recording(false).run(() -> params.forEach((name, param) -> param.set(values.get(name))));
    }

    /** Everything that a checkpoint must keep; the tensors change with the next update. */
    public Map<String, Tensor> state() {
        Map<String, Tensor> all = new LinkedHashMap<>(averages);
        all.put(UPDATES, Exact.of(updates));
        return all;
    }

    /** Goes on from a kept state, to the bit. A state that does not fit changes nothing. */
    public void load(Map<String, Tensor> kept) {
        averages.forEach((name, average) -> {
            if (!kept.containsKey(name) || !kept.get(name).shape().equals(average.shape())) {
                throw new CajalException("moving average: the kept state lacks \"%s\" %s of the model"
                        .formatted(name, average.shape()));
            }
        });
        if (kept.size() != averages.size() + 1 || !kept.containsKey(UPDATES)) {
            throw new CajalException("moving average: the kept state has %d tensors, this model needs %d"
                    .formatted(kept.size(), averages.size() + 1));
        }
        averages.forEach((name, average) -> average.set(kept.get(name)));
        updates = (long) Exact.numbers(kept.get(UPDATES))[0];
    }

    /** Towards the weights, which stand where an optimizer has the gradient. */
    private record Rule(double fresh) implements UpdateFn {
        @Override
        public void at(double[] v) {
            v[0] += (v[1] - v[0]) * fresh;
        }

        @Override
        public void forward(float[][] v, int from, int to) {
            float[] average = v[0];
            float[] weight = v[1];
            float share = (float) fresh;
            for (int i = from; i < to; i++) {
                average[i] += (weight[i] - average[i]) * share;
            }
        }
    }
}
