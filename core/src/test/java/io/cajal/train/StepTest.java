package io.cajal.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.Generators;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.nn.SpectralNorm;
import io.cajal.nn.StateDict;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Adam;
import io.cajal.optim.MovingAverage;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Schedule;
import io.cajal.optim.Sgd;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Step.Losses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings by a loss of whole batches, by a rule of their own, and with averaged weights. */
class StepTest {
    private static final Dataset MOONS = Generators.moons(300, 0.15, Rng.of(3));
    private static final Dataset MORE_MOONS = Generators.moons(100, 0.15, Rng.of(4));

    /** Two networks against each other, on points; the second has a state that is not trained. */
    private static final class Game {
        private final Sequential generator;
        private final Sequential critic;
        private final Optimizer generatorOptimizer;
        private final Optimizer criticOptimizer;

        Game() {
            Rng rng = Rng.of(5);
            generator = Sequential.of(Linear.of(2, 16, rng.split(1)), BatchNorm1d.of(16), new Relu(),
                    Linear.of(16, 2, rng.split(2)));
            critic = Sequential.of(SpectralNorm.of(Linear.of(2, 16, rng.split(3)), rng.split(4)), new Relu(),
                    Linear.of(16, 1, rng.split(5)));
            generatorOptimizer = new Adam(generator, 1e-2).betas(0.5, 0.999);
            criticOptimizer = new Sgd(critic, 2e-2).momentum(0.9);
        }

        Trainer trainer() {
            Step rule = batch -> {
                Rng rng = Run.current().rng("codes");
                Tensor fake = generator.apply(Tensor.normal(batch.x().shape(), rng));
                Tensor judged = critic.apply(batch.x()).neg().softplus().mean()
                        .add(critic.apply(fake.detach()).softplus().mean());
                criticOptimizer.step(judged.backward());
                Tensor fooled = critic.apply(fake).neg().softplus().mean();
                generatorOptimizer.step(fooled.backward());
                return Losses.of("critic", judged.item()).and("generator", fooled.item());
            };
            return new Trainer(generator, rule, List.of(criticOptimizer, generatorOptimizer)).epochs(3)
                    .batchSize(32).schedule(Schedule.cosine(0)).average(0.9);
        }

        Map<String, Tensor> weights() {
            Map<String, Tensor> all = StateDict.copy(StateDict.of(generator));
            StateDict.copy(StateDict.of(critic)).forEach((name, tensor) -> all.put("critic." + name, tensor));
            return all;
        }
    }

