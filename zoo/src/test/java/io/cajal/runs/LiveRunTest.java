package io.cajal.runs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.data.Generators;
import io.cajal.io.Json;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.Dropout;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Sgd;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import io.cajal.train.Listener;
import io.cajal.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is watched from outside. */
class LiveRunTest {
    private static final Dataset MOONS = Generators.moons(200, 0.1, Rng.of(1));

    private static final Command MOONS_AGAIN = Command.here(List.of("run", "the moons"));

    @TempDir
    private Path folder;
    private Path home;

    @BeforeEach
    void name() {
        home = folder.resolve("run");
    }

    private static Sequential network() {
        Rng rng = Rng.of(2);
        return Sequential.of(Linear.of(2, 8, rng.split("in")), new Relu(), BatchNorm1d.of(8),
                Dropout.of(0.2, rng.split("drop")), Linear.of(8, 2, rng.split("out")));
    }

    private static Trainer trainer(Layer network, double rate) {
        return new Trainer(network, new CrossEntropy(), new Sgd(network, rate)).batchSize(20).epochs(3);
    }

    private LiveRun read() {
        return LiveRun.read(home).orElseThrow();
    }

    @Test
    void aTrainingIsSeenWhileItRunsAndAfterwards() throws IOException {
        Layer network = network();
        List<LiveRun.State> states = new ArrayList<>();
        History[] history = new History[1];
        try (RunFolder run = RunFolder.ofRecipe(home, false, Console.none())) {
            run.live("moons", MOONS_AGAIN, () -> {
                states.add(read().state());
                return history[0] = run.watched(trainer(network, 0.1), () -> false).fit(MOONS, Rng.of(3));
            });
        }
        assertEquals(List.of(LiveRun.State.RUNNING), states);
        LiveRun run = LiveRun.in(folder).getFirst();
        assertEquals(LiveRun.State.FINISHED, run.state());
        assertEquals("moons", run.what());
        assertEquals(MOONS_AGAIN, run.command());
        assertEquals("cajal run 'the moons'", run.command().text());
        assertEquals(ProcessHandle.current().pid(), run.pid());
        LiveRun.Training training = run.trainings().getFirst();
        assertEquals(new Listener.Plan(200, 20, 10, 1, 3), training.plan());
        assertEquals(2 * 8 + 8 + 16 + 2 * 8 + 2, training.parameters());
        assertEquals(new LiveRun.LayerName("1", "Relu"), training.layers().get(2));
        assertEquals(1, training.steps().getFirst().step().step());
        History.Epoch last = training.epochs().getLast().epoch();
        assertEquals(3, last.number());
        assertEquals(history[0].last().trainLoss(), last.trainLoss(), 1e-5);
        assertTrue(Double.isNaN(last.validationLoss()));
        Layer alone = network();
        trainer(alone, 0.1).fit(MOONS, Rng.of(3));
        assertArrayEquals(((Linear) ((Sequential) alone).layers().getLast()).weight().toFloats(),
                ((Linear) ((Sequential) network).layers().getLast()).weight().toFloats());
    }

    @Test
    void whatFailsSaysWhyAndStays() throws IOException {
        try (RunFolder run = RunFolder.open(home, false, Console.none())) {
            assertThrows(CajalException.class, () -> run.live("moons", MOONS_AGAIN, () -> run
                    .watched(trainer(network(), 1e30), () -> false).fit(MOONS, Rng.of(3))));
        }
        assertEquals(LiveRun.State.FAILED, read().state());
        assertTrue(read().reason().contains("the learning rate 1.00e+30 is probably too high"),
                read().reason());
        assertTrue(Files.readString(home.resolve("train.log")).contains(read().reason()));
        RunFolder.open(home, false, Console.none()).close(); // for the next one
    }

