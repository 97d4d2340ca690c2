package io.cajal.zoo.energy;

import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.distribution.Bernoulli;
import io.cajal.optim.Schedule;
import io.cajal.optim.Sgd;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A {@link DeepBelief deep belief network} learns without back-propagation, machine after machine: those
 * below by CD-1, which makes good features; the top one, where it is to dream, by PCD.
 */
final class Greedy {
    private static final int BATCH = 100;
    private static final double RATE = 0.1;
    private static final double DREAM_RATE = 0.05;

    private Greedy() {
    }

    /** Teaches all machines for so many epochs each; returns their histories by name. */
    static Map<String, History> teach(Session session, DeepBelief belief, Dataset data, int epochs, Rng rng) {
        Map<String, History> histories = new LinkedHashMap<>();
        for (int i = 0; i < belief.machines().size(); i++) {
            int number = i;
            Rbm rbm = belief.machines().get(i);
            Tensor mean = mean(data, batch -> belief.seen(batch, number));
            rbm.visibleBias().set(AnnealedImportance.baseRates(mean));
            boolean dreams = i == belief.machines().size() - 1 && belief.classes() > 0;
            Contrast contrast = dreams ? Contrast.persistent(rbm, first(belief, data, number, rng))
                    : Contrast.divergence(rbm);
            contrast.visibleMean().set(mean);
            Sgd sgd = new Sgd(contrast, dreams ? DREAM_RATE : RATE);
            String name = "machine %d".formatted(i + 1);
            session.say("%s: %d visible and %d hidden units", name, rbm.visibleUnits(), rbm.hiddenUnits());
            histories
                    .put(name,
                            session.fit(name,
                                    new Trainer(contrast, belief.step(i, contrast, sgd, 1), List.of(sgd))
                                            .epochs(epochs).batchSize(BATCH).schedule(Schedule.polynomial(1)),
                                    data));
        }
        return histories;
    }

    /** The dreams begin at what the machine sees of the first examples. */
    private static Tensor first(DeepBelief belief, Dataset data, int machine, Rng rng) {
        Batch some = data.range(0, Math.min(BATCH, data.size())).all();
        return Run.recording(false).call(() -> Bernoulli.draw(belief.seen(some, machine), rng));
    }

    /** The mean over all examples of what is made of them [N × D]: [D]. */
    static Tensor mean(Dataset data, Function<Batch, Tensor> made) {
        double[][] sum = new double[1][];
        data.forEachBatch(batch -> {
            double[] part = Run.recording(false).call(() -> made.apply(batch).sum(0)).toDoubles();
            sum[0] = sum[0] == null ? new double[part.length] : sum[0];
            for (int i = 0; i < part.length; i++) {
                sum[0][i] += part[i] / data.size();
            }
        });
        return Tensor.of(sum[0]);
    }
}
