package io.cajal.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.cpu.Workers;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.Generators;
import io.cajal.data.TensorDataset;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.Dropout;
import io.cajal.nn.Embedding;
import io.cajal.nn.GaussianNoise;
import io.cajal.nn.Gru;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.StateDict;
import io.cajal.nn.TokenReader;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Adam;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Schedule;
import io.cajal.optim.Sgd;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.text.Sequences;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
    private static final Dataset MOONS = Generators.moons(300, 0.15, Rng.of(3));
    private static final Dataset MORE_MOONS = Generators.moons(100, 0.15, Rng.of(4));

    private static final List<String> PINNED = List.of("0x1.5979f4p-1", "0x1.4ace8ep-1", "0x1.288a28p-1",
            "0x1.107a78p-1", "0x1.60fd14p-2", "0x1.42a7e6p-2",
            "0x1.8dc56ap-2", "0x1.bfe7b2p-2", "0x1.0b71fp-1", "0x1.e5110cp-4");

    private static Sequential model() {
        Rng rng = Rng.of(5);
        return Sequential.of(GaussianNoise.of(0.05, rng.split("noise")), Linear.of(2, 64, rng.split("first")),
                new Relu(),
                Dropout.of(0.1, rng.split("drop")), Linear.of(64, 2, rng.split("second")));
    }

    private static Trainer trainer(Layer model, Function<Layer, Optimizer> optimizer) {
        return new Trainer(model, new CrossEntropy(), optimizer.apply(model)).epochs(6).batchSize(32)
                .schedule(Schedule.oneCycle()).validation(MORE_MOONS).metric(new Accuracy()).keepBest();
    }

    /** What a listener does with a step's inside is its own business; the training's bits stay. */
    @Test
    void aListenerLooksInsideWithoutChangingAnything() {
        List<Double> norms = new ArrayList<>();
        Listener curious = new Listener() {
            @Override
            public boolean looks() {
                return norms.size() < 5;
            }

            @Override
            public void looked(Look look) {
                assertEquals(32, look.batch().size());
                norms.add(look.gradients().norm());
                Run.evaluation().run(() -> look.model().apply(look.batch().x()));
            }
        };
        for (int pieces : new int[] {1, 3}) {
            norms.clear();
            Layer watched = model();
            trainer(watched, m -> new Adam(m, 1e-3)).shards(pieces).clipNorm(0.1).listener(curious).fit(MOONS,
                    Rng.of(1));
            Layer alone = model();
            trainer(alone, m -> new Adam(m, 1e-3)).shards(pieces).clipNorm(0.1).fit(MOONS, Rng.of(1));
            assertArrayEquals(weights(alone), weights(watched));
            assertEquals(5, norms.size());
            assertTrue(norms.stream().allMatch(norm -> norm > 0.11), "before clipping: " + norms);
        }
    }

    @Test
    void whatIsLeftIsToldAtTheSpeedOfTheEpoch() {
        Listener.Plan plan = new Listener.Plan(100, 10, 10, 1, 3);
        assertEquals(12.5, plan.secondsLeft(new Listener.Step(2, 5, 1, 1, 12)), 1e-9);
        assertEquals(0, plan.secondsLeft(new Listener.Step(3, 10, 1, 1, 12)), 1e-9);
    }

    private static float[] weights(Layer model) {
        List<Float> all = new ArrayList<>();
        StateDict.of(model).values().forEach(tensor -> {
            for (float v : tensor.toFloats()) {
                all.add(v);
            }
        });
        float[] weights = new float[all.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = all.get(i);
        }
        return weights;
    }

    @Test
    void learnsTheMoons() {
        Sequential model = model();
        History history = trainer(model, m -> new Adam(m, 0.02)).epochs(20).fit(MOONS, Rng.of(1));
        assertEquals(20, history.epochs().size());
        assertTrue(Evaluation.of(model, MORE_MOONS).of(new Accuracy()) > 0.95, history.toCsv());
        assertTrue(history.last().trainLoss() < history.epochs().getFirst().trainLoss());
    }

    /**
     * As floats of the first ten steps' losses, kept from a run: a change here is a change of every training.
     */
    @Test
    void theFirstLossesArePinned() {
        List<String> losses = new ArrayList<>();
        Sequential model = model();
        trainer(model, m -> new Adam(m, 0.02)).epochs(1).listener(new Listener() {
            @Override
            public void stepped(Step step) {
                losses.add(Float.toHexString((float) step.loss()));
            }
        }).fit(MOONS, Rng.of(1));
        assertEquals(PINNED, losses);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void threadsDoNotChangeTheBits(int threads) {
        int usual = Workers.shared().threads();
        try {
            Workers.setThreads(1);
            Sequential alone = model();
            trainer(alone, m -> new Adam(m, 0.02)).fit(MOONS, Rng.of(1));
            Workers.setThreads(threads);
            Sequential together = model();
            trainer(together, m -> new Adam(m, 0.02)).fit(MOONS, Rng.of(1));
            assertArrayEquals(weights(alone), weights(together));
        } finally {
            Workers.setThreads(usual);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 100})
    void batchesMadeReadyAheadAreTheSame(int loaders) {
        Sequential alone = model();
        trainer(alone, layer -> new Adam(layer, 0.01)).epochs(3).fit(MOONS, Rng.of(7));
        Sequential helped = model();
        trainer(helped, layer -> new Adam(layer, 0.01)).epochs(3).prefetch(loaders).fit(MOONS, Rng.of(7));
        assertArrayEquals(weights(alone), weights(helped));
    }

    @Test
    void whatGoesWrongInALoaderStopsTheTraining() throws InterruptedException {
        Dataset broken = new Dataset() {
            @Override
            public int size() {
                return 300;
            }

            @Override
            public Batch batch(int... numbers) {
                if (Arrays.stream(numbers).anyMatch(i -> i == 77)) {
                    throw new CajalException("77.png cannot be read");
                }
                return MOONS.batch(numbers);
            }
        };
        CajalException e = assertThrows(CajalException.class,
                () -> trainer(model(), layer -> new Adam(layer, 0.01)).prefetch(3).fit(broken, Rng.of(1)));
        assertEquals("77.png cannot be read", e.getMessage());
        for (int i = 0; i < 100 && loaders() > 0; i++) {
            Thread.sleep(20); // they end once they have seen that nobody asks any more
        }
        assertEquals(0, loaders());
    }

    private static long loaders() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("cajal-loader")).count();
    }

    @Test
    void batchesInPiecesDoNotDependOnThreads() {
        int usual = Workers.shared().threads();
        try {
            List<float[]> all = new ArrayList<>();
            for (int threads : new int[] {1, 2, 4}) {
                Workers.setThreads(threads);
                Sequential model = model();
                History history = trainer(model, m -> new Adam(m, 0.02)).batchSize(64).shards(3).fit(MOONS,
                        Rng.of(1));
                assertTrue(history.last().metrics().get("accuracy") > 0.8, history.last().toString());
                all.add(weights(model));
            }
            assertArrayEquals(all.get(0), all.get(1));
            assertArrayEquals(all.get(0), all.get(2));
        } finally {
            Workers.setThreads(usual);
        }
    }

    /** Without noise, pieces make no difference but for rounding; also when they are more than examples. */
    @ParameterizedTest
    @ValueSource(ints = {2, 7, 1000})
    void piecesAddUpToTheBatch(int shards) {
        List<float[]> weights = new ArrayList<>();
        for (int count : new int[] {1, shards}) {
            Rng rng = Rng.of(5);
            Layer model = Sequential.of(Linear.of(2, 64, rng), new Relu(), Linear.of(64, 2, rng));
            new Trainer(model, new CrossEntropy(), new Sgd(model, 0.1)).epochs(2).batchSize(50).shards(count)
                    .clipNorm(5).fit(MOONS, Rng.of(1));
            weights.add(weights(model));
        }
        assertArrayEquals(weights.get(0), weights.get(1), 1e-5f);
    }

    @Test
    void batchesOfLayersThatKeepStatisticsAreNotCut() {
        Layer model = Sequential.of(Linear.of(2, 4, Rng.of(1)), BatchNorm1d.of(4),
                Linear.of(4, 2, Rng.of(2)));
        Trainer trainer = new Trainer(model, new CrossEntropy(), new Sgd(model, 0.1)).epochs(1).shards(2);
        CajalException e = assertThrows(CajalException.class, () -> trainer.fit(MOONS, Rng.of(1)));
        assertEquals(
                "trainer: a batch cannot be cut into 2 pieces, as BatchNorm1d (layer 1) keeps statistics of"
                        + " whole batches",
                e.getMessage());
    }

    /** Two trainings at once share the threads, and nothing else. */
    @Test
    void trainingsSideBySideDoNotDisturbEachOther() throws Exception {
        int usual = Workers.shared().threads();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Workers.setThreads(3);
            List<float[]> alone = new ArrayList<>();
            List<Future<float[]>> together = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                alone.add(trained(i));
            }
            for (int i = 0; i < 3; i++) {
                int number = i;
                together.add(threads.submit(() -> trained(number)));
            }
            for (int i = 0; i < 3; i++) {
                assertArrayEquals(alone.get(i), together.get(i).get(1, TimeUnit.MINUTES));
            }
        } finally {
            Workers.setThreads(usual);
        }
    }

    /** Wide enough for its products to be shared out; the last in pieces. */
    private static float[] trained(int number) {
        Rng rng = Rng.of(number);
        Layer model = Sequential.of(Linear.of(2, 200, rng), new Relu(), Linear.of(200, 200, rng), new Relu(),
                Linear.of(200, 2, rng));
        new Trainer(model, new CrossEntropy(), new Adam(model, 0.01)).epochs(6).batchSize(100)
                .shards(number == 2 ? 4 : 1).fit(MOONS, Rng.of(number));
        return weights(model);
    }

    @Test
    void anotherSeedGivesOtherWeights() {
        Sequential a = model();
        Sequential b = model();
        trainer(a, m -> new Adam(m, 0.02)).fit(MOONS, Rng.of(1));
        trainer(b, m -> new Adam(m, 0.02)).fit(MOONS, Rng.of(2));
        assertNotEquals(weights(a)[0], weights(b)[0]);
    }

    /** Thrown from within, in the middle of an epoch, as kill −9 would strike. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10, 11, 25, 33, 59})
    void resumesToTheSameBits(int stepsBeforeTheEnd, @TempDir Path folder) {
        for (Function<Layer, Optimizer> make : List.<Function<Layer, Optimizer>>of(
                m -> new Adam(m, 0.02).amsGrad(),
                m -> new Sgd(m, 0.1).momentum(0.9))) {
            Path checkpoint = folder.resolve(make.apply(model()).getClass().getSimpleName());
            Sequential whole = model();
            History expected = trainer(whole, make).fit(MOONS, Rng.of(1));
            int[] steps = new int[1];
            Listener killer = new Listener() {
                @Override
                public void stepped(Step step) {
                    if (++steps[0] == stepsBeforeTheEnd) {
                        throw new Killed();
                    }
                }
            };
            Sequential killed = model();
            assertThrows(Killed.class,
                    () -> trainer(killed, make).checkpoint(checkpoint, false).checkpointEvery(4)
                            .listener(killer).fit(MOONS, Rng.of(1)));
            Sequential resumed = model();
            History history = trainer(resumed, make).checkpoint(checkpoint, true).checkpointEvery(4)
                    .fit(MOONS, Rng.of(1));
            assertArrayEquals(weights(whole), weights(resumed));
            assertEquals(expected.toJson(), history.toJson());
        }
    }

    /** Whose batches are drawn by length; the last one is not full. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 9})
    void textsInBucketsResumeToTheSameBits(int stepsBeforeTheEnd, @TempDir Path folder) {
        Rng draws = Rng.of(8);
        List<int[]> ids = IntStream.range(0, 70)
                .mapToObj(
                        _ -> IntStream.rangeClosed(0, draws.below(9)).map(_ -> 1 + draws.below(4)).toArray())
                .toList();
        float[] labels = new float[ids.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = ids.get(i)[0] % 2;
        }
        Dataset texts = new Sequences(ids, labels, List.of("a", "b"), 0).inBuckets();
        Supplier<Trainer> make = () -> {
            Rng rng = Rng.of(5);
            Layer model = Sequential.of(
                    new TokenReader(Embedding.of(5, 4, rng.split(1)).withPadding(0),
                            Gru.of(4, 5, 1, true, 0, rng.split(2))),
                    Linear.of(10, 2, rng.split(3)));
            return new Trainer(model, new CrossEntropy(), new Adam(model, 0.01)).batchSize(16).epochs(3);
        };
        Trainer whole = make.get();
        History expected = whole.fit(texts, Rng.of(1));
        int[] steps = new int[1];
        Path checkpoint = folder.resolve("checkpoint");
        assertThrows(TrainingStopped.class, () -> make.get().checkpoint(checkpoint, false)
                .stopWhen(() -> ++steps[0] == stepsBeforeTheEnd).fit(texts, Rng.of(1)));
        Trainer resumed = make.get();
        History history = resumed.checkpoint(checkpoint, true).fit(texts, Rng.of(1));
        assertArrayEquals(weights(whole.model()), weights(resumed.model()));
        assertEquals(expected.toJson(), history.toJson());
    }

    @Test
    void equalTrainingsLeaveEqualCheckpoints(@TempDir Path folder) throws IOException {
        for (String name : List.of("a", "b")) {
            trainer(model(), m -> new Adam(m, 0.02)).checkpoint(folder.resolve(name), false).fit(MOONS,
                    Rng.of(1));
        }
        assertArrayEquals(Files.readAllBytes(folder.resolve("a")), Files.readAllBytes(folder.resolve("b")));
    }

    @Test
    void refusesTheCheckpointOfAnotherTraining(@TempDir Path folder) {
        Path path = folder.resolve("c");
        trainer(model(), m -> new Adam(m, 0.02)).epochs(1).checkpoint(path, false).fit(MOONS, Rng.of(1));
        CajalException e = assertThrows(CajalException.class,
                () -> trainer(model(), m -> new Adam(m, 0.02)).checkpoint(path, true).fit(MOONS, Rng.of(2)));
        assertTrue(e.getMessage().contains("belongs to another training"), e.getMessage());
    }

    @Test
    void stopsEarlyAndKeepsTheBest() {
        Sequential model = model();
        History history = trainer(model, m -> new Sgd(m, 0)).epochs(50).earlyStopping(3).fit(MOONS,
                Rng.of(1));
        assertEquals(4, history.epochs().size(),
                "nothing improves after the first epoch, three are waited for");
        Sequential trained = model();
        History best = trainer(trained, m -> new Adam(m, 0.05)).epochs(15).fit(MOONS, Rng.of(1));
        double expected = best.epochs().stream().mapToDouble(e -> e.metrics().get("accuracy")).max()
                .orElseThrow();
        assertEquals(expected, Evaluation.of(trained, MORE_MOONS).of(new Accuracy()));
    }

    @Test
    void saysWhereANanAroseAndWhy() {
        Sequential model = model();
        CajalException e = assertThrows(CajalException.class,
                () -> trainer(model, m -> new Sgd(m, 1e30)).fit(MOONS, Rng.of(1)));
        assertTrue(
                e.getMessage()
                        .matches("training stopped at epoch 1, step \\d+: the loss is (NaN|Infinity);.*"),
                e.getMessage());
        assertTrue(e.getMessage().contains("e+28 is probably too high"),
                e.getMessage());
        double[][] bad = {{0, 1}, {Double.NaN, 2}};
        Dataset broken = new TensorDataset(Tensor.of(bad), Tensor.of(0, 1), List.of("a", "b"));
        CajalException input = assertThrows(CajalException.class,
                () -> new Trainer(model(), new CrossEntropy(), new Sgd(model, 0.1)).fit(broken, Rng.of(1)));
        assertTrue(input.getMessage().contains("the input batch has NaN or infinite values"),
                input.getMessage());
        Layer overflowing = x -> x.mul(1e30).mul(1e30);
        Sequential inner = Sequential.of(Linear.of(2, 2, Rng.of(1)), overflowing);
        CajalException layer = assertThrows(CajalException.class,
                () -> new Trainer(inner, new CrossEntropy(), new Sgd(inner, 0.1)).fit(MOONS, Rng.of(1)));
        assertTrue(layer.getMessage().contains("the first output that is not finite leaves"),
                layer.getMessage());
        assertTrue(layer.getMessage().contains(" 1:"), layer.getMessage());
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        Layer model = model();
        Trainer trainer = new Trainer(model, new CrossEntropy(), new Sgd(model, 0.1));
        assertThrows(CajalException.class, () -> trainer.epochs(0));
        assertThrows(CajalException.class, () -> trainer.batchSize(-1));
        assertThrows(CajalException.class, () -> trainer.shards(0));
        assertThrows(CajalException.class, () -> trainer.earlyStopping(2).fit(MOONS, Rng.of(1)));
        assertThrows(CajalException.class, () -> new Sgd(model, -1));
        assertThrows(CajalException.class, () -> new Sgd(new Relu(), 1));
    }

    @Test
    void progressIsALineAnEpochWithoutATerminal() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        trainer(model(), m -> new Adam(m, 0.02)).epochs(2).listener(new Progress(out, false)).fit(MOONS,
                Rng.of(1));
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertEquals(2, text.lines().count(), text);
        assertTrue(text.startsWith("epoch 1/2  loss "), text);
        assertFalse(text.contains("\r"), text);
    }
}