    @Test
    void aFileStops() throws IOException {
        List<LiveRun.State> seen = new ArrayList<>();
        try (RunFolder run = RunFolder.open(home, false, Console.none())) {
            assertThrows(CajalException.class, () -> run.live("moons", MOONS_AGAIN, () -> {
                read().stop();
                return run.watched(trainer(network(), 0.1).epochs(10_000_000), run::isStopped).fit(MOONS,
                        Rng.of(3));
            }));
            assertFalse(Files.exists(home.resolve("stop")));
            seen.add(read().state());
        }
        assertEquals(List.of(LiveRun.State.STOPPED), seen);
        assertTrue(read().reason().startsWith("the training was stopped after "), read().reason());
        assertTrue(Files.exists(home.resolve("checkpoint.safetensors")));
        Files.createFile(home.resolve("stop")); // for nobody
        try (RunFolder _ = RunFolder.open(home, true, Console.none())) {
            assertFalse(Files.exists(home.resolve("stop")));
        }
    }

    /** Four units of which one is off for all, one is on for all, and two are on for some. */
    @Test
    void layersAreLookedInto() {
        Linear in = new Linear(Param.of(Tensor.of(new double[][] {{1, 0}, {0, 1}, {0, 0}, {0, 0}})),
                Param.of(Tensor.of(0, 0, -1, 1)));
        Layer network = Sequential.of(in, new Relu(), Linear.of(4, 2, Rng.of(1)));
        List<List<LayerFigures>> looks = new ArrayList<>();
        List<Double> norms = new ArrayList<>();
        trainer(network, 0.1).listener(new Listener() {
            @Override
            public boolean looks() {
                return looks.isEmpty();
            }

            @Override
            public void looked(Look look) {
                looks.add(LayerFigures.of(look));
                norms.add(look.gradients().norm());
            }
        }).fit(MOONS, Rng.of(3));
        List<LayerFigures> figures = looks.getFirst();
        assertEquals(List.of("0", "1", "2"), figures.stream().map(LayerFigures::name).toList());
        assertEquals(List.of("Linear", "Relu", "Linear"), figures.stream().map(LayerFigures::kind).toList());
        assertEquals(2, figures.getFirst().norm(), 1e-6);
        assertEquals(0.5, figures.get(1).dead(), 1e-9);
        assertEquals(norms.getFirst(),
                Math.hypot(figures.getFirst().gradient(), figures.getLast().gradient()),
                1e-5);
        Histogram weights = figures.getFirst().weights();
        assertEquals(6, weights.counts().getFirst());
        assertEquals(2, weights.counts().getLast());
        assertEquals(1, weights.largest());
        LayerFigures again = LayerFigures
                .of(Fields.of(Json.parse(Json.write(figures.getFirst().json()))));
        assertEquals(weights, again.weights());
        assertTrue(Double.isNaN(again.dead()));
    }

    @Test
    void largeTensorsAreReadPieceByPiece() {
        int n = 700_001;
        float[] values = new float[n];
        double squares = 0;
        for (int i = 0; i < n; i++) {
            values[i] = i - 7;
            squares += (double) values[i] * values[i];
        }
        Spread spread = new Spread(n);
        spread.add(Tensor.of(Shape.of(n), values));
        assertEquals(Math.sqrt(squares), spread.norm(), 1e-6 * spread.norm());
        Histogram histogram = spread.histogram(32);
        assertEquals(-7, histogram.least());
        assertEquals(n - 8, histogram.largest());
        int sampled = histogram.counts().stream().mapToInt(i -> i).sum();
        assertEquals((n + 10) / 11, sampled);
        assertTrue(histogram.counts().stream().allMatch(count -> Math.abs(count - sampled / 32) < 2),
                histogram::toString);
    }

    @Test
    void notNumbersAreTold() {
        Spread spread = new Spread(3);
        spread.add(Tensor.of(1, Double.NaN, Double.POSITIVE_INFINITY));
        assertTrue(Double.isNaN(spread.norm()));
        assertEquals(new Histogram(0, 0, List.of(1, 0)), spread.histogram(2));
        LayerFigures figures = new LayerFigures("0", "Linear", Double.NaN, spread.norm(),
                spread.histogram(2), Double.NaN);
        assertTrue(Double.isNaN(LayerFigures.of(Fields.of(Json.parse(Json.write(figures.json())))).norm()));
    }

    private void write(String text) throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("live.jsonl"), text, StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static String step(int epoch, int step, double loss) {
        return "{\"kind\":\"step\",\"time\":5,\"epoch\":%d,\"step\":%d,\"loss\":%s}\n".formatted(epoch, step,
                loss);
    }

