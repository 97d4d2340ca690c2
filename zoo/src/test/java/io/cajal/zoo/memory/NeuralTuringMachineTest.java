package io.cajal.zoo.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.cpu.Workers;
import io.cajal.backend.ref.RefBackend;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.data.Batch;
import io.cajal.data.Loader;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.StateDict;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Evaluation;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NeuralTuringMachineTest {
    private static final NeuralTuringMachine.Memory SMALL = new NeuralTuringMachine.Memory(5, 3, 2, 1);

    static Stream<NeuralTuringMachine> machines() {
        return Stream.of(NeuralTuringMachine.withFeedForward(4, 5, 3, SMALL, Rng.of(1)),
                NeuralTuringMachine.withLstm(4, 5, 3, SMALL, Rng.of(2)));
    }

    private static Tensor sequences() {
        return Tensor.uniform(Shape.of(2, 4, 4), -1, 1, Rng.of(3));
    }

    /** In double, through all steps, for some elements of every parameter. */
    @Test
    void itsGradientIsTheSlope() {
        Run.on(RefBackend.INSTANCE).run(() -> machines().forEach(machine -> {
            Tensor x = sequences();
            Tensor seed = Tensor.uniform(Shape.of(2, 4, 3), -1, 1, Rng.of(4));
            Gradients g = machine.apply(x).mul(seed).sum().backward();
            for (Param param : Parts.params(machine).values()) {
                double[] exact = g.get(param).toDoubles();
                double[] values = param.toDoubles();
                for (int j = 0; j < exact.length; j += 7) {
                    double slope = (moved(machine, x, seed, param, values, j, 1e-5)
                            - moved(machine, x, seed, param, values, j, -1e-5)) / 2e-5;
                    assertEquals(slope, exact[j], 1e-6 * Math.max(1, Math.abs(slope)),
                            param.shape() + " element " + j);
                }
            }
        }));
    }

    private static double moved(Layer machine, Tensor x, Tensor seed, Param param, double[] values, int at,
            double by) {
        double[] copy = values.clone();
        copy[at] += by;
        param.set(Tensor.of(param.shape(), copy));
        double result = Run.recording(false).call(() -> machine.apply(x).mul(seed).sum().item());
        param.set(Tensor.of(param.shape(), values));
        return result;
    }

    @ParameterizedTest
    @MethodSource("machines")
    void aSavedMachineSaysTheSame(NeuralTuringMachine machine, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.safetensors");
        new Model(machine, new Model.Input("numbers", List.of(4, 4), List.of()), List.of(), Map.of())
                .save(file);
        Model loaded = Model.load(file);
        assertArrayEquals(Run.evaluation().call(() -> machine.apply(sequences())).toFloats(),
                loaded.predict(sequences()).toFloats());
    }

    /** The answer to a step depends on no later one. */
    @ParameterizedTest
    @MethodSource("machines")
    void itReadsStepByStep(NeuralTuringMachine machine) {
        Tensor whole = Run.evaluation().call(() -> machine.apply(sequences()));
        Tensor part = Run.evaluation().call(() -> machine.apply(sequences().narrow(1, 0, 3)));
        assertArrayEquals(whole.narrow(1, 0, 3).toFloats(), part.toFloats(), 1e-6f);
    }

    @Test
    void saysWhatDoesNotFit() {
        NeuralTuringMachine machine = machines().findFirst().orElseThrow();
        assertTrue(assertThrows(ShapeException.class, () -> machine.apply(Tensor.zeros(2, 4))).getMessage()
                .startsWith("NeuralTuringMachine: needs sequences [N × T × in], got [2 × 4]"));
        Linear out = Linear.of(5, 3, Rng.of(1));
        assertTrue(assertThrows(ShapeException.class, () -> new NeuralTuringMachine(machine.controller(),
                machine.heads(), out, 5, 3, 2, 1, 1)).getMessage()
                .startsWith("NeuralTuringMachine: needs heads to "));
    }

    // Copying

    /** Up to twelve vectors, in seconds, where guessing has 50 %; the weights have the same bits on one thread and on three. */
    @Test
    void itLearnsToCopy() {
        int threads = Workers.shared().threads();
        try {
            NeuralTuringMachine machine = trained(1, 400);
            double wrong = Evaluation.of(machine, new CopyTask(50, 50, NtmCopy.BITS, 12, 12, Rng.of(9)))
                    .of(new WrongBits());
            assertTrue(wrong < 20, "wrong bits: " + wrong + " %");
            assertArrayEquals(numbers(trained(1, 20)), numbers(trained(3, 20)));
        } finally {
            Workers.setThreads(threads);
        }
    }

    private static NeuralTuringMachine trained(int threads, int steps) {
        Workers.setThreads(threads);
        NeuralTuringMachine machine = NeuralTuringMachine.withFeedForward(NtmCopy.BITS + 1, 50, NtmCopy.BITS,
                new NeuralTuringMachine.Memory(20, 12, 1, 1), Rng.of(5));
        NtmCopy.trainer(machine, 5e-3, Rng.of(6)).epochs(1)
                .fit(new CopyTask(16 * steps, 16, NtmCopy.BITS, 1, 12, Rng.of(7)), Rng.of(8));
        return machine;
    }

    private static float[] numbers(Layer machine) {
        return StateDict.of(machine).values().stream().map(t -> t.flatten(0))
                .reduce((a, b) -> Tensor.cat(0, a, b))
                .orElseThrow().toFloats();
    }

    @Test
    void aSequenceIsAskedForAfterTheMark() {
        CopyTask task = new CopyTask(32, 8, 8, 1, 20, Rng.of(1));
        Batch batch = task.batch(8, 9);
        int length = task.length(8);
        assertEquals(Shape.of(2, 2 * length + 1, 9), batch.x().shape());
        assertEquals(Shape.of(2, length, 8), batch.y().shape());
        assertArrayEquals(batch.y().toFloats(), batch.x().narrow(1, 0, length).narrow(2, 0, 8).toFloats());
        for (int t = length; t < 2 * length + 1; t++) {
            assertArrayEquals(new float[] {0, 0, 0, 0, 0, 0, 0, 0, 1},
                    batch.x().select(1, t).select(0, 0).toFloats(), "the mark");
        }
        assertArrayEquals(task.batch(9).x().toFloats(), batch.x().narrow(0, 1, 1).toFloats());
    }

    /** Every batch has sequences of one length, all lengths occur, and epochs differ. */
    @Test
    void batchesHaveOneLength() {
        CopyTask task = new CopyTask(16 * 200, 16, 8, 1, 20, Rng.of(1));
        Loader loader = Loader.shuffled(task, 16, Rng.of(2));
        int[] order = loader.order(0);
        boolean[] seen = new boolean[21];
        for (int i = 0; i < order.length; i++) {
            assertEquals(task.length(order[i - i % 16]), task.length(order[i]));
            seen[task.length(order[i])] = true;
        }
        for (int length = 1; length <= 20; length++) {
            assertTrue(seen[length], "length " + length);
        }
        assertTrue(order[0] != loader.order(1)[0]);
    }

    @Test
    void bitsAreCountedWhereTheyAreAsked() {
        Tensor outputs = Tensor.of(Shape.of(1, 3, 2), 9.0, 9, 1, -1, 2, 3);
        Tensor targets = Tensor.of(Shape.of(1, 2, 2), 1.0, 0, 0, 1);
        assertEquals(25, new WrongBits().of(outputs, targets));
    }

    /** Of a tape of six slots, on which heads were at the last two and the first: they go backward from it. */
    @Test
    void picturesShowTheSlotsThatWereUsed() {
        Tensor weights = Tensor.of(new double[][] {{1, 0, 0, 0, 0, 0}, {0.1, 0, 0, 0, 0, 0.9},
                {0, 0, 0, 0.1, 0.9, 0}});
        assertArrayEquals(new int[] {4, 5, 0}, NtmCopy.used(weights));
        assertArrayEquals(new int[] {0}, NtmCopy.used(weights.narrow(0, 0, 1)));
        assertEquals(6, NtmCopy.used(Tensor.ones(1, 6)).length);
    }

    @Test
    void theLstmBesideItIsOfLikeSize() {
        int units = NtmCopy.units(60_000);
        int parameters = Parts.count(NtmCopy.lstm(units, Rng.of(1)));
        assertTrue(parameters >= 60_000 && parameters < 61_500, "parameters: " + parameters);
    }
}
