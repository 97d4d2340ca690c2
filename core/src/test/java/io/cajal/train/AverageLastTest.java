package io.cajal.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.Generators;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.BatchStatistics;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.nn.StateDict;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Sgd;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stochastic weight averaging by {@link Trainer#averageLast}. */
class AverageLastTest {
    private static final Dataset MOONS = Generators.moons(96, 0.2, Rng.of(1));
    @TempDir
    private Path folder;

    private static Sequential network() {
        return Sequential.of(Linear.of(2, 8, Rng.of(2)), BatchNorm1d.of(8), new Relu(),
                Linear.of(8, 2, Rng.of(3)));
    }

    private static Trainer trainer(Layer model, int epochs) {
        return new Trainer(model, new CrossEntropy(), new Sgd(model, 0.1)).epochs(epochs).batchSize(16)
                .validation(MOONS);
    }

    private static Map<String, Tensor> weights(int epochs) {
        Sequential model = network();
        trainer(model, epochs).fit(MOONS, Rng.of(4));
        return StateDict.copy(StateDict.of(model));
    }

    @Test
    void isTheMeanOfTheEpochsEnds() {
        Map<String, Tensor> third = weights(3);
        Map<String, Tensor> fourth = weights(4);
        Map<String, Tensor> fifth = weights(5);
        Sequential model = network();
        History history = trainer(model, 5).averageLast(3).fit(MOONS, Rng.of(4));
        Parts.params(model).forEach((name, param) -> assertArrayEquals(
                third.get(name).add(fourth.get(name)).add(fifth.get(name)).div(3).toFloats(),
                param.toFloats(), 1e-6f, name));
        assertEquals(Evaluation.of(model, MOONS).of(new CrossEntropy()),
                history.epochs().getLast().validationLoss(), 1e-6);
    }

    @Test
    void batchNormalisationsGetTheirStatistics() {
        Sequential model = network();
        trainer(model, 3).averageLast(2).fit(MOONS, Rng.of(4));
        Linear first = (Linear) model.layers().getFirst();
        double[] mean = Run.evaluation().call(() -> first.apply(MOONS.all().x()).mean(0).toDoubles());
        double[] kept = Parts.buffers(model).get("1.running_mean").toDoubles();
        assertArrayEquals(mean, kept, 1e-5);
    }

    @Test
    void statisticsAreTheMeansOfBatches() {
        BatchNorm1d norm = BatchNorm1d.of(2);
        Tensor[] batches = {Tensor.of(new double[][] {{1, 10}, {3, 30}}),
                Tensor.of(new double[][] {{5, 0}, {5, 6}})};
        BatchStatistics.renew(norm, 2, i -> batches[i], Rng.of(1));
        assertArrayEquals(new double[] {3.5, 11.5}, norm.runningMean().toDoubles(), 1e-5);
        assertArrayEquals(new double[] {1, 109}, norm.runningVar().toDoubles(), 1e-3);
    }

    @Test
    void goesOnAsIfItHadNeverStopped() {
        Sequential whole = network();
        trainer(whole, 6).averageLast(4).fit(MOONS, Rng.of(4));
        Path checkpoint = folder.resolve("checkpoint.safetensors");
        int[] steps = new int[1];
        assertThrows(TrainingStopped.class, () -> trainer(network(), 6).averageLast(4)
                .checkpoint(checkpoint, false).stopWhen(() -> ++steps[0] > 4 * 6 + 2).fit(MOONS, Rng.of(4)));
        Sequential resumed = network();
        trainer(resumed, 6).averageLast(4).checkpoint(checkpoint, true).fit(MOONS, Rng.of(4));
        Map<String, Tensor> expected = StateDict.copy(StateDict.of(whole));
        StateDict.of(resumed).forEach((name, tensor) -> assertArrayEquals(expected.get(name).toFloats(),
                tensor.toFloats(), name));
    }

    @Test
    void saysWhatDoesNotFit() {
        assertEquals("trainer: the last 5 epochs cannot be averaged, as there are 3",
                assertThrows(CajalException.class,
                        () -> trainer(network(), 3).averageLast(5).fit(MOONS, Rng.of(1)))
                        .getMessage());
        assertEquals(
                "trainer: weights are averaged either by average(decay) or by averageLast(epochs), not by both",
                assertThrows(CajalException.class,
                        () -> trainer(network(), 3).averageLast(2).average(0.9).fit(MOONS, Rng.of(1)))
                        .getMessage());
    }
}
