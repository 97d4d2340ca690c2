package io.cajal.zoo.reservoir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.cpu.Workers;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.Digits;
import io.cajal.data.TensorDataset;
import io.cajal.nn.Linear;
import io.cajal.nn.activation.Identity;
import io.cajal.tensor.Tensor;
import io.cajal.train.Accuracy;
import io.cajal.train.Evaluation;
import io.cajal.train.Model;
import io.cajal.zoo.kit.FittedLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtremeLearningMachineTest {
    private static final int CELLS = 150;
    private final ExtremeLearningMachine machine = new ExtremeLearningMachine(new Identity(), CELLS, 3, 20,
            1.5, 0.5, 1);
    private final Dataset digits = Digits.split().train().range(0, 600);

    @Test
    void aCellLooksThroughARectangleAlongADirectionOfLengthScale() {
        Linear drawn = (Linear) machine.draw(digits, Rng.of(1)).layers().get(2);
        float[] w = drawn.weight().toFloats();
        float[] b = drawn.bias().toFloats();
        for (int i = 0; i < CELLS; i++) {
            double squares = 0;
            int top = 28;
            int bottom = -1;
            int left = 28;
            int right = -1;
            for (int p = 0; p < 784; p++) {
                double v = w[i * 784 + p];
                squares += v * v;
                if (v != 0) {
                    top = Math.min(top, p / 28);
                    bottom = Math.max(bottom, p / 28);
                    left = Math.min(left, p % 28);
                    right = Math.max(right, p % 28);
                }
            }
            assertEquals(1.5, Math.sqrt(squares), 1e-5);
            assertTrue(top >= 3 && left >= 3 && bottom < 25 && right < 25, "the margin stays empty");
            assertTrue(Math.abs(b[i]) <= 0.5);
        }
    }

    @Test
    void itLearnsDigitsAndSavesAsAModel(@TempDir Path folder) throws IOException {
        FittedLayer fitted = machine.fit(digits, Rng.of(1));
        Dataset test = Digits.split().test().range(0, 300);
        assertTrue(Evaluation.of(fitted.network(), test).of(new Accuracy()) > 0.85);
        Path file = folder.resolve("model.safetensors");
        new Model(fitted.network(), Model.Input.image(1, 28, 28), digits.classes(), Map.of()).save(file);
        Tensor x = test.batch(0, 1, 2).x();
        assertArrayEquals(fitted.predict(x).softmax(1).toFloats(), Model.load(file).predict(x).toFloats());
    }

    @Test
    void sameSeedSameBitsOnAnyThreads() {
        int usual = Workers.shared().threads();
        Tensor x = digits.batch(1, 2, 3).x();
        try {
            Workers.setThreads(1);
            float[] one = machine.fit(digits, Rng.of(2)).predict(x).toFloats();
            Workers.setThreads(3);
            assertArrayEquals(one, machine.fit(digits, Rng.of(2)).predict(x).toFloats());
        } finally {
            Workers.setThreads(usual);
        }
    }

    /** One class has no differences. */
    @Test
    void badDataIsSaidInOneLine() {
        Dataset same = new TensorDataset(Tensor.ones(5, 1, 28, 28), Tensor.zeros(5), List.of("a", "b"));
        assertEquals("extreme learning machine: no two examples of different classes were found that differ; "
                + "are there two classes, and pictures that are not blank?",
                assertThrows(CajalException.class, () -> machine.fit(same, Rng.of(1))).getMessage());
        Dataset numbers = new TensorDataset(Tensor.ones(5, 3), Tensor.zeros(5), List.of("a", "b"));
        assertTrue(assertThrows(CajalException.class, () -> machine.fit(numbers, Rng.of(1))).getMessage()
                .startsWith("extreme learning machine: needs pictures [N × C × H × W]"));
    }
}