    @Test
    void rubbishIsPassedBy() throws IOException {
        LiveWatch watch = new LiveWatch(home);
        assertTrue(watch.look().isEmpty());
        write("{\"kind\":\"run\",\"time\":1000,\"what\":\"x\",\"pid\":999999999}\n");
        assertEquals(LiveRun.State.LOST, watch.look().orElseThrow().state());
        write("\0\u00ff]]\n[]\n7\n" + step(1, 1, 9) + "{\"kind\":\"training\",\"name\":3,\"layers\":{}}\n");
        write(step(1, 1, 0.5) + "{\"kind\":\"layers\",\"layers\":[4,{\"counts\":[\"a\"]}]}\n"
                + "{\"kind\":\"epoch\",\"metrics\":[]}\n{\"kind\":\"new\"}\n{\"kind\":\"step\",\"ep");
        LiveRun.Training half = watch.look().orElseThrow().trainings().getFirst();
        assertEquals(List.of(0.5), half.steps().stream().map(step -> step.step().loss()).toList());
        write("och\":1,\"step\":2,\"loss\":0.25}\n");
        LiveRun.Training whole = watch.look().orElseThrow().trainings().getFirst();
        assertEquals(List.of(0.5, 0.25), whole.steps().stream().map(step -> step.step().loss()).toList());
        Files.delete(home.resolve("live.jsonl"));
        Files.delete(home);
        assertTrue(watch.look().isEmpty());
        Files.createDirectories(home.resolve("live.jsonl"));
        assertTrue(watch.look().isEmpty());
    }

    /** A process that was killed had done more than its checkpoint knows. */
    @Test
    void whatIsDoneAgainIsToldOnce() throws IOException {
        write("{\"kind\":\"run\",\"time\":1,\"pid\":1}\n{\"kind\":\"training\",\"name\":\"\"}\n"
                + step(1, 1, 4)
                + step(1, 9, 3) + step(2, 5, 2) + "{\"kind\":\"st");
        LiveFile file = new LiveFile(home.resolve("live.jsonl"));
        file.add("run", Map.of("pid", ProcessHandle.current().pid(), "what", "again"));
        file.add("training", Map.of("name", "", "first", 2));
        file.add("step", Map.of("epoch", 2, "step", 1, "loss", 2.5));
        file.flush();
        LiveRun run = read();
        assertEquals("again", run.what());
        assertEquals(List.of(4.0, 3.0, 2.5),
                run.trainings().getFirst().steps().stream().map(step -> step.step().loss()).toList());
        assertEquals(LiveRun.State.LOST, run.state(), "it holds no lock");
    }

    @Test
    void aLongRecordIsThinnedEvenly() throws IOException {
        AtomicLong clock = new AtomicLong(1000);
        Files.createDirectories(home);
        int most = 100_000;
        LiveFile file = new LiveFile(home.resolve("live.jsonl"), most, clock::get);
        LiveWatch watch = new LiveWatch(home);
        file.add("run", Map.of("what", "long"));
        file.add("training", Map.of("name", ""));
        int steps = 20_000;
        for (int i = 1; i <= steps; i++) {
            clock.addAndGet(500);
            file.add("step", Map.of("epoch", 1, "step", i));
            if (i % 10 == 0) {
                file.flush();
                assertTrue(Files.size(home.resolve("live.jsonl")) <= most, "it is bounded");
            }
            if (i % 1000 == 0) {
                watch.look();
            }
        }
        file.flush();
        LiveRun run = watch.look().orElseThrow();
        assertEquals("long", run.what());
        assertEquals(LiveRun.read(home).orElseThrow().trainings(), run.trainings());
        List<Integer> left = run.trainings().getFirst().steps().stream().map(step -> step.step().step())
                .toList();
        assertEquals(1, left.getFirst());
        assertEquals(steps, left.getLast());
        int widest = 0;
        for (int i = 1; i < left.size(); i++) {
            widest = Math.max(widest, left.get(i) - left.get(i - 1));
        }
        assertTrue(left.size() > 150 && widest < 4 * steps / 250, widest + " of " + left.size());
    }
}
