package io.cajal.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.cajal.backend.Recurrence;
import io.cajal.backend.Recurrence.Cell;
import io.cajal.base.Rng;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What tiles, vectors and threads must not change; OpCases compares with the reference. */
class RecurrencesTest {
    private static final Workers ALONE = Workers.of(1);
    private static final Workers FOUR = Workers.of(4);

    /** Few and many sequences, units that fill vectors and that do not, ends at any step. */
    static Stream<Recurrence> geometries() {
        int[][] packings = {{1}, {2, 2, 2, 2, 2, 1, 1, 1, 1, 1}, {64, 64, 64}, {21, 20, 20, 9, 3, 1},
                {5, 5, 5, 5}};
        return Arrays.stream(Cell.values()).flatMap(cell -> Arrays.stream(packings)
                .flatMap(counts -> Stream.of(5, 16, 37, 70)
                        .map(hidden -> new Recurrence(cell, hidden, counts))));
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void tilesAndThreadsChangeNothing(Recurrence r) {
        float[][] expected = run(
                new Recurrences(PlainTiles.INSTANCE, PlainGates.INSTANCE, PlainKernels.INSTANCE, ALONE),
                r);
        for (Workers workers : new Workers[] {ALONE, FOUR}) {
            float[][] actual = run(
                    new Recurrences(KernelChoice.TILES, KernelChoice.GATES, KernelChoice.BEST, workers), r);
            for (int i = 0; i < expected.length; i++) {
                assertArrayEquals(expected[i], actual[i], "result " + i);
            }
        }
    }

    /** States, gates and cells, then the gradients. */
    static float[][] run(Recurrences recurrences, Recurrence r) {
        int state = r.sequences() * r.hidden();
        float[] x = numbers(1, r.rows() * r.gates());
        float[] w = numbers(2, r.gates() * r.hidden());
        float[] bias = numbers(3, r.gates());
        float[] states = new float[r.stateRows() * r.hidden()];
        float[] kept = new float[r.rows() * r.cell().kept() * r.hidden()];
        float[] cells = r.hasCells() ? new float[state + r.rows() * r.hidden()] : null;
        recurrences.forward(r, x, w, bias, numbers(4, state), r.hasCells() ? numbers(5, state) : null, states,
                kept,
                cells);
        float[] input = new float[r.rows() * r.gates()];
        float[] hidden = r.cell() == Cell.GRU ? new float[input.length] : input;
        float[] ofState = new float[state];
        float[] ofCell = r.hasCells() ? new float[state] : null;
        recurrences.backward(r, numbers(6, states.length), states, kept, cells, w, input, hidden, ofState,
                ofCell);
        return new float[][] {states, kept, cells, input, hidden, ofState, ofCell};
    }

    private static float[] numbers(long seed, int n) {
        float[] numbers = new float[n];
        Rng.of(seed).normal(numbers, 0, n);
        for (int i = 0; i < n; i++) {
            numbers[i] *= 0.3f;
        }
        return numbers;
    }
}
