package io.cajal.train;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.loss.Loss;
import io.cajal.nn.Layer;
import io.cajal.optim.Optimizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds a learning rate by trying them: a network learns for some steps while the rate grows from tiny to absurd
 * (Smith 2017, "Cyclical learning rates", section 3.3). Where the loss falls fastest the rate is good, where it rises it
 * is too large. The network is spoilt by it: train another one.
 */
public final class RateFinder {
    private static final double LOWEST = 1e-6;
    private static final double HIGHEST = 10;
    private static final int STEPS = 120;
    /** Steps with rates so small that only chance moves the loss. */
    private static final int TINY_STEPS = STEPS / 3;
    /** A loss so many times above the best means that the training diverges. */
    private static final double HOPELESS = 4;
    /** Of the running mean that takes the noise of single batches out. */
    private static final double SMOOTHING = 0.85;

    private RateFinder() {
    }

    /** What was tried, and the smoothed loss of the step with that rate. */
    public record Curve(List<Double> rates, List<Double> losses) {
        public Curve {
            rates = List.copyOf(rates);
            losses = List.copyOf(losses);
        }

        /** The largest rate of a cycle: a tenth of that with the lowest loss, beyond which the loss rises. */
        public double suggestion() {
            int lowest = Math.min(TINY_STEPS, losses.size() - 1);
            for (int i = lowest; i < losses.size(); i++) {
                lowest = losses.get(i) < losses.get(lowest) ? i : lowest;
            }
            return rates.get(lowest) / 10;
        }
    }

    /** Tries rates with an optimizer whose own does not matter. */
    public static Curve of(Layer model, Loss loss, Optimizer optimizer, Dataset data, int batchSize,
            Rng rng) {
        List<Double> rates = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        double[] running = {0, Double.POSITIVE_INFINITY};
        int batches = Math.max(1, data.size() / batchSize);
        double growth = Math.log(HIGHEST / LOWEST) / STEPS;
        optimizer.learningRate(1);
        Trainer trainer = new Trainer(model, loss, optimizer).epochs(Math.ceilDiv(STEPS, batches))
                .batchSize(batchSize).dropLast()
                .schedule(moment -> LOWEST * StrictMath.exp(growth * moment.step()))
                .listener(new Listener() {
                    @Override
                    public void stepped(Step step) {
                        running[0] = SMOOTHING * running[0] + (1 - SMOOTHING) * step.loss();
                        double mean = running[0] / (1 - StrictMath.pow(SMOOTHING, rates.size() + 1));
                        rates.add(LOWEST * StrictMath.exp(growth * rates.size()));
                        losses.add(mean);
                        running[1] = rates.size() > TINY_STEPS ? Math.min(running[1], mean) : running[1];
                    }
                }).stopWhen(() -> losses.size() >= STEPS || losses.getLast() > HOPELESS * running[1]);
        try {
            trainer.fit(data, rng);
        } catch (TrainingStopped _) {
            // as planned
        } catch (CajalException e) {
            if (rates.isEmpty()) {
                throw e; // not the rate's fault
            }
        }
        return new Curve(rates, losses);
    }
}