    private static void assertEqual(Map<String, Tensor> expected, Map<String, Tensor> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, tensor) -> assertArrayEquals(tensor.toDoubles(),
                actual.get(name).toDoubles(), name));
    }

    /** In the middle of an epoch, between epochs, and after the last step; the critic is no part of the model. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 10, 17, 29})
    void aRuleOfItsOwnResumesToTheSameBits(int stop, @TempDir Path folder) {
        Game whole = new Game();
        History expected = whole.trainer().fit(MOONS, Rng.of(1));
        Path checkpoint = folder.resolve("checkpoint");
        int[] steps = new int[1];
        assertThrows(TrainingStopped.class, () -> new Game().trainer().checkpoint(checkpoint, false)
                .stopWhen(() -> ++steps[0] == stop).fit(MOONS, Rng.of(1)));
        Game resumed = new Game();
        History history = resumed.trainer().checkpoint(checkpoint, true).fit(MOONS, Rng.of(1));
        assertEqual(whole.weights(), resumed.weights());
        assertEquals(expected.toJson(), history.toJson());
        Game again = new Game();
        again.trainer().checkpoint(checkpoint, true).fit(MOONS, Rng.of(1));
        assertEqual(whole.weights(), again.weights());
    }

    @Test
    void aCheckpointWithoutTheCriticIsRefused(@TempDir Path folder) {
        Path checkpoint = folder.resolve("checkpoint");
        new Game().trainer().checkpoint(checkpoint, false).fit(MOONS, Rng.of(1));
        Game other = new Game();
        Layer critic = Sequential.of(Linear.of(2, 3, Rng.of(1)));
        Trainer trainer = new Trainer(other.generator, batch -> Losses.of("nothing", 0),
                List.of(new Sgd(critic, 0.1))).batchSize(32).average(0.9).checkpoint(checkpoint, true);
        Map<String, Tensor> before = StateDict.copy(StateDict.of(other.generator));
        CajalException e = assertThrows(CajalException.class, () -> trainer.fit(MOONS, Rng.of(1)));
        assertEquals(
                checkpoint + " lacks \"0.0.weight\" [3 × 2], which is trained beside the model: delete it to "
                        + "start anew",
                e.getMessage());
        assertEqual(before, StateDict.of(other.generator));
    }

    @Test
    void theScheduleReachesEveryOptimizerAndIsUndone() {
        Layer model = Linear.of(2, 2, Rng.of(1));
        Layer other = Linear.of(2, 2, Rng.of(2));
        Optimizer first = new Sgd(model, 0.5);
        Optimizer second = new Sgd(other, 0.1);
        List<Double> ratios = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        new Trainer(model, _ -> {
            rates.add(first.learningRate());
            ratios.add(first.learningRate() / second.learningRate());
            return Losses.of("nothing", 0);
        }, List.of(first, second)).epochs(2).batchSize(150).schedule(Schedule.step(1, 0.1)).fit(MOONS,
                Rng.of(1));
        assertEquals(List.of(0.5, 0.5, 0.05, 0.05), rates);
        ratios.forEach(ratio -> assertEquals(5, ratio, 1e-12));
        assertEquals(0.5, first.learningRate());
        assertEquals(0.1, second.learningRate());
    }

    @Test
    void namedLossesLandInTheHistory() {
        int[] step = new int[1];
        Layer model = Linear.of(2, 2, Rng.of(1));
        List<Double> shown = new ArrayList<>();
        Listener listener = new Listener() {
            @Override
            public void stepped(Step step) {
                shown.add(step.loss());
            }
        };
        History history = new Trainer(model,
                _ -> Losses.of("critic", step[0]).and("generator", 10 * step[0]++),
                List.of(new Sgd(model, 0.1))).epochs(2).batchSize(200).listener(listener)
                .fit(MOONS, Rng.of(1));
        assertEquals(List.of(0.0, 1.0, 2.0, 3.0), shown);
        assertEquals(1.0 / 3, history.epochs().getFirst().trainLoss(), 1e-12, "200 examples and 100");
        assertEquals(List.of("critic", "generator"),
                List.copyOf(history.epochs().getFirst().metrics().keySet()));
        assertEquals(10.0 / 3, history.epochs().getFirst().metrics().get("generator"), 1e-12);
        assertEquals(70.0 / 3, history.epochs().get(1).metrics().get("generator"), 1e-12);
        assertTrue(Double.isNaN(history.epochs().getFirst().validationLoss()));
    }

    @Test
    void aLossThatIsNoNumberIsNamedInOneLine(@TempDir Path folder) {
        Layer model = Linear.of(2, 2, Rng.of(1));
        int[] step = new int[1];
        Path checkpoint = folder.resolve("checkpoint");
        Trainer trainer = new Trainer(model,
                _ -> Losses.of("critic", 1).and("generator", step[0]++ == 1 ? Double.NaN : 0.25),
                List.of(new Sgd(model, 0.5), new Sgd(model, 0.1))).batchSize(100)
                .checkpoint(checkpoint, false);
        CajalException e = assertThrows(CajalException.class, () -> trainer.fit(MOONS, Rng.of(1)));
        assertEquals(
                "training stopped at epoch 1, step 2: the loss \"generator\" is NaN: the learning rates 0.500 "
                        + "and 0.100 are probably too high (the loss before was 0.25): try a tenth of them, or clip the "
                        + "gradients",
                e.getMessage().replace("0.2500", "0.25"));
        assertFalse(checkpoint.toFile().exists());
        CajalException first = assertThrows(CajalException.class,
                () -> new Trainer(model, _ -> Losses.of("critic", Double.POSITIVE_INFINITY),
                        List.of(new Sgd(model, 0.5))).fit(MOONS, Rng.of(1)));
        assertEquals(
                "training stopped at epoch 1, step 1: the loss \"critic\" is Infinity: the learning rate 0.500 "
                        + "is probably too high: try a tenth of it, or clip the gradients",
                first.getMessage());
    }

    @Test
    void aRuleOfItsOwnIsToldWhatItLacks() {
        Layer model = Linear.of(2, 2, Rng.of(1));
        Step nothing = _ -> Losses.of("nothing", 0);
        List<Optimizer> optimizers = List.of(new Sgd(model, 0.1));
        assertRefused(
                "trainer: to tell the best epoch of a rule of its own takes a metric: give it with metric(metric)",
                () -> new Trainer(model, nothing, optimizers).keepBest().validation(MOONS).fit(MOONS,
                        Rng.of(1)));
        assertRefused("trainer: a rule of its own must clip its gradients itself: "
                + "optimizer.step(loss.backward().clipNorm(limit))",
                () -> new Trainer(model, nothing, optimizers).clipNorm(1).fit(MOONS, Rng.of(1)));
        assertRefused("trainer: needs an optimizer, got none", () -> new Trainer(model, nothing, List.of()));
        assertRefused("moving average: the decay must be 0 or more and less than 1, got 1.0",
                () -> new Trainer(model, nothing, optimizers).average(1).fit(MOONS, Rng.of(1)));
        new Trainer(model, nothing, optimizers).keepBest().validation(MOONS).metric(new Accuracy()).epochs(1)
                .fit(MOONS, Rng.of(1));
    }

    /** No epoch is called the best where nothing tells. */
    @Test
    void withoutAMetricNoEpochIsBest() {
        Layer model = Linear.of(2, 2, Rng.of(1));
        Step nothing = _ -> Losses.of("nothing", 0);
        List<Boolean> best = new ArrayList<>();
        Listener listener = new Listener() {
            @Override
            public void finishedEpoch(History.Epoch epoch, boolean better) {
                best.add(better);
            }
        };
        new Trainer(model, nothing, List.of(new Sgd(model, 0.1))).validation(MOONS).epochs(2)
                .listener(listener).fit(MOONS, Rng.of(1));
        assertEquals(List.of(false, false), best);
    }

    private static void assertRefused(String message, Runnable mistake) {
        assertEquals(message, assertThrows(CajalException.class, mistake::run).getMessage());
    }

    /** A bound that draws: the same noise in each epoch, whatever was learned before, and other noise for other batches. */
    @Test
    void scoringALossOfBatchesIsTheSameEachTime() {
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Layer model = Linear.of(2, 2, Rng.of(1));
            BatchLoss loss = batch -> {
                Tensor noise = Tensor.normal(batch.x().shape(), Run.current().rng("noise"));
                return model.apply(batch.x().add(noise)).square().mean();
            };
            Trainer trainer = new Trainer(model, loss, new Sgd(model, 0)).epochs(3).validation(MORE_MOONS);
            trainer.fit(MOONS, Rng.of(1)).epochs().forEach(epoch -> scores.add(epoch.validationLoss()));
        }
        assertEquals(1, scores.stream().distinct().count(), scores::toString);
        assertTrue(Double.isFinite(scores.getFirst()));
    }

    /** It is the mean over the examples, though the last batch is not full, and restores the best epoch. */
    @Test
    void aLossOfBatchesDecidesWhichEpochIsBest() {
        Layer model = Linear.of(2, 2, Rng.of(1));
        BatchLoss loss = batch -> model.apply(batch.x()).sub(batch.x()).square().mean();
        History history = new Trainer(model, loss, new Sgd(model, 0.3)).epochs(5).validation(MORE_MOONS)
                .keepBest()
                .fit(MOONS, Rng.of(1));
        double best = history.epochs().stream().mapToDouble(History.Epoch::validationLoss).min()
                .orElseThrow();
        double now = Run.evaluation().call(() -> loss.of(MORE_MOONS.all()).item());
        assertEquals(best, now, 1e-6);
    }

    /** What validation sees and what is left at the end is the mean, while steps go on from the last weights. */
    @Test
    void averagedWeightsAreScoredAndLeft() {
        Sequential plain = Sequential.of(Linear.of(2, 2, Rng.of(1)));
        MovingAverage expected = new MovingAverage(plain, 0.8);
        List<Double> scores = new ArrayList<>();
        Listener follows = new Listener() {
            @Override
            public void stepped(Step step) {
                expected.update();
            }

            @Override
            public void finishedEpoch(History.Epoch epoch, boolean best) {
                scores.add(expected.during(() -> Evaluation.of(plain, MORE_MOONS).of(new CrossEntropy())));
            }
        };
        new Trainer(plain, new CrossEntropy(), new Adam(plain, 0.05)).epochs(3).listener(follows).fit(MOONS,
                Rng.of(1));
        expected.finish();
        Sequential averaged = Sequential.of(Linear.of(2, 2, Rng.of(1)));
        History history = new Trainer(averaged, new CrossEntropy(), new Adam(averaged, 0.05)).epochs(3)
                .average(0.8).validation(MORE_MOONS).fit(MOONS, Rng.of(1));
        assertEqual(StateDict.of(plain), StateDict.of(averaged));
        assertEquals(scores, history.epochs().stream().map(History.Epoch::validationLoss).toList());
    }

    @Test
    void theBestEpochIsKeptWithItsAveragedWeights() {
        Layer model = Linear.of(2, 2, Rng.of(1));
        History history = new Trainer(model, new CrossEntropy(), new Adam(model, 0.5)).epochs(6).average(0.5)
                .validation(MORE_MOONS).keepBest().fit(MOONS, Rng.of(1));
        double best = history.epochs().stream().mapToDouble(History.Epoch::validationLoss).min()
                .orElseThrow();
        assertNotEquals(best, history.epochs().getLast().validationLoss());
        assertEquals(best, Evaluation.of(model, MORE_MOONS).of(new CrossEntropy()));
        assertEquals(2, Parts.params(model).size());
    }
}
