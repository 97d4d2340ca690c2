package io.cajal.zoo.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.cpu.Workers;
import io.cajal.backend.ref.RefBackend;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tape's ways of addressing against their formulas, and its loops against the composed form. */
class TapeTest {
    static Stream<Tape> tapes() {
        return Stream.of(new Tape(5, 3, 1, 1, 1), new Tape(19, 4, 2, 1, 1), new Tape(7, 2, 1, 3, 2),
                new Tape(128, 20, 1, 1, 1));
    }

    /** A row as steps leave it: weights that sum to 1, a memory with something in it. */
    private static Tensor state(Tape tape, int rows, Rng rng) {
        Tensor memory = Tensor.uniform(Shape.of(rows, tape.cells()), -1, 1, rng);
        Tensor weights = Tensor.uniform(Shape.of(rows, tape.heads(), tape.slots()), -3, 3, rng).softmax(2);
        Tensor read = Tensor.zeros(rows, tape.reads() * tape.width());
        return Tensor.cat(1, memory, weights.reshape(rows, tape.heads() * tape.slots()), read).tracked();
    }

    private static Tensor commands(Tape tape, int rows, Rng rng) {
        return Tensor.uniform(Shape.of(rows, tape.commands()), -3, 3, rng).tracked();
    }

    @ParameterizedTest
    @MethodSource("tapes")
    void theLoopsEqualTheComposedForm(Tape tape) {
        Tensor state = state(tape, 3, Rng.of(1));
        Tensor commands = commands(tape, 3, Rng.of(2));
        Tensor seed = Tensor.uniform(state.shape(), -1, 1, Rng.of(3));
        Tensor y = tape.step(state, commands);
        Gradients g = y.backward(seed, false);
        Run.on(RefBackend.INSTANCE).run(() -> {
            Tensor exactState = state.to(RefBackend.INSTANCE).tracked();
            Tensor exactCommands = commands.to(RefBackend.INSTANCE).tracked();
            Tensor exact = tape.composed(exactState, exactCommands);
            Gradients right = exact.backward(seed.to(RefBackend.INSTANCE), false);
            assertArrayEquals(exact.toDoubles(), y.toDoubles(), 3e-6);
            assertClose(right.get(exactState), g.get(state));
            assertClose(right.get(exactCommands), g.get(commands));
        });
    }

