package io.cajal.train;

/** Hears how a training goes. Every method may be left out. */
public interface Listener {

    /** Before the first step. */
    default void started(Plan plan) {
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
