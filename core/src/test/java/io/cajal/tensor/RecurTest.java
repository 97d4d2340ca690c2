package io.cajal.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.backend.Recurrence;
import io.cajal.backend.Recurrence.Cell;
import io.cajal.backend.ref.RefBackend;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fused recurrence against the same from operations on one step after the other, in double. */
class RecurTest {
    private static final int[][] PACKINGS = {{1}, {3}, {2, 2, 2}, {3, 2, 2, 1, 1}, {5, 1}};

    private static Tensor[] operands(Recurrence r, boolean bias) {
        Rng rng = Rng.of(7);
        List<Tensor> in = new ArrayList<>(
                List.of(drawn(rng, r.rows(), r.gates()), drawn(rng, r.gates(), r.hidden()),
                        drawn(rng, r.sequences(), r.hidden())));
        if (r.hasCells()) {
            in.add(drawn(rng, r.sequences(), r.hidden()));
        }
        if (bias) {
            in.add(drawn(rng, r.gates()));
        }
        return in.toArray(Tensor[]::new);
    }

    private static Tensor drawn(Rng rng, int... sizes) {
        return Tensor.uniform(Shape.of(sizes), -1, 1, rng).tracked();
    }

    private static Tensor fused(Recurrence r, Tensor[] in) {
        return Op.apply(new Recur(r, new Recur.Memory()), in);
    }

    @ParameterizedTest
    @EnumSource
    void equalsTheComposedForm(Cell cell) {
        Run.on(RefBackend.INSTANCE).run(() -> {
            for (int[] counts : PACKINGS) {
                for (boolean bias : new boolean[] {true, false}) {
                    Recurrence r = new Recurrence(cell, 4, counts);
                    Tensor[] in = operands(r, bias);
                    Tensor expected = Recur.composed(r, in);
                    Tensor y = fused(r, in);
                    assertArrayEquals(expected.toDoubles(), y.toDoubles(), 1e-14);
                    Tensor seed = Tensor.uniform(y.shape(), -1, 1, Rng.of(8));
                    Gradients right = expected.backward(seed, false);
                    Gradients g = y.backward(seed, false);
                    for (Tensor x : in) {
                        assertArrayEquals(right.get(x).toDoubles(), g.get(x).toDoubles(), 1e-13);
                    }
                }
            }
        });
    }

    /** h0 and c0 are often the same zeros: each has a gradient of its own, and the tensor that of both. */
    @Test
    void takesOneTensorTwice() {
        Run.on(RefBackend.INSTANCE).run(() -> {
            Recurrence r = new Recurrence(Cell.LSTM, 3, new int[] {2, 2});
            Tensor[] in = operands(r, false);
            in[3] = in[2];
            Tensor seed = Tensor.uniform(Shape.of(r.stateRows(), 3), -1, 1, Rng.of(8));
            double[] right = Recur.composed(r, in).backward(seed, false).get(in[2]).toDoubles();
            for (boolean again : new boolean[] {false, true}) {
                assertArrayEquals(right, fused(r, in).backward(seed, again).get(in[2]).toDoubles(), 1e-13);
            }
        });
    }

    /** What the forward pass keeps serves every backward pass from it. */
    @Test
    void canBeDifferentiatedTwiceOver() {
        Recurrence r = new Recurrence(Cell.GRU, 20, new int[] {6, 6, 5});
        Tensor[] in = operands(r, true);
        Tensor y = fused(r, in);
        Tensor seed = Tensor.uniform(y.shape(), -1, 1, Rng.of(8));
        double[] once = y.backward(seed, false).get(in[1]).toDoubles();
        y.backward(seed.mul(2), false);
        assertArrayEquals(once, y.backward(seed, false).get(in[1]).toDoubles());
    }

    @Test
    void refusesOperandsThatDoNotFit() {
        Recurrence r = new Recurrence(Cell.LSTM, 3, new int[] {2, 2});
        Tensor[] in = operands(r, false);
        in[0] = Tensor.zeros(4, 9);
        assertThrows(ShapeException.class, () -> fused(r, in));
    }
}