    private static void assertClose(Tensor right, Tensor got) {
        double[] expected = right.toDoubles();
        double[] actual = got.toDoubles();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 3e-5 * (1 + Math.abs(expected[i])), "element " + i);
        }
    }

    /** In double, where the operation is composed: its own gradient, and again where that is recorded. */
    @ParameterizedTest
    @MethodSource("tapes")
    void itsGradientIsTheSlope(Tape tape) {
        if (tape.slots() > 20) {
            return;
        }
        Run.on(RefBackend.INSTANCE).run(() -> {
            Tensor state = state(tape, 2, Rng.of(4));
            Tensor commands = commands(tape, 2, Rng.of(5));
            Tensor seed = Tensor.uniform(state.shape(), -1, 1, Rng.of(6));
            for (boolean again : new boolean[] {false, true}) {
                Gradients g = tape.step(state, commands).backward(seed, again);
                for (Tensor operand : List.of(state, commands)) {
                    double[] exact = g.get(operand).toDoubles();
                    double[] values = operand.toDoubles();
                    for (int j = 0; j < exact.length; j += 3) {
                        double slope = (moved(tape, state, commands, operand, values, j, 1e-5, seed)
                                - moved(tape, state, commands, operand, values, j, -1e-5, seed)) / 2e-5;
                        assertEquals(slope, exact[j], 1e-6 * Math.max(1, Math.abs(slope)), "element " + j);
                    }
                }
            }
        });
    }

    private static double moved(Tape tape, Tensor state, Tensor commands, Tensor operand, double[] values,
            int at,
            double by, Tensor seed) {
        double[] copy = values.clone();
        copy[at] += by;
        Tensor other = Tensor.of(operand.shape(), copy);
        return Run.recording(false).call(() -> tape.step(operand == state ? other : state,
                operand == commands ? other : commands).mul(seed).sum().item());
    }

    @Test
    void theSameBitsOnAnyNumberOfThreads() {
        Tape tape = new Tape(33, 6, 2, 2, 1);
        int threads = Workers.shared().threads();
        try {
            float[] one = steps(tape, 1);
            assertArrayEquals(one, steps(tape, 3));
        } finally {
            Workers.setThreads(threads);
        }
    }

    private static float[] steps(Tape tape, int threads) {
        Workers.setThreads(threads);
        Tensor state = tape.start(9);
        Tensor commands = commands(tape, 9, Rng.of(7));
        for (int t = 0; t < 3; t++) {
            state = tape.step(state, commands);
        }
        return state.square().sum().backward().get(commands).toFloats();
    }

    // Addressing, section 3.3

    @Test
    void aStrongKeyFindsTheSlotThatIsLikeIt() {
        Tensor memory = Tensor.of(new double[][] {{100, 0, -100, 60}, {0, 100, 0, 80}}).unsqueeze(0);
        Tensor key = Tensor.of(30.0, 40).unsqueeze(0);
        Tensor likeness = Addressing.likeness(key, memory);
        assertArrayEquals(new double[] {0.6, 0.8, -0.6, 1}, likeness.toDoubles(), 1e-5);
        assertEquals(1, Addressing.content(likeness, Tensor.of(60.0).unsqueeze(0)).toDoubles()[3], 1e-4);
        assertArrayEquals(new double[] {0.25, 0.25, 0.25, 0.25},
                Addressing.content(likeness, Tensor.of(0.0).unsqueeze(0)).toDoubles(), 1e-6);
    }

    @Test
    void aGateStaysOrGoes() {
        Tensor found = Tensor.of(1.0, 0, 0).unsqueeze(0);
        Tensor before = Tensor.of(0.0, 0, 1).unsqueeze(0);
        for (double g : new double[] {0, 0.25, 1}) {
            assertArrayEquals(new double[] {g, 0, 1 - g}, Addressing
                    .interpolate(found, before, Tensor.of(g).unsqueeze(0)).toDoubles(), 1e-7);
        }
    }

    @Test
    void aShiftGoesRoundTheTape() {
        Tensor weights = Tensor.of(0.0, 0.1, 0.9).unsqueeze(0);
        assertArrayEquals(new double[] {0.9, 0, 0.1},
                Addressing.shift(weights, Tensor.of(0.0, 0, 1).unsqueeze(0)).toDoubles(), 1e-7, "one on");
        assertArrayEquals(new double[] {0.1, 0.9, 0},
                Addressing.shift(weights, Tensor.of(1.0, 0, 0).unsqueeze(0)).toDoubles(), 1e-7, "one back");
        assertArrayEquals(new double[] {0.01 + 0.18, 0.07 + 0.09, 0.02 + 0.63}, Addressing
                .shift(weights, Tensor.of(0.1, 0.7, 0.2).unsqueeze(0)).toDoubles(), 1e-7, "a little of each");
    }

    @Test
    void sharpeningTakesPowers() {
        Tensor weights = Tensor.of(0.1, 0.3, 0.6).unsqueeze(0);
        assertArrayEquals(weights.toDoubles(),
                Addressing.sharpen(weights, Tensor.of(1.0).unsqueeze(0)).toDoubles(), 1e-6);
        assertArrayEquals(new double[] {0.01 / 0.46, 0.09 / 0.46, 0.36 / 0.46},
                Addressing.sharpen(weights, Tensor.of(2.0).unsqueeze(0)).toDoubles(), 1e-6);
    }

    // The whole step

    /** Commands that write (1, −1) and go one slot on, then go back and read it. */
    @Test
    void whatIsWrittenIsReadAgain() {
        Tape tape = new Tape(4, 2, 1, 1, 1);
        double far = 30;
        double[] stay = {0, 0, 0, -far, -far, far, -far, 0};
        double[] on = {0, 0, 0, -far, -far, -far, far, 0};
        Tensor first = row(stay, stay, new double[] {far, far, far, -far}); // erase all, add (1, −1)
        Tensor second = row(stay, on, new double[] {-far, -far, 0, 0}); // writes nothing, one on
        Tensor third = row(on, stay, new double[] {-far, -far, 0, 0});
        Tensor state = tape.step(tape.start(1), first);
        state = tape.step(state, second);
        assertArrayEquals(new double[] {1, -1}, tape.read(state).toDoubles(), 1e-5);
        assertArrayEquals(new double[] {0, 1, 0, 0}, tape.weights(state, 1).toDoubles(), 1e-5);
        assertArrayEquals(new double[] {1, -1}, tape.memory(state).select(2, 0).toDoubles(), 1e-5);
        state = tape.step(state, third);
        assertArrayEquals(new double[] {0, 0}, tape.read(state).toDoubles(), 1e-5, "the next slot is empty");
    }

    private static Tensor row(double[]... parts) {
        return Tensor.of(Stream.of(parts).flatMapToDouble(Arrays::stream).toArray()).unsqueeze(0);
    }

    @ParameterizedTest
    @MethodSource("tapes")
    void weightsSumToOne(Tape tape) {
        Tensor state = tape.start(5);
        for (int t = 0; t < 20; t++) {
            state = tape.step(state, commands(tape, 5, Rng.of(t)));
        }
        for (int h = 0; h < tape.heads(); h++) {
            Tensor w = tape.weights(state, h);
            assertTrue(w.amin(0, 1).item() >= 0);
            assertArrayEquals(new double[] {1, 1, 1, 1, 1}, w.sum(1).toDoubles(), 1e-5);
        }
    }

    @Test
    void saysWhatDoesNotFit() {
        assertEquals(
                "tape: needs 2 slots or more, heads that read and write, and a reach within the slots, got "
                        + "2 slots of 3, 1 and 1 heads, reach 1",
                assertThrows(CajalException.class, () -> new Tape(2, 3, 1, 1, 1)).getMessage());
        Tape tape = new Tape(4, 2, 1, 1, 1);
        String message = assertThrows(ShapeException.class,
                () -> tape.step(tape.start(1), Tensor.zeros(1, 7))).getMessage();
        assertEquals("tape: expected a state [N × 18] and commands [N × 20], got widths [18, 7]", message);
    }
}
