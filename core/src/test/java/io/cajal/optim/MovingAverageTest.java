package io.cajal.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.Backend;
import io.cajal.backend.cpu.CpuBackend;
import io.cajal.backend.ref.RefBackend;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MovingAverageTest {

    /** PyTorch's: the first update copies, later ones are avg.lerp(w, 1 − decay). */
    @Test
    void isTheRecurrence() {
        for (Backend device : List.of(RefBackend.INSTANCE, CpuBackend.INSTANCE)) {
            Run.on(device).run(() -> {
                Linear model = Linear.withoutBias(17, 3, Rng.of(1));
                Param w = model.weight();
                MovingAverage average = new MovingAverage(model, 0.9);
                double[] expected = new double[51];
                for (int step = 0; step < 5; step++) {
                    w.set(Tensor.normal(w.shape(), Rng.of(step)));
                    double[] now = w.toDoubles();
                    for (int i = 0; i < now.length; i++) {
                        expected[i] = step == 0 ? now[i] : 0.9 * expected[i] + 0.1 * now[i];
                    }
                    average.update();
                }
                double[] last = w.toDoubles();
                assertArrayEquals(expected, average.during(w::toDoubles), 1e-6);
                assertArrayEquals(last, w.toDoubles());
                assertThrows(IllegalStateException.class, () -> average.during(() -> {
                    throw new IllegalStateException();
                }));
                assertArrayEquals(last, w.toDoubles());
                average.finish();
                assertArrayEquals(expected, w.toDoubles(), 1e-6);
            });
        }
    }

    /** PyTorch's AveragedModel without a function of one's own: each update counts 1/n. */
    @Test
    void equalForgetsNothing() {
        Linear model = Linear.withoutBias(5, 3, Rng.of(1));
        MovingAverage average = MovingAverage.equal(model);
        assertTrue(average.isEmpty());
        double[] expected = new double[15];
        for (int step = 0; step < 4; step++) {
            model.weight().set(Tensor.normal(model.weight().shape(), Rng.of(step)));
            for (int i = 0; i < expected.length; i++) {
                expected[i] += model.weight().toDoubles()[i] / 4;
            }
            average.update();
        }
        assertFalse(average.isEmpty());
        average.finish();
        assertArrayEquals(expected, model.weight().toDoubles(), 1e-6);
    }

    @Test
    void buffersAreThoseOfTheLastStep() {
        Sequential model = Sequential.of(Linear.of(2, 3, Rng.of(1)), BatchNorm1d.of(3));
        MovingAverage average = new MovingAverage(model, 0.9);
        average.update();
        Parts.buffers(model).get("1.running_mean").set(Tensor.of(1, 2, 3));
        average.update();
        assertArrayEquals(new double[] {1, 2, 3},
                average.during(() -> Parts.buffers(model).get("1.running_mean").toDoubles()));
    }

    @Test
    void goesOnFromAKeptState() {
        Linear a = Linear.of(2, 3, Rng.of(1));
        Linear b = Linear.of(2, 3, Rng.of(1));
        MovingAverage first = new MovingAverage(a, 0.9);
        MovingAverage second = new MovingAverage(b, 0.9);
        first.update();
        a.weight().set(Tensor.ones(3, 2));
        first.update();
        second.load(first.state());
        b.weight().set(Tensor.ones(3, 2));
        first.update();
        second.update();
        assertArrayEquals(first.state().get("weight").toDoubles(), second.state().get("weight").toDoubles());
        assertEquals("moving average: the kept state lacks \"weight\" [3 × 2] of the model",
                assertThrows(CajalException.class, () -> second.load(Map.of())).getMessage());
        MovingAverage narrow = new MovingAverage(Linear.withoutBias(2, 3, Rng.of(1)), 0.9);
        assertEquals("moving average: the kept state has 3 tensors, this model needs 2",
                assertThrows(CajalException.class, () -> narrow.load(first.state())).getMessage());
    }
}
