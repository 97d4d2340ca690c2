package io.cajal.table;

import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.loss.CrossEntropy;
import io.cajal.loss.Loss;
import io.cajal.loss.Mse;
import io.cajal.nn.Layer;
import io.cajal.optim.Optimizer;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import io.cajal.train.RateFinder;
import io.cajal.train.Trainer;
import java.util.Arrays;
import java.util.List;

/**
 * Something to learn, be it of a table, of texts, of pictures or of a series: its examples in three parts, and the networks
 * that plans make for them. What finds rates, searches for plans and repeats trainings knows no more of it.
 */
public interface Task {
    Split split();

    /** Whether the answers are classes; else they are numbers. */
    boolean isClasses();

    /** A sensible one for so many examples. */
    Plan plan();

    /** What a search may try. */
    Choices choices();

    /** A network by that plan that has learned nothing yet. */
    Layer network(Plan plan, Rng rng);

    /** How such a network learns from these examples. */
    Trainer trainer(Layer network, Plan plan);

    /** The examples but for the test, k times over: each is once watched, and the others learned from. */
    List<? extends Task> inner(int k, Rng rng);

    /** The examples to learn from, as they are dealt out in batches. */
    default Dataset learned() {
        return split().train();
    }

    /** Of what learns in such a network. */
    default Optimizer optimizer(Layer network, Plan plan) {
        return plan.optimizerOf(network);
    }

    /** Examples of a step. */
    default int batchSize(Plan plan) {
        return Math.min(plan.batchSize(), split().train().size());
    }

    /** A network, and what happened when it learned. */
    record Trained(Layer network, History history) {
    }

    /** Sets up the trainer further, as with progress or checkpoints, and gives it back. */
    @FunctionalInterface
    interface Setup {
        Trainer of(Trainer trainer);
    }

    /** Trains a network by that plan. */
    default Trained train(Plan plan, Rng rng, Setup setup) {
        Layer network = network(plan, rng.split("weights"));
        return new Trained(network, setup.of(trainer(network, plan)).fit(learned(), rng.split("training")));
    }

    /** Tries rates on a network of that plan, which is thrown away; the largest that learns well. */
    default RateFinder.Curve rates(Plan plan, Rng rng) {
        Layer network = network(plan, rng.split("weights"));
        return RateFinder.of(network, loss(plan), optimizer(network, plan.rate(1)), learned(),
                batchSize(plan),
                rng.split("training"));
    }

    /** Cross-entropy of logits, where that is asked for with weights by which all classes count the same. */
    default Loss loss(Plan plan) {
        if (!isClasses()) {
            return new Mse();
        }
        return plan.balanced() ? new CrossEntropy().withWeights(Tensor.of(classWeights()))
                : new CrossEntropy();
    }

    /** N / (C · n_c), so that every class weighs the same; 0 for a class without an example to learn from. */
    private double[] classWeights() {
        int[] counts = classCounts();
        double examples = split().train().size();
        return Arrays.stream(counts).mapToDouble(n -> n == 0 ? 0 : examples / (counts.length * (double) n))
                .toArray();
    }

    /** Examples of each class to learn from. */
    default int[] classCounts() {
        int[] counts = new int[split().train().classes().size()];
        for (float label : split().train().targets()) {
            counts[(int) label]++;
        }
        return counts;
    }
}
