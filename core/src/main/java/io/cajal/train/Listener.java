package io.cajal.train;

import io.cajal.data.Batch;
import io.cajal.nn.Layer;
import io.cajal.tensor.Gradients;

/** Hears how a training goes. Every method may be left out. */
public interface Listener {

    /** Before the first step. */
    default void started(Plan plan) {
    }

    /** Whether to be shown the inside of the present step; asked in each, so the answer should be quick. */
    default boolean looks() {
        return false;
    }

    /** The inside of a step, between the backward pass and the change of the weights, if {@link #looks} said yes. */
    default void looked(Look look) {
    }

    /** After each optimizer step. */
    default void stepped(Step step) {
    }

    /** After each epoch, once the validation part was scored. */
    default void finishedEpoch(History.Epoch epoch, boolean best) {
    }

    /** After the last epoch; {@code reason} says why it was the last. */
    default void finished(History history, String reason) {
    }

    /** What is about to happen. */
    record Plan(int examples, int batchSize, int stepsPerEpoch, int firstEpoch, int epochs) {
        /** What is left after this step, at the speed of its epoch; without the scoring after epochs. */
        public double secondsLeft(Step step) {
            double done = (double) step.step() / stepsPerEpoch;
            return (epochs - step.epoch() + 1 - done) * examples / step.examplesPerSecond();
        }
    }

    /**
     * The inside of a step. Its tensors last until {@link #looked} returns.
     *
     * @param gradients of the loss, before any clipping
     */
    record Look(Layer model, Batch batch, Gradients gradients) {
    }

    /**
     * One optimizer step.
     *
     * @param epoch counted from 1
     * @param step in the epoch, counted from 1
     * @param loss of this batch
     * @param meanLoss of the epoch so far
     * @param examplesPerSecond in this epoch so far
     */
    record Step(int epoch, int step, double loss, double meanLoss, double examplesPerSecond) {
    }
}
